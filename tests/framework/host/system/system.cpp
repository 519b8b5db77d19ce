// Child processes, temporary files and folders of a killed process, and text for readers and in files.
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "catch.hpp"
#include "program.hpp"
#include "system/answer.hpp"
#include "system/child_process.hpp"
#include "system/crash_signals.hpp"
#include "system/descriptor.hpp"
#include "system/file_content.hpp"
#include "system/print.hpp"
#include "system/reading.hpp"
#include "system/temporary.hpp"
#include "system/visible_text.hpp"

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using namespace engram;
using namespace engram::system;

namespace {

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// Runs work in another process, which is then killed.
template <class Work>
void in_killed_process(Work work) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::raise(SIGKILL);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("system: a program has its words as they are, and its folder") {
  const test::Workshop folder;
  const std::string odd = "a 'b' \"c\" $(touch x) `touch y`\n* \\";
  const auto ended = run({"sh", {"-c", "printf %s \"$1\"; pwd; echo oops >&2; exit 3", "sh", odd}, folder.folder()});
  REQUIRE(ended);
  CHECK(ended->output == odd + fs::canonical(folder.folder()).string() + "\n");
  CHECK(ended->errors == "oops\n");
  CHECK(ended->exit_code == 3);
  CHECK_FALSE(ended->succeeded());
  CHECK(fs::is_empty(folder.folder()));
  CHECK(run({"sh", {"-c", "kill -9 $$"}, {}})->signal == SIGKILL);
  CHECK_FALSE(run({"no_such_program_of_engram", {}, {}}));
}

TEST_CASE("system: a temporary folder goes with its object, and what a killed process left goes with the next") {
  const test::Workshop folder;
  {
    const TemporaryFolder mine(folder.folder(), "work");
    std::ofstream(mine.path() / "file") << "x";
    // The folder of a living process stays.
    const TemporaryFolder other(folder.folder(), "work");
    CHECK(fs::exists(mine.path() / "file"));
    CHECK(entries(folder.folder()) == 2);
  }
  CHECK(fs::is_empty(folder.folder()));
  in_killed_process([&] {
    auto* const lost = new TemporaryFolder(folder.folder(), "work");
    std::ofstream(lost->path() / "file") << "x";
  });
  fs::create_directory(folder / "work-of-a-user");
  CHECK(entries(folder.folder()) == 2);
  { const TemporaryFolder next(folder.folder(), "work"); }
  CHECK(entries(folder.folder()) == 1);
  CHECK_THROWS_AS(TemporaryFolder(folder / "none", "work"), std::system_error);
}

TEST_CASE("system: processes that make temporary folders at the same time keep them") {
  const test::Workshop folder;
  std::array<pid_t, 4> children{};
  for (pid_t& child : children) {
    child = ::fork();
    if (child == 0) {
      bool all_there = true;
      for (int round = 0; round < 300; ++round) {
        const TemporaryFolder mine(folder.folder(), "work");
        all_there = all_there && static_cast<bool>(std::ofstream(mine.path() / "file") << "x");
        PartFile part(folder.folder(), "r.h5");
        part.open();
        all_there = all_there && fs::exists(part.path());
      }
      ::_exit(all_there ? 0 : 1);
    }
  }
  for (const pid_t child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  CHECK(fs::is_empty(folder.folder()));
}

TEST_CASE(
    "system: an unfinished file goes unless it is released, and what a killed process left goes with the next") {
  const test::Workshop folder;
  {
    PartFile part(folder.folder(), "r.h5");
    part.open();
    CHECK(fs::exists(part.path()));
    PartFile other(folder.folder(), "r.h5");
    other.open();
    CHECK(fs::exists(part.path()));
    fs::rename(other.path(), folder / "r.h5");
    other.release();
  }
  CHECK(entries(folder.folder()) == 1);
  in_killed_process([&] {
    PartFile lost(folder.folder(), "r.h5");
    lost.open();
    ::raise(SIGKILL);
  });
  folder.write(".r.h5.mine.part", "a file of a user");
  folder.write(".other.h5.1-12345678.part", "of another result");
  CHECK(entries(folder.folder()) == 4);
  {
    PartFile next(folder.folder(), "r.h5");
    next.open();
  }
  CHECK(entries(folder.folder()) == 3);
}

TEST_CASE("system: a handler of signals removes the unfinished files of its own process") {
  const test::Workshop folder;
  PartFile part(folder.folder(), "r.h5");
  part.open();
  const pid_t child = ::fork();
  if (child == 0) {
    Perishable::remove_all();
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  CHECK(fs::exists(part.path()));
  Perishable::remove_all();
  CHECK_FALSE(fs::exists(part.path()));
}

TEST_CASE("system: a crash after a file was read is the damage of that file, and a crash without one is not") {
  const test::Workshop folder;
  const bool was_read = GENERATE(true, false);
  const fs::path errors = folder.write("errors", "");
  const pid_t child = ::fork();
  if (child == 0) {
    (void)!::freopen(errors.c_str(), "w", stderr);
    // In place of Catch's handler.
    (void)::signal(SIGABRT, SIG_DFL);
    install_crash_handlers();
    if (was_read) {
      const ReadFile file("a.h5");
      const Reading reading(file);
    }
    std::abort();
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 2) == was_read);
  CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) == !was_read);
  CHECK(test::read(errors) == (was_read
                                   ? "engram: error: the process crashed after it read a.h5, which may be damaged; "
                                     "take a copy of the file from elsewhere, or compute it again\n"
                                   : ""));
}

