"""The files of the project for the rules: those that version control would keep."""

import fnmatch
from pathlib import Path

SOURCE_SUFFIXES = {".cpp", ".hpp"}
TEXT_SUFFIXES = SOURCE_SUFFIXES | {".cmake", ".json", ".map", ".md", ".py", ".sh", ".txt", ".yaml", ".yml"}


class Tree:
    """A checkout. It is read without git, so that an unpacked archive can be checked too."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        ignore = self.root / ".gitignore"
        lines = ignore.read_text().splitlines() if ignore.exists() else []
        self._ignored = [line.rstrip("/") for line in lines if line and line[0] not in "#!"]

    def top_names(self):
        return sorted(path.name for path in self.root.iterdir() if not self._is_ignored(path))

    def files(self, suffixes=TEXT_SUFFIXES, under="."):
        """Paths relative to the root, in order."""
        found = []
        folders = [self.root / under]
        while folders:
            folder = folders.pop()
            if not folder.is_dir():
                continue
            for path in folder.iterdir():
                if path.name in (".git", "__pycache__") or self._is_ignored(path):
                    continue
                if path.is_dir():
                    folders.append(path)
                elif path.suffix in suffixes:
                    found.append(path.relative_to(self.root))
        return sorted(found)

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def _is_ignored(self, path):
        return any(fnmatch.fnmatch(path.name, pattern) for pattern in self._ignored)
