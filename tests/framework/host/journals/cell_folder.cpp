// Folders of cells: which processes may share one, and what is removed.
#include "journals/cell_folder.hpp"

#include <optional>

#include <sys/wait.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "catch.hpp"
#include "journals/journal.hpp"
#include "result_folder.hpp"

using Catch::Matchers::Contains;
using engram::RequestError;
using engram::journals::CellFolder;
using engram::store::test::Folder;
using engram::store::test::write_file;

namespace fs = std::filesystem;

TEST_CASE("cell folder: a folder of cells is used alone, or by several that add cells") {
  const Folder folder;
  const fs::path cells = folder / "fig4.cells";
  {
    const CellFolder one(cells, "fig4.h5", CellFolder::Use::shared);
    const CellFolder other(cells, "fig4.h5", CellFolder::Use::shared);
    CHECK_THROWS_WITH(CellFolder(cells, "fig4.h5", CellFolder::Use::alone),
                      Contains("fig4.cells is in use by process " + std::to_string(::getpid()) + " on host '"));
    CHECK(engram::journals::users_of(cells).size() == 2);
  }
  CHECK(engram::journals::users_of(cells).empty());
  const CellFolder alone(cells, "fig4.h5", CellFolder::Use::alone);
  CHECK_THROWS_WITH(CellFolder(cells, "fig4.h5", CellFolder::Use::shared), Contains("is in use by process "));
  CHECK_THROWS_WITH(CellFolder(cells, "fig4.h5", CellFolder::Use::alone), Contains("-o FILE"));
}

TEST_CASE("cell folder: a folder of cells is free again when its process and those that it forked are dead") {
  const Folder folder;
  const fs::path cells = folder / "fig4.cells";
  int ready[2] = {};
  REQUIRE(::pipe(ready) == 0);
  const pid_t process = ::fork();
  if (process == 0) {
    const CellFolder held(cells, "fig4.h5", CellFolder::Use::alone);
    (void)!::write(ready[1], "x", 1);
    ::pause();
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK_THROWS_AS(CellFolder(cells, "fig4.h5", CellFolder::Use::alone), RequestError);
  ::kill(process, SIGKILL);
  REQUIRE(::waitpid(process, nullptr, 0) == process);
  CHECK_NOTHROW(CellFolder(cells, "fig4.h5", CellFolder::Use::alone));
}

TEST_CASE("cell folder: a folder of cells belongs to one result") {
  const Folder folder;
  const fs::path cells = folder / "fig4.cells";
  const CellFolder held(cells, "fig4.h5", CellFolder::Use::shared);
  CHECK_THROWS_WITH(CellFolder(cells, "fig4", CellFolder::Use::shared),
                    Contains("fig4.cells holds the cells of fig4.h5, not of fig4; write elsewhere with -o FILE"));
}

TEST_CASE("cell folder: a folder of cells goes with its cells, and the user's files in it stay") {
  const Folder folder;
  const fs::path cells = folder / "fig4.cells";
  const bool has_notes = GENERATE(false, true);
  CellFolder held(cells, "fig4.h5", CellFolder::Use::alone);
  write_file(cells / "a.journal", "anything");
  fs::create_directories(cells / "jobs" / "1");
  if (has_notes) {
    write_file(cells / "notes.txt", "mine");
  }
  held.clear();
  CHECK(fs::exists(cells / "notes.txt") == has_notes);
  CHECK_FALSE(fs::exists(cells / "a.journal"));
  CHECK_FALSE(fs::exists(cells / "jobs"));
  CHECK_THROWS_AS(CellFolder(cells, "fig4.h5", CellFolder::Use::alone), RequestError);
  held.remove();
  CHECK(fs::exists(cells) == has_notes);
  CHECK(folder.names().size() == (has_notes ? 1 : 0));
}

TEST_CASE("cell folder: a folder without cells goes with the last that uses it") {
  const Folder folder;
  const fs::path cells = folder / "fig4.cells";
  const std::string added = GENERATE("", "a.journal", "notes.txt", "jobs");
  CAPTURE(added);
  {
    const CellFolder last(cells, "fig4.h5", CellFolder::Use::shared);
    { const CellFolder first(cells, "fig4.h5", CellFolder::Use::shared); }
    CHECK(fs::exists(cells));
    if (!added.empty()) {
      write_file(cells / added, "anything");
    }
  }
  CHECK(fs::exists(cells) == !added.empty());
}

TEST_CASE("cell folder: the next run removes the rest of a folder whose removal was killed") {
  const Folder folder;
  fs::create_directory(folder / ".fig4.cells.host-1-2.removed");
  fs::create_directory(folder / ".fig5.cells.host-1-2.removed");
  (void)CellFolder(folder / "fig4.cells", "fig4.h5", CellFolder::Use::alone);
  CHECK_FALSE(fs::exists(folder / ".fig4.cells.host-1-2.removed"));
  CHECK(fs::exists(folder / ".fig5.cells.host-1-2.removed"));
}

TEST_CASE("cell folder: a folder of cells that cannot be made is refused in words") {
  const Folder folder;
  write_file(folder / "fig4.cells", "a file");
  CHECK_THROWS_WITH(CellFolder(folder / "fig4.cells", "fig4.h5", CellFolder::Use::alone),
                    Contains("fig4.cells cannot be made: "));
  CHECK(engram::store::test::read_file(folder / "fig4.cells") == "a file");
}
