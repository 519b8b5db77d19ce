// A result file as a source of figures and claims.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "results/source.hpp"
#include "specification/cell_choice.hpp"
#include "specification/spec.hpp"
#include "store/reader.hpp"

namespace engram::evaluation {

/// Refers to the reader, which must outlive it. Remembers cases and settings; datasets may be large and are
/// read at each call.
class StoredResult final : public results::Source {
 public:
  explicit StoredResult(const store::Reader& reader);

  [[nodiscard]] Dataset dataset(const std::string& path) const override { return reader_.dataset(path); }
  [[nodiscard]] Dataset outline(const std::string& path) const override { return reader_.outline(path); }
  [[nodiscard]] bool has(const std::string& path) const override { return reader_.has_dataset(path); }
  using results::Source::datasets;
  [[nodiscard]] std::vector<std::string> datasets(const std::string& group) const override {
    return reader_.datasets(group);
  }
  [[nodiscard]] std::vector<std::string> cases() const override { return labels_; }
  [[nodiscard]] std::map<std::string, std::string> settings(const std::string& case_label) const override;
  [[nodiscard]] std::set<std::string> default_settings(const std::string& case_label) const override;
  [[nodiscard]] std::string advice_on_missing() const override;
  [[nodiscard]] std::string cell_at(const std::string& case_name, const NamedTexts& at) const override;

 private:
  /// A setting in the first run of a case.
  struct Known {
    std::string value;
    std::optional<std::string> standard;  ///< empty if the default is unknown, or if there is no default
  };
  using KnownSettings = std::map<std::string, Known>;

  /// The settings of each case with their defaults; read at the first call.
  [[nodiscard]] const std::vector<KnownSettings>& known() const;

  const store::Reader& reader_;
  std::vector<std::string> labels_;
  mutable std::map<std::string, std::map<std::string, std::string>> settings_;  ///< by case
  mutable std::map<std::string, std::set<std::string>> defaults_;               ///< by case
  mutable std::optional<std::vector<KnownSettings>> known_;
  mutable std::optional<specification::Cells> cells_;  ///< of the stored spec; read when a panel first needs a place
};

}  // namespace engram::evaluation
