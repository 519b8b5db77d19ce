#include "panels/labels.hpp"

#include <algorithm>

#include "canvas/text.hpp"
#include "results/dataset_values.hpp"
#include "results/setting_path.hpp"

namespace engram::panels {

std::string plain_words(std::string name) {
  // The column of the summary has the names of the cases, so 'case' is the better label.
  if (name == "case_name") {
    return "case";
  }
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string label_of(const NamedTexts& labels, const std::string& name) {
  const auto found = std::ranges::find(labels, name, &NamedTexts::value_type::first);
  return found == labels.end() ? "" : found->second;
}

std::string label_or(const NamedTexts& labels, const std::string& name, const std::string& otherwise) {
  const std::string label = label_of(labels, name);
  return label.empty() ? otherwise : label;
}

std::string label_of_path(const NamedTexts& labels, const std::string& path) {
  return label_or(labels, path, label_of(labels, results::last_step(path)));
}

std::string label_or_words(const NamedTexts& labels, const std::string& path) {
  std::string label = label_of_path(labels, path);
  return label.empty() ? plain_words(path) : label;
}

std::string without_period(std::string sentence) {
  if (sentence.ends_with('.')) {
    sentence.pop_back();
  }
  return sentence;
}

std::string with_unit(const std::string& text, const std::string& unit) {
  return canvas::capitalised(results::with_unit(text, unit));
}

}  // namespace engram::panels
