#include "plugins/registry.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include <unistd.h>

#include <engram/activation.hpp>
#include <engram/model.hpp>
#include <engram/stamp.hpp>

#include "catch.hpp"
#include "tests/framework/host/plugins/fixture.hpp"

namespace {

namespace fs = std::filesystem;

using engram::Kind;
using engram::plugins::FolderOrigin;
using engram::plugins::load;
using engram::plugins::Registry;
using engram::test::broken_folder;
using engram::test::broken_library;
using engram::test::TemporaryFolder;

}  // namespace

TEST_CASE("registry: the first plugin of a kind and name is used, and the report says which was not") {
  const Registry registry =
      load({{broken_folder("same_name"), FolderOrigin::option}, {broken_folder("whole"), FolderOrigin::environment}});
  const auto* plugin = registry.catalogue().find(Kind::activation, "whole");
  REQUIRE(plugin != nullptr);
  CHECK(registry.library_of(*plugin).path == fs::canonical(broken_library("same_name")));
  CHECK(registry.library_of(*plugin).sdk_version == ENGRAM_SDK_VERSION);
  CHECK(registry.catalogue().of(Kind::activation).size() == 3);
  CHECK(registry.report_text() == "Folders searched for plugins, in this order:\n  " +
                                      broken_folder("same_name").string() +
                                      " (--plugin-path)\n"
                                      "    same_name.so: activation 'whole', activation 'own'\n  " +
                                      broken_folder("whole").string() +
                                      " (ENGRAM_PLUGIN_PATH)\n"
                                      "    whole.so: activation 'whole' (not used: " +
                                      broken_library("same_name").string() + " comes first), activation 'spare'\n");
}

TEST_CASE("registry: a plugin that is not used has no library in the registry") {
  const Registry registry =
      load({{broken_folder("same_name"), FolderOrigin::option}, {broken_folder("whole"), FolderOrigin::option}});
  const auto& shadowed = registry.folders().at(1).libraries.at(0).plugins.at(0);
  CHECK(shadowed.shadowed_by == broken_library("same_name"));
  CHECK_THROWS_WITH(registry.library_of(*shadowed.plugin), "plugin 'whole' is not of this registry");
}

TEST_CASE("registry: folders of one's own are searched before others, and reported where they are missing or empty") {
  const TemporaryFolder empty;
  const Registry registry = load({{empty.path(), FolderOrigin::option}, {"/no/such/folder", FolderOrigin::program}});
  const std::string folder = empty.path().string();
  CHECK(registry.report_text() == "Folders searched for plugins, in this order:\n  " + folder +
                                      " (--plugin-path): holds no libraries\n"
                                      "  /no/such/folder (beside the program): does not exist\n");
  CHECK(registry.short_report_text() == "Plugins were looked for in:\n  " + folder +
                                            " (--plugin-path): 0 libraries\n"
                                            "  /no/such/folder (beside the program): does not exist\n");
}

TEST_CASE("registry: a refused library is in both reports and does not stop the others") {
  const TemporaryFolder folder;
  folder.copy(broken_library("other_sdk_version"));
  folder.copy(broken_library("whole"));
  folder.write("text.so", "not a library");
  folder.write("notes.txt", "not looked at");
  const Registry registry = load({{folder.path(), FolderOrigin::environment}});
  std::string stamp = ENGRAM_STAMP;
  const std::string ours = stamp;
  stamp.replace(stamp.find(ENGRAM_SDK_VERSION), std::string(ENGRAM_SDK_VERSION).size(), "99.9");
  const std::string refused =
      "    other_sdk_version.so: refused: it does not fit this program: engram-sdk is '99.9', "
      "here '" ENGRAM_SDK_VERSION "'\n      its stamp:      " +
      stamp + "\n      this program's: " + ours + "\n      rebuild it with the engram sdk " ENGRAM_SDK_VERSION "\n";
  const std::string text =
      "    text.so: refused: it is not a shared library: the file does not begin with the ELF signature; a "
      "plugin is built by engram_add_plugin(), and nothing else belongs in its folder under a name with .so\n";
  CHECK(registry.report_text() == "Folders searched for plugins, in this order:\n  " + folder.path().string() +
                                      " (ENGRAM_PLUGIN_PATH)\n" + refused + text +
                                      "    whole.so: activation 'whole', activation 'spare'\n");
  CHECK(registry.short_report_text() == "Plugins were looked for in:\n  " + folder.path().string() +
                                            " (ENGRAM_PLUGIN_PATH): 3 libraries\n" + refused + text);
  CHECK(registry.catalogue().find(Kind::activation, "whole") != nullptr);
}

