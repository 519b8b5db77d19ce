// load_folders [FOLDER]...: loads the plugins of the folders, of ENGRAM_PLUGIN_PATH and of its own installation, and
// prints the report.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <vector>

#include "plugins/registry.hpp"

int main(int argc, char** argv) {
  try {
    const std::vector<std::filesystem::path> options(argv + 1, argv + argc);
    const auto registry = engram::plugins::load(engram::plugins::search_path(options));
    std::fputs(registry.report_text().c_str(), stdout);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 2;
  }
}
