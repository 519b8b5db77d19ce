#include "evaluation/origins.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "results/dataset_values.hpp"
#include "store/format.hpp"

namespace engram::evaluation {

std::vector<Origin> origins_of(const store::Reader& reader) {
  const std::string group = "provenance/origins/";
  if (!reader.has(group + "setting")) {
    return {};
  }
  const auto cases = reader.column<std::string>(group + "case");
  const auto settings = reader.column<std::string>(group + "setting", cases.size());
  const auto values = reader.column<std::string>(group + "value", cases.size());
  const auto places = reader.column<std::string>(group + "origin", cases.size());
  std::vector<Origin> origins;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    origins.push_back({cases[i], settings[i], values[i], places[i]});
  }
  return origins;
}

std::map<std::string, std::string> record_of_cell(const store::Reader& reader, const std::string& label) {
  const std::string group = "provenance/cells";
  if (!reader.has(group + "/cell")) {
    return {};
  }
  const auto labels = reader.column<std::string>(group + "/cell");
  const auto found = std::ranges::find(labels, label);
  if (found == labels.end()) {
    return {};
  }
  const auto row = static_cast<std::size_t>(found - labels.begin());
  std::map<std::string, std::string> record;
  for (const std::string& name : reader.datasets_in(group)) {
    const Dataset column = reader.dataset(fmt::format("{}/{}", group, name));
    std::visit(
        [&](const auto& values) {
          if (values.size() == labels.size()) {
            record[name] = fmt::format("{}", values[row]);
          }
        },
        column.values);
  }
  return record;
}

std::string provenance_text(const store::Reader& reader, const std::string& name) {
  if (!reader.has("provenance")) {
    return "";
  }
  for (const auto& [word, value] : reader.attributes("provenance")) {
    if (word == name) {
      return std::visit([](const auto& any) { return fmt::format("{}", any); }, value);
    }
  }
  return "";
}

std::vector<UsedPlugin> plugins_of(const store::Reader& reader) {
  constexpr std::size_t fields = 5;
  if (!reader.has("provenance/plugins")) {
    return {};
  }
  const Dataset table = reader.dataset("provenance/plugins");
  const std::vector<std::string> texts = results::texts_of(table);
  if (table.dimensions.size() != 2 || texts.size() % fields != 0) {
    throw RequestError("provenance/plugins is not a table of plugins");
  }
  std::vector<UsedPlugin> plugins;
  for (std::size_t at = 0; at < texts.size(); at += fields) {
    plugins.push_back({texts[at], texts[at + 1], texts[at + 2], texts[at + 3], texts[at + 4]});
  }
  return plugins;
}

namespace {

/// The files in a table of the provenance.
std::vector<InputFile> files_in(const store::Reader& reader, const std::string& name) {
  const std::string table = "provenance/" + name;
  const std::string table_of_sums = table + "_sha256";
  if (!reader.has(table) || !reader.has(table_of_sums)) {
    return {};
  }
  const std::vector<std::string> files = results::texts_of(reader.dataset(table));
  const std::vector<std::string> sums = results::texts_of(reader.dataset(table_of_sums));
  if (files.size() != sums.size()) {
    throw RequestError(fmt::format("{} and {} have different numbers of files", table, table_of_sums));
  }
  std::vector<InputFile> inputs;
  std::ranges::transform(files, sums, std::back_inserter(inputs),
                         [](const std::string& file, const std::string& sum) {
                           return InputFile{file, sum};
                         });
  return inputs;
}

}  // namespace

std::vector<InputFile> inputs_of(const store::Reader& reader) {
  return files_in(reader, "input");
}

std::vector<InputFile> spec_files_of(const store::Reader& reader) {
  return files_in(reader, "spec");
}

std::vector<specification::ExtendedSpec> extended_of(const store::Reader& reader) {
  std::vector<specification::ExtendedSpec> extended;
  for (std::size_t number = 1;; ++number) {
    const std::string group = fmt::format("{}/{}", store::extended_group, number);
    if (!reader.has(group + "/text") || !reader.has(group + "/name")) {
      return extended;
    }
    extended.push_back({reader.text(group + "/name"), reader.text(group + "/text")});
  }
}

}  // namespace engram::evaluation
