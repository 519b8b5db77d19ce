#include "study/origins.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace engram::study {

void record_origins(const spec::Spec& spec, Recorder& recorder) {
  std::set<std::string> swept;
  for (const spec::Axis& axis : spec.cases.axes()) {
    swept.insert(axis.settings.begin(), axis.settings.end());
  }
  std::vector<std::string> cases;
  std::vector<std::string> paths;
  std::vector<std::string> values;
  std::vector<std::string> origins;
  std::vector<std::string> defaults;
  std::set<std::string> seen;
  for (std::size_t cell = 0; cell < spec.cases.size(); ++cell) {
    const std::string name = spec.cases.axes().empty() ? spec.cases.label(cell) : spec.cases.case_name(cell);
    if (!seen.insert(name).second) {
      continue;
    }
    const spec::ExperimentSpec& experiment = spec.cases[cell];
    std::map<std::string, std::string> of_parameters = spec::defaults_of(experiment);
    for (const auto& [path, setting] : spec::settings_of(experiment)) {
      defaults.push_back(std::move(of_parameters[path]));
      cases.push_back(name);
      paths.push_back(path);
      values.push_back(spec::text_of(setting));
      origins.push_back(swept.contains(path) ? "sweep" : experiment.origin_of(path));
    }
  }
  const Index count = std::ssize(paths);
  const auto column = [&](const std::string& name, std::vector<std::string> texts, const std::string& sentence) {
    recorder.record({name, {"setting"}, {count}, std::move(texts), "", sentence});
  };
  column("setting", std::move(paths), "Dotted path in the spec.");
  column("case", std::move(cases), "Case that the setting is of; empty if there is one run.");
  column("value", std::move(values), "Its value in the first run of the case.");
  column("default", std::move(defaults), "Default of its parameter; empty if there is none.");
  column("origin", std::move(origins), "Place in a file, option, 'default', or 'sweep' if cells differ.");
}

}  // namespace engram::study
