"""Commands for g++, as CMake writes them to compile_commands.json, without what clang cannot read."""

import shlex

# Of precompiled headers, which each compiler has in a form of its own.
GCC_ONLY = {"-Winvalid-pch", "-fpch-preprocess"}


def clang_arguments(arguments):
    arguments = list(arguments)
    # A launcher, `env NAME=VALUE... ccache`, stands before the compiler.
    while arguments and (arguments[0].rpartition("/")[2] in ("env", "ccache") or
                         ("=" in arguments[0] and not arguments[0].startswith("-"))):
        del arguments[0]
    kept = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "-include":
            header = next(rest, "")
            if not header.endswith("/cmake_pch.hxx"):
                kept += [argument, header]
        elif argument not in GCC_ONLY:
            kept.append(argument)
    return kept


def clang_entry(entry):
    """An entry of compile_commands.json with its command as a list of arguments."""
    arguments = entry["arguments"] if "arguments" in entry else shlex.split(entry["command"])
    return {"directory": entry["directory"], "file": entry["file"], "arguments": clang_arguments(arguments)}
