// A result file as a source of figures.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "figures/source.hpp"
#include "store/reader.hpp"

namespace engram::app {

/// Refers to the reader, which outlives it.
class FigureSource : public figures::Source {
 public:
  explicit FigureSource(const store::Reader& reader) : reader_(reader) {}

  [[nodiscard]] Dataset dataset(const std::string& path) const override { return reader_.dataset(path); }
  [[nodiscard]] std::vector<std::string> datasets() const override {
    if (!paths_) {
      paths_ = reader_.datasets();
    }
    return *paths_;
  }
  [[nodiscard]] std::vector<std::string> cases() const override { return reader_.case_labels(); }
  [[nodiscard]] std::map<std::string, std::string> settings(const std::string& case_label) const override;
  [[nodiscard]] std::set<std::string> default_settings(const std::string& case_label) const override;
  [[nodiscard]] std::string cell_at(const std::string& case_name, const NamedTexts& at) const override;

 private:
  /// A setting in the first run of a case.
  struct Known {
    std::string value;
    std::optional<std::string> standard;  ///< none where the default is not known, or there is none
  };
  using KnownSettings = std::map<std::string, Known>;

  /// The settings of each case with their defaults; read where they are first asked for.
  [[nodiscard]] const std::vector<KnownSettings>& known() const;

  const store::Reader& reader_;
  mutable std::map<std::string, std::map<std::string, std::string>> settings_;
  mutable std::optional<std::vector<KnownSettings>> known_;
  mutable std::optional<std::vector<std::string>> paths_;
};

}  // namespace engram::app
