#include "values/value_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <engram/file_patterns.hpp>
#include <engram/words.hpp>

#include "values/describe.hpp"
#include "values/quantity.hpp"
#include "yaml/text.hpp"

namespace engram::values {

namespace {

/// Reads one value; its functions report mistakes and then return std::nullopt.
class ValueReader {
 public:
  ValueReader(const Parameter& parameter, const std::string& subject, const std::string& folder,
              yaml::Problems& problems)
      : parameter_(parameter), subject_(subject), folder_(folder), problems_(problems) {}

  std::optional<Value> read(const yaml::Node& node) const {
    if (is_left_out(node, parameter_)) {
      return Value{};
    }
    switch (parameter_.type) {
      case ValueType::boolean:
        return boolean(node);
      case ValueType::integer:
        return number<std::int64_t>(node);
      case ValueType::real:
        return number<double>(node);
      case ValueType::text:
        return text(node);
      case ValueType::choice:
        return choice(node);
      case ValueType::integers:
        return list<std::int64_t>(node, ValueType::integer);
      case ValueType::reals:
        return list<double>(node, ValueType::real);
      case ValueType::texts:
        return list<std::string>(node, ValueType::text);
      case ValueType::choice_or_pairs:
        if (node.is_sequence()) {
          return pairs(node);
        }
        return choice(node);
      case ValueType::named_texts:
        return named_texts(node);
      case ValueType::part:
      case ValueType::parts:
        break;
    }
    throw std::logic_error("parts are read elsewhere");
  }

 private:
  std::nullopt_t refuse(const yaml::Node& node, const std::string& complaint = "") const {
    std::vector<std::string> notes;
    if (!complaint.empty()) {
      notes.push_back(complaint);
    }
    problems_.add(node.mark(), subject_ + " takes " + type_text(parameter_) + "; found " + yaml::found_text(node),
                  std::move(notes));
    return std::nullopt;
  }

  template <class T>
  [[nodiscard]] Reading<T> reading_of(const yaml::Node& node) const {
    if constexpr (std::is_same_v<T, double>) {
      return read_real(node, parameter_.unit);
    } else {
      return read_integer(node, parameter_.unit);
    }
  }

  template <class T>
  std::optional<T> number(const yaml::Node& node) const {
    const Reading<T> reading = reading_of<T>(node);
    if (!reading.value) {
      return refuse(node, reading.complaint);
    }
    if (!parameter_.limits.allow(static_cast<double>(*reading.value))) {
      problems_.add(node.mark(), subject_ + " must be " + range_text(parameter_.limits, parameter_.unit) + ", not " +
                                     yaml::in_quotes(node.text()));
      return std::nullopt;
    }
    return reading.value;
  }

  [[nodiscard]] std::optional<bool> boolean(const yaml::Node& node) const {
    if (node.is_scalar() && !node.quoted() && (node.text() == "true" || node.text() == "false")) {
      return node.text() == "true";
    }
    constexpr std::array<std::string_view, 8> other_words{"on", "off", "yes", "no", "y", "n", "0", "1"};
    std::string lower(node.text());
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
    const bool means_it =
        std::ranges::find(other_words, lower) != other_words.end() || lower == "true" || lower == "false";
    return refuse(node, means_it ? "write true or false, without quotes" : "");
  }

  [[nodiscard]] std::optional<std::string> text(const yaml::Node& node) const {
    if (!node.is_scalar()) {
      return refuse(node, node.is_null() && !parameter_.names_files ? "write \"\" for an empty text" : "");
    }
    if (!parameter_.names_files) {
      return node.text();
    }
    if (node.text().empty() && parameter_.required) {
      return refuse(node, "write the name of a file");
    }
    return path_of_file(node, parameter_, folder_);
  }

  [[nodiscard]] std::optional<std::string> choice(const yaml::Node& node) const {
    if (!node.is_scalar()) {
      return refuse(node);
    }
    if (std::ranges::find(parameter_.choices, node.text()) != parameter_.choices.end()) {
      return node.text();
    }
    return refuse(node, did_you_mean(node.text(), parameter_.choices));
  }