TEST_CASE("registry: libraries are found in the order of their names") {
  const TemporaryFolder folder;
  for (const char* name : {"c.so", "a.so", "b.so"}) {
    folder.write(name, "");
  }
  const Registry registry = load({{folder.path(), FolderOrigin::option}});
  std::string order;
  for (const auto& library : registry.folders().front().libraries) {
    order += library.path.filename().string() + " ";
  }
  CHECK(order == "a.so b.so c.so ");
}

TEST_CASE("registry: a folder where everybody may write is searched only where the user named it") {
  const TemporaryFolder folder;
  folder.copy(broken_library("whole"));
  fs::permissions(folder.path(), fs::perms::others_write, fs::perm_options::add);
  const Registry implied = load({{folder.path(), FolderOrigin::program}});
  CHECK(implied.folders().front().libraries.empty());
  CHECK(implied.folders().front().problem == "is not searched, because everybody may write to it; 'chmod o-w " +
                                                 folder.path().string() + "', or name it with --plugin-path");
  CHECK(load({{folder.path(), FolderOrigin::option}}).catalogue().of(Kind::activation).size() == 2);
}

TEST_CASE("registry: a library that everybody may write to is loaded only where the user named its folder") {
  const TemporaryFolder folder;
  const fs::path library = folder.copy(broken_library("whole"));
  folder.copy(broken_library("same_name"));
  fs::permissions(library, fs::perms::others_write, fs::perm_options::add);
  const Registry implied = load({{folder.path(), FolderOrigin::program}});
  CHECK(implied.folders().front().problem.empty());
  CHECK(implied.folders().front().libraries.at(0).refusal.empty());
  CHECK(implied.folders().front().libraries.at(1).refusal ==
        "is not loaded, because everybody may write to it; 'chmod o-w " + library.string() +
            "', or name its folder with --plugin-path");
  CHECK(load({{folder.path(), FolderOrigin::option}}).folders().front().libraries.at(1).refusal.empty());
}

TEST_CASE("registry: a folder of another user is used only if the user named it") {
  const TemporaryFolder folder;
  const fs::path library = folder.copy(broken_library("whole"));
  constexpr uid_t stranger = 54321;
  if (::chown(library.c_str(), stranger, static_cast<gid_t>(-1)) != 0) {
    WARN("only root can give a file to another user");
    return;
  }
  const Registry one_file = load({{folder.path(), FolderOrigin::program}});
  CHECK(one_file.folders().front().libraries.at(0).refusal ==
        "is not loaded, because it belongs to another user; 'chown " + std::to_string(::geteuid()) + " " +
            library.string() + "', or name its folder with --plugin-path");
  REQUIRE(::chown(folder.path().c_str(), stranger, static_cast<gid_t>(-1)) == 0);
  const Registry all = load({{folder.path(), FolderOrigin::program}});
  CHECK(all.folders().front().problem == "is not searched, because it belongs to another user; 'chown " +
                                             std::to_string(::geteuid()) + " " + folder.path().string() +
                                             "', or name it with --plugin-path");
  CHECK(load({{folder.path(), FolderOrigin::environment}}).catalogue().of(Kind::activation).size() == 2);
}

TEST_CASE("registry: a file in the place of a folder is reported") {
  const TemporaryFolder folder;
  const Registry registry = load({{folder.write("file", ""), FolderOrigin::environment}});
  CHECK(registry.folders().front().problem == "is not a folder");
}

TEST_CASE("registry: a plugin that throws when it is made is named") {
  const Registry registry = load({{SUPPORT_PLUGINS, FolderOrigin::option}});
  const auto message = [&](const char* name) -> std::string {
    const auto* plugin = registry.catalogue().find(Kind::activation, name);
    REQUIRE(plugin != nullptr);
    try {
      engram::make<engram::Activation>(engram::Part{plugin, {{"gain", 1.0}}});
      return "";
    } catch (const engram::RunError& error) {
      return error.what();
    }
  };
  CHECK(message("throws_in_constructor") ==
        "activation 'throws_in_constructor' could not be made: the constructor gave up");
  CHECK(message("throws_number") ==
        "activation 'throws_number' could not be made: it threw something that is not a std::exception");
  CHECK(message("throws_in_check") == "activation 'throws_in_check' could not be made: the check gave up");
}

TEST_CASE("registry: the plain model offers no facets") {
  const Registry registry = load({{SUPPORT_PLUGINS, FolderOrigin::option}});
  const auto* plugin = registry.catalogue().find(Kind::model, "plain_model");
  REQUIRE(plugin != nullptr);
  CHECK(plugin->offers.empty());
  CHECK(engram::make<engram::Model>(engram::Part{plugin, {{"size", std::int64_t{5}}}})->units() == 5);
}
