#include "plugins/search_path.hpp"

#include <string>

#include <stdlib.h>

#include <engram/error.hpp>

#include "catch.hpp"
#include "tests/framework/host/plugins/fixture.hpp"

namespace {

namespace fs = std::filesystem;

using engram::plugins::FolderOrigin;
using engram::plugins::search_path;
using engram::plugins::SearchPath;
using engram::test::TemporaryFolder;

std::string mistake(const fs::path& option) {
  try {
    search_path({option}, "", "/opt/engram/bin");
    return "";
  } catch (const engram::RequestError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("search path: options come before the environment, and the program's own folder last") {
  const TemporaryFolder folder;
  CHECK(search_path({folder.path()}, "/one:/two", "/opt/engram/bin") ==
        SearchPath{{folder.path(), FolderOrigin::option},
                   {"/one", FolderOrigin::environment},
                   {"/two", FolderOrigin::environment},
                   {"/opt/engram/lib/engram/plugins", FolderOrigin::program}});
}

TEST_CASE("search path: an empty entry of the environment is not the current directory") {
  CHECK(search_path({}, "::/one:", "/opt/engram/bin") ==
        SearchPath{{"/one", FolderOrigin::environment}, {"/opt/engram/lib/engram/plugins", FolderOrigin::program}});
}

TEST_CASE("search path: a folder named twice keeps its first place, however it is written") {
  const TemporaryFolder folder;
  fs::create_directory_symlink(folder.path(), folder.path() / "link");
  CHECK(search_path({folder.path() / "link", folder.path() / "."}, folder.path().string() + "/", "/opt/engram/bin") ==
        SearchPath{{folder.path(), FolderOrigin::option}, {"/opt/engram/lib/engram/plugins", FolderOrigin::program}});
}

TEST_CASE("search path: a folder of --plugin-path that does not exist is a mistake, with the nearest match") {
  const TemporaryFolder folder;
  fs::create_directory(folder.path() / "plugins");
  const std::string plugins = (folder.path() / "plugins").string();
  CHECK(mistake(folder.path() / "plugin") == "--plugin-path: the folder '" + folder.path().string() +
                                                 "/plugin' does not exist; did you mean '" + plugins + "'?");
  CHECK(mistake(folder.path() / "something_else") ==
        "--plugin-path: the folder '" + folder.path().string() + "/something_else' does not exist");
  CHECK(mistake("") == "--plugin-path: the folder '' does not exist");
}

TEST_CASE("search path: a file given as --plugin-path is a mistake, and the message names its folder") {
  const TemporaryFolder folder;
  const std::string library = folder.write("one.so", "").string();
  CHECK(mistake(library) == "--plugin-path: '" + library +
                                "' is not a folder; give the folder that holds the libraries: '" +
                                folder.path().string() + "'");
}

TEST_CASE("search path: the search path of this process follows its environment and its program") {
  setenv("ENGRAM_PLUGIN_PATH", "/one", 1);
  const SearchPath folders = search_path({});
  unsetenv("ENGRAM_PLUGIN_PATH");
  REQUIRE(folders.size() == 2);
  CHECK(folders[0].path == "/one");
  const fs::path program = fs::read_symlink("/proc/self/exe");
  CHECK(folders[1].path == (program.parent_path().parent_path() / "lib/engram/plugins").string());
  CHECK(search_path({}).size() == 1);
}
