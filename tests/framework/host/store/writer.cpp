// Groups, attributes and texts; the end of a file; many threads.
#include "store/writer.hpp"

#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "catch.hpp"
#include "result_folder.hpp"
#include "store/reader.hpp"

using Catch::Matchers::Message;
using engram::store::AttributeValue;
using engram::store::Reader;
using engram::store::Writer;
using engram::store::test::Folder;

TEST_CASE("writer: a file says what it is") {
  const Folder folder;
  Writer(folder / "r.h5", false).finish();
  const Reader reader(folder / "r.h5");
  CHECK(reader.attribute("", "format") == AttributeValue("engram-result"));
  CHECK(reader.attribute("", "format_version") == AttributeValue(std::int64_t{2}));
  CHECK(reader.attribute("", "status") == AttributeValue("complete"));
}

TEST_CASE("writer: a status that was set stays") {
  const Folder folder;
  {
    Writer writer(folder / "r.h5", false);
    writer.attribute("", "status", "stopped");
    writer.finish();
  }
  CHECK(Reader(folder / "r.h5").attribute("", "status") == AttributeValue("stopped"));
}

TEST_CASE("writer: attributes come back, however many and however long, and the last value holds") {
  const Folder folder;
  const std::string long_text(100'000, 'x');
  {
    Writer writer(folder / "r.h5", false);
    for (int i = 0; i < 30; ++i) {
      writer.attribute("many", "number_" + std::to_string(i), i);
    }
    writer.attribute("many", "number_3", 2.5);
    writer.attribute("many", "long", long_text);
    writer.attribute("/many/", "empty", "");
    writer.finish();
  }
  const Reader reader(folder / "r.h5");
  CHECK(reader.attribute("many", "number_3") == AttributeValue(2.5));
  CHECK(reader.attribute("many", "number_29") == AttributeValue(std::int64_t{29}));
  CHECK(reader.attribute("many", "long") == AttributeValue(long_text));
  CHECK(reader.attribute("many", "empty") == AttributeValue(""));
  CHECK(reader.attributes("many").size() == 32);
  CHECK(reader.attributes("many").front().first == "number_0");
}

TEST_CASE("writer: lists are in the order of writing") {
  const Folder folder;
  {
    Writer writer(folder / "r.h5", false);
    writer.text("spec/resolved", "b", "Spec.");
    writer.text("spec/original", "a", "Spec.");
    for (const char* label : {"real_loop", "binary_loop", "real_single"}) {
      writer.group("cases/" + std::string(label) + "/analyses");
    }
    writer.finish();
  }
  const Reader reader(folder / "r.h5");
  CHECK(reader.datasets() == std::vector<std::string>{"spec/resolved", "spec/original"});
  CHECK(reader.case_labels() == std::vector<std::string>{"real_loop", "binary_loop", "real_single"});
  CHECK(reader.groups() == std::vector<std::string>{"spec", "cases"});
}

TEST_CASE("writer: a path is made of names") {
  const Folder folder;
  Writer writer(folder / "r.h5", false);
  CHECK_THROWS_MATCHES(writer.group("a//b"), std::logic_error,
                       Message("'a//b' cannot be a path in a result file: '' is not a name"));
  CHECK_THROWS_MATCHES(writer.group("cases/.."), std::logic_error,
                       Message("'cases/..' cannot be a path in a result file: '..' is not a name"));
  CHECK_THROWS_MATCHES(writer.attribute("cases/x ", "a", 1.0), std::logic_error,
                       Message("'cases/x ' cannot be a path in a result file: 'x ' is not a name"));
  CHECK_THROWS_AS(writer.text("a/\n", "", ""), std::logic_error);
}

TEST_CASE("writer: a group is completed with those below it, and none whose name begins like it") {
  const Folder folder;
  Writer writer(folder / "r.h5", false);
  const std::vector<std::string> others{"cases/ab", "cases/a-b", "cases/a.b", "cases/a0", "cases/b", "cases"};
  // A dataset is complete only with its coordinate, which is recorded later.
  const auto begin = [&](const std::string& group) {
    writer.group(group).record({"x", {"i"}, {2}, std::vector<double>{1, 2}, "1", "X.", {"later"}});
  };
  for (const std::string& group : others) {
    begin(group);
  }
  begin("cases/a");
  begin("cases/a/deep/er");
  writer.complete("cases/a");
  CHECK(writer.failures().size() == 2);
  for (const std::string& group : others) {
    writer.group(group).record({"later", {"i"}, {2}, std::vector<double>{3, 4}, "1", "Later."});
  }
  writer.finish();
  const Reader reader(folder / "r.h5");
  const auto failures = reader.failures();
  REQUIRE(failures.size() == 2);
  for (const auto& failure : failures) {
    CAPTURE(failure.group);
    CHECK((failure.group == "cases/a" || failure.group == "cases/a/deep/er"));
    CHECK_THAT(failure.sentence, Catch::Contains("'later', which was never recorded"));
  }
  for (const std::string& group : others) {
    CHECK(reader.dataset(group + "/x").coordinates == std::vector<std::string>{"later"});
  }
}

TEST_CASE("writer: nothing can be written to a finished file") {
  const Folder folder;
  Writer writer(folder / "r.h5", false);
  engram::Recorder& recorder = writer.group("a");
  writer.finish();
  const auto finished = Message((folder / "r.h5").string() + " is finished: nothing can be written to it");
  CHECK_THROWS_MATCHES(recorder.scalar("x", 1, "1", "X."), std::logic_error, finished);
  CHECK_THROWS_MATCHES(recorder.failure("x"), std::logic_error, finished);
  CHECK_THROWS_MATCHES(writer.group("b"), std::logic_error, finished);
  CHECK_THROWS_MATCHES(writer.finish(), std::logic_error, finished);
}

TEST_CASE("writer: threads write and read side by side") {
  const Folder folder;
  Writer writer(folder / "r.h5", false);
  constexpr int threads = 8;
  constexpr int datasets = 20;
  const auto in_threads = [](const auto& work) {
    std::vector<std::jthread> all;
    all.reserve(threads);
    for (int thread = 0; thread < threads; ++thread) {
      all.emplace_back(work, thread);
    }
  };
  in_threads([&](int thread) {
    engram::Recorder& recorder = writer.group("cases/" + std::to_string(thread));
    for (int i = 0; i < datasets; ++i) {
      recorder.record({fmt::format("x{}", i), {"i"}, {100}, std::vector<double>(100, thread), "1", "X."});
    }
    recorder.failure("thread " + std::to_string(thread));
    // Mistakes in one thread go through the error stack of HDF5, and must not reach other threads.
    CHECK_THROWS_AS(Reader(folder / "missing.h5"), engram::RequestError);
  });
  CHECK(writer.failures().size() == threads);
  writer.finish();
  const Reader reader(folder / "r.h5");
  std::vector<int> right(threads);
  in_threads([&](int thread) {
    for (int i = 0; i < datasets; ++i) {
      const auto read = reader.dataset("cases/" + std::to_string(thread) + "/x" + std::to_string(i));
      right[static_cast<std::size_t>(thread)] +=
          read.values == decltype(read.values)(std::vector<double>(100, thread));
    }
  });
  CHECK(right == std::vector<int>(threads, datasets));
}