TEST_CASE("system: a handler of signals removes a folder after the files in it, and leaves one with other files") {
  const test::Workshop folder;
  const bool has_other = GENERATE(false, true);
  fs::create_directory(folder / "cells");
  folder.write("cells/lock", "");
  if (has_other) {
    folder.write("cells/notes", "mine");
  }
  const Perishable file(folder / "cells/lock");
  const Perishable itself(folder / "cells");
  { const Perishable kept(folder / "cells/notes"); }
  Perishable::remove_all();
  CHECK_FALSE(fs::exists(folder / "cells/lock"));
  CHECK(fs::exists(folder / "cells") == has_other);
}

TEST_CASE("system: characters that command a terminal or disguise a text are shown as their numbers") {
  CHECK(visible_text("a\tb\nc \u00e9 \u2014 \u6f22 \U0001f600") == "a\tb\nc \u00e9 \u2014 \u6f22 \U0001f600");
  CHECK(visible_text("\x1b[2J\x7f\r") == "\\x1b[2J\\x7f\\x0d");
  CHECK(visible_text("a\u009b31mb\u0085") == "a\\x9b31mb\\x85");
  CHECK(visible_text("\u202egnp.\u2066x\u2069") == "\\u{202e}gnp.\\u{2066}x\\u{2069}");
  CHECK(visible_text("a\u200bb\ufeff\u00ad\u2028\U000e0041") == "a\\u{200b}b\\u{feff}\\u{ad}\\u{2028}\\u{e0041}");
  // Bytes that are not UTF-8, among them C1 controls of one byte, overlong forms and surrogates.
  CHECK(visible_text("\x9b"
                     "2J\xc1\x81\xe2\x80") == "\\x9b2J\\xc1\\x81\\xe2\\x80");
  CHECK(visible_text("\xed\xa0\x80\xf4\x90\x80\x80") == "\\xed\\xa0\\x80\\xf4\\x90\\x80\\x80");
}

TEST_CASE("system: text is printed as visible text, and a failure to print is reported") {
  const test::Workshop folder;
  std::FILE* const file = std::fopen((folder / "printed").c_str(), "w");
  REQUIRE(file != nullptr);
  print(file, "{} {}\n", 1, "\x1b[2J");
  std::fclose(file);
  CHECK(test::read(folder / "printed") == "1 \\x1b[2J\n");
  std::FILE* const reader = std::fopen((folder / "printed").c_str(), "r");
  REQUIRE(reader != nullptr);
  CHECK_THROWS_AS(print(reader, "x"), std::system_error);
  std::fclose(reader);
}

