// The possible places of a result, which has its name only when it is complete.
#include "store/target.hpp"

#include <filesystem>

#include <engram/error.hpp>

#include "catch.hpp"
#include "result_folder.hpp"
#include "store/reader.hpp"
#include "store/writer.hpp"

using Catch::Matchers::Message;
using Catch::Matchers::StartsWith;
using engram::RequestError;
using engram::RunError;
using engram::store::follow_links;
using engram::store::Reader;
using engram::store::Writer;
using engram::store::test::Folder;
using engram::store::test::old_result;
using engram::store::test::read_file;
using engram::store::test::write_file;

namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

void write_result(const fs::path& path, bool overwrite) {
  Writer writer(path, overwrite);
  writer.text("note", "whole", "A note.");
  writer.finish();
}

/// Changes the current folder while a test uses relative paths.
class Within {
 public:
  explicit Within(const fs::path& path) : before_(fs::current_path()) { fs::current_path(path); }
  ~Within() { fs::current_path(before_); }
  Within(const Within&) = delete;
  Within& operator=(const Within&) = delete;

 private:
  fs::path before_;
};

}  // namespace

TEST_CASE("target: a result that exists is replaced only on request") {
  const Folder folder;
  const fs::path path = folder / "fig4.h5";
  write_file(path, old_result());
  CHECK_THROWS_MATCHES(Writer::check_target(path, false), RequestError,
                       Message(path.string() + " exists; --overwrite replaces it, -o FILE writes elsewhere"));
  CHECK_THROWS_AS(Writer(path, false), RequestError);
  CHECK(read_file(path) == old_result());
  CHECK_NOTHROW(Writer::check_target(path, true));
  write_result(path, true);
  CHECK(Reader(path).text("note") == "whole");
  CHECK(folder.names() == Names{"fig4.h5"});
}

TEST_CASE("target: the check leaves nothing behind") {
  const Folder folder;
  Writer::check_target(folder / "new/deep/fig4.h5", false);
  CHECK(folder.names().empty());
}

TEST_CASE("target: missing folders are made") {
  const Folder folder;
  write_result(folder / "new/deep/fig4.h5", false);
  CHECK(Reader(folder / "new/deep/fig4.h5").text("note") == "whole");
}

TEST_CASE("target: a path that cannot be a file is refused before anything runs") {
  const Folder folder;
  const std::string in = folder.path().string();
  CHECK_THROWS_MATCHES(Writer::check_target("", false), RequestError, Message("the output file has no name"));
  CHECK_THROWS_MATCHES(Writer::check_target(folder.path(), true), RequestError,
                       Message(in + " is a folder; give the name of a file"));
  CHECK_THROWS_MATCHES(Writer::check_target(in + "/new/", true), RequestError,
                       Message(in + "/new/ is a folder; give the name of a file"));
  write_file(folder / "file", "");
  CHECK_THROWS_MATCHES(Writer::check_target(folder / "file/fig4.h5", true), RequestError,
                       Message(in + "/file/fig4.h5 cannot be written: " + in + "/file is not a folder"));
  CHECK_THROWS_MATCHES(Writer::check_target("/dev/null", true), RequestError,
                       Message("/dev/null is not a regular file and is not replaced"));
}

TEST_CASE("target: a folder that takes no files is refused before anything runs") {
  // Nobody can create files in /proc, not even root.
  CHECK_THROWS_MATCHES(
      Writer::check_target("/proc/fig4.h5", false), RequestError,
      Message(
          "/proc/fig4.h5 cannot be written: no file can be made in the folder /proc (No such file or directory)"));
  CHECK_THROWS_MATCHES(Writer::check_target("/proc/deep/fig4.h5", false), RequestError,
                       Message("/proc/deep/fig4.h5 cannot be written: no file can be made in the folder /proc (No "
                               "such file or directory)"));
}

TEST_CASE("target: relative paths stay relative in messages") {
  const Folder folder;
  const Within within(folder.path());
  fs::create_directory("results");
  write_file("results/fig4.h5", old_result());
  CHECK_THROWS_MATCHES(Writer::check_target("results/fig4.h5", false), RequestError,
                       Message("results/fig4.h5 exists; --overwrite replaces it, -o FILE writes elsewhere"));
  CHECK_THROWS_MATCHES(Writer::check_target("results/fig4.h5/x.h5", false), RequestError,
                       Message("results/fig4.h5/x.h5 cannot be written: results/fig4.h5 is not a folder"));
  const std::string long_name(300, 'x');
  CHECK_THROWS_MATCHES(Writer::check_target("results/" + long_name, false), RequestError,
                       Message("results/" + long_name +
                               " cannot be written: no file can be made in the folder results (File name too long)"));
  CHECK_THROWS_MATCHES(
      Writer::check_target(long_name, false), RequestError,
      Message(long_name + " cannot be written: no file can be made in the current folder (File name too long)"));
}

TEST_CASE("target: a relative path means the folder in which the run began") {
  const Folder folder;
  const Within within(folder.path());
  Writer writer("fig4.h5", false);
  fs::create_directory("elsewhere");
  fs::current_path("elsewhere");
  writer.finish();
  CHECK(fs::exists(folder / "fig4.h5"));
}

