#include "app/figure_source.hpp"

#include "spec/spec.hpp"

namespace engram::app {

std::map<std::string, std::string> FigureSource::settings(const std::string& case_label) const {
  const std::string prefix = case_label.empty() ? "" : "cases/" + case_label + "/";
  return spec::settings(reader_.text(prefix + "spec/resolved"));
}

}  // namespace engram::app
