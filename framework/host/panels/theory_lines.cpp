#include "panels/theory_lines.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <utility>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "panels/labels.hpp"
#include "results/setting_number.hpp"
#include "theory/curve.hpp"

namespace engram::panels {

namespace {

/// The word for the data in the legend, beside the names of the theories; `labels` may replace it.
const std::string data_word = "simulation";

/// Places at which a curve is computed.
constexpr std::size_t samples = 161;

std::string named(const std::string& label) {
  return fmt::format("theory '{}'", label);
}

/// The numbers of the settings in a formula, which all cases have in common.
std::vector<double> settings_of(const std::string& label, const theory::Curve& curve,
                                const std::vector<std::string>& cases, const results::Source& source) {
  std::vector<std::string> common;
  for (const std::string& name : curve.settings().empty() ? std::vector<std::string>{} : cases) {
    const std::map<std::string, std::string> settings = source.settings(name);
    for (std::size_t at = 0; at < curve.settings().size(); ++at) {
      const std::string& path = curve.settings()[at];
      const std::string& text = results::setting_text(settings, path, named(label));
      if (at == common.size()) {
        common.push_back(text);
      } else if (common[at] != text) {
        throw RequestError(
            fmt::format("{}: {} is {} in one cell of the panel and {} in another; write x, or a number for each line",
                        named(label), path, common[at], text));
      }
    }
  }
  std::vector<double> numbers;
  for (std::size_t at = 0; at < common.size(); ++at) {
    numbers.push_back(results::setting_number(common[at], curve.settings()[at], named(label)));
  }
  return numbers;
}

std::vector<double> places_on(const Panel& panel, const Curves& curves) {
  const Extent data = curves.x_extent();
  const double from = panel.x_min.value_or(data.low);
  const double to = panel.x_max.value_or(data.high);
  std::vector<double> places;
  for (std::size_t at = 0; at < samples; ++at) {
    const double part = static_cast<double>(at) / static_cast<double>(samples - 1);
    places.push_back(panel.x_scale == Scale::log ? from * std::pow(to / from, part) : from + part * (to - from));
  }
  return places;
}

}  // namespace

void check_theory(const Panel& panel, const std::vector<std::string>& cases, const results::Source& source) {
  for (const auto& [label, formula] : panel.theory) {
    (void)settings_of(label, theory::Curve(formula), cases, source);
  }
}

void add_theory(const Panel& panel, const std::vector<std::string>& cases, const results::Source& source,
                Curves& curves) {
  if (panel.theory.empty()) {
    return;
  }
  if (!curves.x_words.empty()) {
    throw RequestError(
        fmt::format("{} needs numbers on the x axis, which has words", named(panel.theory.front().first)));
  }
  if (curves.groups.size() == 1 && curves.groups.front().empty()) {
    curves.groups.front() = label_or(panel.labels, data_word, data_word);
  }
  const std::vector<double> places = places_on(panel, curves);
  for (const auto& [label, formula] : panel.theory) {
    theory::Curve theory(formula);
    const std::vector<double> settings = settings_of(label, theory, cases, source);
    Curve line{places, {}, {}, {}, curves.groups.size(), false};
    for (const double x : places) {
      const double y = theory.at(x, settings);
      line.y.push_back(panel.y_scale == Scale::log && !(y > 0) ? std::numeric_limits<double>::quiet_NaN() : y);
    }
    curves.curves.push_back(std::move(line));
    curves.theories.insert(curves.groups.size());
    curves.groups.push_back(label);
    curves.sentences.push_back(fmt::format("{}: {}.", label, formula));
  }
}

}  // namespace engram::panels
