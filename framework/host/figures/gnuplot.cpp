#include "figures/gnuplot.hpp"

#include <optional>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "system/child_process.hpp"

namespace engram::figures {

namespace {

/// Passes only the variables that find programs, fonts and their caches. gnuplot reads many more, such as GNUTERM and
/// GNUPLOT_DRIVER_DIR, which would change the picture or choose a program to run.
std::vector<std::string> environment(PdfStreams streams) {
  std::vector<std::string> variables = system::environment_with(
      {"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
       "XDG_DATA_DIRS", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"});
  variables.emplace_back("LC_ALL=C.UTF-8");
  if (streams == PdfStreams::readable) {
    variables.emplace_back("CAIRO_DEBUG_PDF=1");
  }
  return variables;
}

}  // namespace

std::string run_gnuplot(const std::filesystem::path& folder, const std::filesystem::path& script,
                        PdfStreams streams) {
  // -d: without the user's settings, which may differ tomorrow.
  const std::optional<system::Ended> ended =
      system::run({"gnuplot", {"-d", script.string()}, folder, environment(streams)});
  if (!ended) {
    throw RunError("gnuplot is not installed: apt-get install gnuplot-nox");
  }
  if (ended->succeeded()) {
    return "";
  }
  std::string text = ended->output + ended->errors;
  if (ended->signal != 0) {
    text += fmt::format("ended by signal {}", ended->signal);
  }
  return text.empty() ? fmt::format("ended with exit code {}", ended->exit_code) : text;
}

}  // namespace engram::figures
