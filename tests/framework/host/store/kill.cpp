// A process that is killed while it writes leaves the old file or a complete new one.
#include <fmt/format.h>
#include <unistd.h>

#include "catch.hpp"
#include "child.hpp"
#include "result_folder.hpp"
#include "store/reader.hpp"
#include "store/writer.hpp"

using engram::store::Reader;
using engram::store::Writer;
using engram::store::test::Folder;
using engram::store::test::kill_after;

namespace {

constexpr int datasets = 20;
constexpr engram::Index numbers = 3000;

/// Writes one file after the other, each filled with its own number, and reports every step.
void write_for_ever(const std::filesystem::path& path, int progress) {
  const auto step = [&] { (void)!::write(progress, ".", 1); };
  for (int file = 0;; ++file) {
    Writer writer(path, true);
    step();
    for (int i = 0; i < datasets; ++i) {
      writer.group("a").record(
          {fmt::format("x{}", i), {"i"}, {numbers}, std::vector<double>(numbers, file), "1", "X."});
      step();
    }
    writer.finish();
    step();
  }
}

}  // namespace

TEST_CASE("kills: a kill leaves the old file or a whole new one") {
  const Folder folder;
  const auto path = folder / "r.h5";
  constexpr int steps_of_a_file = datasets + 2;
  // Up to the middle of the third file, so that some kills come before any file exists.
  for (int steps = 1; steps < steps_of_a_file * 5 / 2; steps += 2) {
    std::filesystem::remove(path);
    kill_after(steps, [&](int progress) { write_for_ever(path, progress); });
    INFO("killed after " << steps << " steps");
    // The child may be ahead of the progress that was read, but not behind it.
    REQUIRE((steps < steps_of_a_file || std::filesystem::exists(path)));
    if (std::filesystem::exists(path)) {
      const Reader reader(path);
      const double file = std::get<std::vector<double>>(reader.dataset("a/x0").values).front();
      bool whole = true;
      for (int i = 0; i < datasets; ++i) {
        const auto read = reader.dataset("a/x" + std::to_string(i));
        whole = whole && std::get<std::vector<double>>(read.values) == std::vector<double>(numbers, file);
      }
      CHECK(whole);
    }
  }
}