TEST_CASE("system: a text file is written completely, and a message says why it cannot be") {
  const test::Workshop folder;
  write_text_file(folder / "page.html", "first", "the page");
  fs::create_symlink("page.html", folder / "link.html");
  write_text_file(folder / "link.html", "second", "the page");
  CHECK(content_of(folder / "page.html") == "second");
  CHECK(fs::is_symlink(folder / "link.html"));
  CHECK(entries(folder.folder()) == 2);
  write_text_file("/dev/null", "third", "the page");
  CHECK(fs::is_character_file("/dev/null"));

  CHECK_THROWS_AS(write_text_file(folder.folder(), "x", "the page"), RequestError);
  CHECK_THROWS_WITH(write_text_file(folder.folder(), "x", "the page"),
                    Contains("cannot write the page " + folder.folder().string() + ": it is a folder"));
  CHECK_THROWS_WITH(write_text_file(folder / "none/page.html", "x", "the page"),
                    Contains("there is no folder " + (folder / "none").string()));
  CHECK_THROWS_WITH(write_text_file("/dev/full", "x", "the page"), Contains("No space left on device"));
  CHECK(entries(folder.folder()) == 2);
}

TEST_CASE("system: a question is answered by another process, which may be late or crash") {
  using namespace std::chrono_literals;
  constexpr std::size_t megabyte = std::size_t{1} << 20U;
  const auto ask = [&](const Question& question) { return answer_within(500ms, {100 * megabyte}, question); };
  const Answer whole = ask([](const Say& say) {
    say("one ");
    say("two");
  });
  CHECK(whole.text == "one two");
  CHECK(whole.end == Answer::End::whole);

  const auto start = std::chrono::steady_clock::now();
  const Answer late = ask([](const Say& say) {
    say("begun");
    ::sleep(30);
  });
  CHECK(late.text == "begun");
  CHECK(late.end == Answer::End::late);
  CHECK(std::chrono::steady_clock::now() - start < 10s);

  CHECK(ask([](const Say&) { ::raise(SIGSEGV); }).end == Answer::End::crashed);
  CHECK(ask([](const Say&) { throw std::runtime_error("no"); }).end == Answer::End::crashed);
#ifndef ENGRAM_SANITIZED  // a sanitizer ends a process that has no memory left
  const Answer large = ask([&](const Say& say) {
    try {
      const std::string much(1000 * megabyte, 'a');
      say(much.substr(0, 1));
    } catch (const std::bad_alloc&) {
      say("no memory");
    }
  });
  CHECK(large.text == "no memory");
#endif
}

TEST_CASE("system: a process that answers a question keeps no file open, and ends with the one that asked") {
  const test::Workshop folder;
  folder.write("file", "");
  const Descriptor file(folder / "file", O_RDWR);
  const auto open_files = [](const Say& say) {
    for (int id = 4; id < 100; ++id) {
      say(::fcntl(id, F_GETFD) >= 0 ? std::to_string(id) : "");
    }
  };
  CHECK(answer_within(std::chrono::seconds(5), {std::size_t{1} << 30U, false}, open_files).text.empty());

  in_killed_process([&] {
    const pid_t parent = ::getpid();
    answer_within(std::chrono::seconds(60), {}, [&](const Say&) {
      std::ofstream(folder / "number") << ::getpid() << "\n";
      ::kill(parent, SIGKILL);
      ::sleep(60);
    });
  });
  const auto number = static_cast<pid_t>(std::stol(test::read(folder / "number")));
  bool runs = true;
  for (int tries = 0; runs && tries < 500; ++tries) {
    runs = ::kill(number, 0) == 0;
    ::usleep(10'000);
  }
  CHECK_FALSE(runs);
}
