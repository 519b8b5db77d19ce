// The manual page, engram(1), made from the help texts of the commands, so that it is never out of date.
#include <string>
#include <string_view>
#include <vector>

#include <boost/program_options/cmdline.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include "app/options.hpp"
#include "app/program.hpp"
#include "study/build_info.hpp"

namespace engram::app {

namespace po = boost::program_options;

namespace {

/// Text that roff prints unchanged: hyphens can be copied, and no line is read as a request.
std::string roff(std::string_view text) {
  std::string safe;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) {
      safe += "\\&";
    }
    line_begins = c == '\n';
    if (c == '\\') {
      safe += "\\e";
    } else if (c == '-') {
      safe += "\\-";
    } else if (c == '~') {
      safe += "\\(ti";
    } else {
      safe += c;
    }
  }
  return safe;
}

void print_option(const po::option_description& option) {
  // Without a short name this is the long name again, without its dashes.
  const std::string shortest = option.canonical_display_name(po::command_line_style::allow_dash_for_short);
  const std::string parameter = option.format_parameter();
  app::print(".TP\n{}\\fB{}\\fR{}\n{}\n",
             shortest.starts_with("-") ? fmt::format("\\fB{}\\fR, ", roff(shortest)) : "",
             roff("--" + option.long_name()), parameter.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(parameter)),
             roff(option.description()));
}

void print_command(const Command& command) {
  const Usage usage = usage_of(command);
  app::print(".SS \"{}\"\n{}\n", roff(usage.line), roff(usage.paragraph));
  for (const auto& option : usage.options.options()) {
    // Every command has --help, so the page describes it once.
    if (option->long_name() != "help") {
      print_option(*option);
    }
  }
  app::print(".PP\nFor example:\n.PP\n.nf\n");
  for (const std::string& example : usage.examples) {
    app::print("    {}\n", roff(example));
  }
  app::print(".fi\n");
}

}  // namespace

int manual_command(const std::vector<std::string>& /*arguments*/) {
  app::print(
      ".\\\" Printed by 'engram manual'.\n"
      ".TH ENGRAM 1 \"\" \"engram {}\" \"User Commands\"\n"
      ".SH NAME\nengram \\- experiments with associative memories\n"
      ".SH SYNOPSIS\n\\fBengram\\fR \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]\n.br\n"
      "\\fBengram\\fR \\fICOMMAND\\fR \\fB\\-\\-help\\fR\n.br\n"
      "\\fBengram\\fR \\fB\\-\\-version\\fR\n"
      ".SH DESCRIPTION\n"
      "Describe an experiment in a YAML file, run it into one HDF5 file, draw figures from that file.\n"
      "Models, learning rules and all other parts come from plugins, which anybody may add to.\n"
      ".PP\nThe commands are:\n",
      roff(study::build_info().engram_version));
  for (const Command& command : commands()) {
    app::print(".TP\n\\fB{}\\fR\n{}\n", roff(command.name), roff(command.summary));
  }
  app::print(".SH COMMANDS\n");
  for (const Command& command : commands()) {
    print_command(command);
  }
  app::print(
      ".SH EXIT STATUS\n"
      ".TP\n{}\ndone\n.TP\n{}\nit ran and something failed\n.TP\n{}\nthe request was wrong\n"
      ".SH ENVIRONMENT\n.TP\n\\fBENGRAM_PLUGIN_PATH\\fR\n"
      "Folders, separated by colons, that are searched for plugins after those of \\fB\\-\\-plugin\\-path\\fR and\n"
      "before the program's own, \\fI../lib/engram/plugins\\fR beside the folder of the program.\n"
      ".SH FILES\n.TP\n\\fI../share/engram/experiments\\fR\n"
      "Specs of published figures, to run and to learn from.\n"
      ".TP\n\\fI../share/engram/templates\\fR\nWhat \\fBengram new\\fR writes.\n",
      int{exit_done}, int{exit_failed}, int{exit_refused});
  return exit_done;
}

}  // namespace engram::app