TEST_CASE("target: a writer that is not finished leaves nothing, and what was there as it was") {
  const Folder folder;
  const bool before = GENERATE(false, true);
  if (before) {
    write_file(folder / "fig4.h5", old_result());
  }
  {
    Writer writer(folder / "fig4.h5", true);
    writer.text("note", "half", "A note.");
    CHECK(fs::exists(folder / "fig4.h5") == before);
    CHECK(folder.names().size() == (before ? 2 : 1));
  }
  CHECK(folder.names() == (before ? Names{"fig4.h5"} : Names{}));
  CHECK(read_file(folder / "fig4.h5") == (before ? old_result() : ""));
}

TEST_CASE("target: a file that is no result is not replaced, whatever was asked for") {
  const Folder folder;
  write_file(folder / "spec.yaml", "title: precious");
  CHECK_THROWS_MATCHES(
      Writer::check_target(folder / "spec.yaml", true), engram::RequestError,
      Message((folder / "spec.yaml").string() +
              " is not a result of engram and is not replaced; remove it first, or write elsewhere with -o FILE"));
  CHECK(read_file(folder / "spec.yaml") == "title: precious");
  write_file(folder / "empty.h5", "");
  CHECK_NOTHROW(Writer::check_target(folder / "empty.h5", true));
}

TEST_CASE("target: a run that did not come to its end leaves the result that was there") {
  const Folder folder;
  write_file(folder / "fig4.h5", old_result());
  Writer writer(folder / "fig4.h5", true);
  writer.keep_existing();
  CHECK_THROWS_AS(writer.finish(), engram::RunError);
  CHECK(read_file(folder / "fig4.h5") == old_result());
}

TEST_CASE("target: a file that appeared during the run stays, and so do the results") {
  const Folder folder;
  const fs::path path = folder / "fig4.h5";
  Writer writer(path, false);
  writer.text("note", "mine", "A note.");
  write_file(path, "theirs");
  std::string message;
  try {
    writer.finish();
  } catch (const RunError& error) {
    message = error.what();
  }
  CHECK(read_file(path) == "theirs");
  const std::string before = path.string() + " exists and was not replaced; the results of this run are in ";
  REQUIRE_THAT(message, StartsWith(before + (folder / "fig4-").string()));
  const fs::path kept = message.substr(before.size());
  CHECK(kept.extension() == ".h5");
  CHECK(Reader(kept).text("note") == "mine");
  CHECK(folder.names().size() == 2);
}

TEST_CASE("target: results that cannot be given their name are kept") {
  const Folder folder;
  const fs::path path = folder / "fig4.h5";
  std::string message;
  {
    Writer writer(path, true);
    writer.text("note", "mine", "A note.");
    fs::create_directory(path);
    try {
      writer.finish();
    } catch (const RunError& error) {
      message = error.what();
    }
  }
  // They stay when the writer is gone.
  const std::string before = path.string() + " cannot be given its name (Is a directory); the results are in ";
  REQUIRE_THAT(message, StartsWith(before));
  CHECK(Reader(message.substr(before.size())).text("note") == "mine");
}

TEST_CASE("target: a link stays, and the file that it names is replaced") {
  const Folder folder;
  fs::create_directory(folder / "store");
  fs::create_symlink("store/real.h5", folder / "fig4.h5");
  SECTION("a file that is there") {
    write_file(folder / "store/real.h5", old_result());
  }
  SECTION("a file that is not") {}
  write_result(folder / "fig4.h5", true);
  CHECK(fs::is_symlink(folder / "fig4.h5"));
  CHECK(Reader(folder / "store/real.h5").text("note") == "whole");
}

TEST_CASE("target: links to links are followed, relative ones from their own folder, and circles end") {
  const Folder folder;
  fs::create_directory(folder / "a");
  fs::create_directory(folder / "b");
  fs::create_symlink("../b/second.h5", folder / "a/first.h5");
  fs::create_symlink("real.h5", folder / "b/second.h5");
  CHECK(fs::weakly_canonical(follow_links(folder / "a/first.h5")) == fs::weakly_canonical(folder / "b/real.h5"));
  CHECK(follow_links(folder / "plain.h5") == folder / "plain.h5");
  fs::create_symlink("two.h5", folder / "one.h5");
  fs::create_symlink("one.h5", folder / "two.h5");
  CHECK(fs::is_symlink(follow_links(folder / "one.h5")));
}

TEST_CASE("target: two writers of one name do not disturb each other") {
  const Folder folder;
  Writer first(folder / "fig4.h5", true);
  Writer second(folder / "fig4.h5", true);
  first.text("note", "first", "A note.");
  second.text("note", "second", "A note.");
  second.finish();
  CHECK(Reader(folder / "fig4.h5").text("note") == "second");
  first.finish();
  CHECK(Reader(folder / "fig4.h5").text("note") == "first");
  CHECK(folder.names() == Names{"fig4.h5"});
}