  /// Reads a list; a single value is a list of one item.
  template <class T>
  std::optional<std::vector<T>> list(const yaml::Node& node, ValueType item_type) const {
    if (node.is_mapping() || node.is_null()) {
      return refuse(node);
    }
    Parameter item_parameter = parameter_;
    item_parameter.type = item_type;
    item_parameter.required = true;
    const std::string item_subject = node.is_sequence() ? "an item of " + subject_ : subject_;
    const ValueReader item_reader(item_parameter, item_subject, folder_, problems_);
    const std::vector<yaml::Node> items = node.is_sequence() ? node.items() : std::vector{node};
    std::vector<T> values;
    for (const yaml::Node& item : items) {
      if (std::optional<Value> value = item_reader.read(item)) {
        values.push_back(std::move(std::get<T>(*value)));
      }
    }
    return values.size() == items.size() ? std::optional{std::move(values)} : std::nullopt;
  }

  /// Whether a node is a single value or a list of single values.
  static bool is_plain(const yaml::Node& node) {
    return node.is_scalar() || node.is_null() ||
           (node.is_sequence() && std::ranges::all_of(node.items(), [](const yaml::Node& item) {
              return item.is_scalar() || item.is_null();
            }));
  }

  [[nodiscard]] std::optional<NamedTexts> named_texts(const yaml::Node& node) const {
    if (!node.is_mapping()) {
      return refuse(node);
    }
    NamedTexts texts;
    for (const yaml::Node::Entry& entry : node.entries()) {
      if (!is_plain(entry.value)) {
        problems_.add(
            entry.value.mark(),
            yaml::in_quotes(entry.key) + " of " + subject_ + " takes a text; found " + yaml::found_text(entry.value),
            {"name a part as the labels of cells do, such as tanh or \"tanh(gain=0.3)\""});
      } else {
        texts.emplace_back(entry.key, yaml::flow_text(entry.value));
      }
    }
    return texts.size() == node.entries().size() ? std::optional{std::move(texts)} : std::nullopt;
  }

  [[nodiscard]] std::optional<Pairs> pairs(const yaml::Node& node) const {
    Pairs pairs;
    for (const yaml::Node& item : node.items()) {
      if (!item.is_sequence() || item.items().size() != 2) {
        refuse(item, "each pair is written [from, to]");
        continue;
      }
      const auto from = index(item.items().front());
      const auto to = index(item.items().back());
      if (from && to) {
        pairs.push_back({*from, *to});
      }
    }
    return pairs.size() == node.items().size() ? std::optional{std::move(pairs)} : std::nullopt;
  }

  [[nodiscard]] std::optional<std::int64_t> index(const yaml::Node& node) const {
    const Reading<std::int64_t> reading = read_integer(node, "1");
    if (!reading.value || *reading.value < 0) {
      return refuse(node,
                    reading.complaint.empty() ? "indices are whole numbers, counted from 0" : reading.complaint);
    }
    return reading.value;
  }

  const Parameter& parameter_;
  const std::string& subject_;
  const std::string& folder_;
  yaml::Problems& problems_;
};

}  // namespace

bool starts_elsewhere(const yaml::Mark& mark) {
  return !mark.is_in_file() || !mark.source->folder.empty();
}

std::string absolute_path(const std::string& file, const yaml::Mark& mark, const std::string& folder) {
  namespace fs = std::filesystem;
  const fs::path start = !mark.is_in_file()             ? fs::path()
                         : !mark.source->folder.empty() ? fs::path(mark.source->folder)
                         : folder.empty()               ? fs::path(mark.source->name).parent_path()
                                                        : fs::path(folder);
  return file.empty() ? file : fs::absolute(start / file).lexically_normal().string();
}

std::string path_of_file(const yaml::Node& node, const Parameter& parameter, const std::string& folder) {
  namespace fs = std::filesystem;
  std::string path = absolute_path(node.text(), node.mark(), folder);
  if (!parameter.takes_patterns || path.empty()) {
    return path;
  }
  std::error_code none;
  if (fs::exists(path, none)) {
    return pattern_of(path);
  }
  const fs::path start = pattern_of(absolute_path("./", node.mark(), folder));
  return (start / node.text()).lexically_normal().string();
}

bool is_left_out(const yaml::Node& node, const Parameter& parameter) {
  const bool has_default =
      !std::holds_alternative<std::monostate>(parameter.default_value) || !parameter.part_default.empty();
  if (parameter.required || has_default) {
    return false;
  }
  const bool is_number = parameter.type == ValueType::real || parameter.type == ValueType::integer;
  return node.is_null() || (is_number && node.is_scalar() && !node.quoted() && node.text() == "none");
}

std::optional<Value> read_value(const yaml::Node& node, const Parameter& parameter, const std::string& subject,
                                yaml::Problems& problems, const std::string& folder) {
  return ValueReader(parameter, subject, folder, problems).read(node);
}

}  // namespace engram::values
