// A result file as a source of figures.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "figures/source.hpp"
#include "specification/spec.hpp"
#include "store/reader.hpp"

namespace engram::evaluation {

/// Refers to the reader, which must outlive it. Settings are read at each call; a figures::CachedSource remembers
/// them.
class FigureSource : public figures::Source {
 public:
  explicit FigureSource(const store::Reader& reader) : reader_(reader) {}

  [[nodiscard]] Dataset dataset(const std::string& path) const override { return reader_.dataset(path); }
  [[nodiscard]] std::vector<std::string> datasets() const override { return reader_.datasets(); }
  [[nodiscard]] std::vector<std::string> cases() const override { return reader_.case_labels(); }
  [[nodiscard]] std::map<std::string, std::string> settings(const std::string& case_label) const override;
  [[nodiscard]] std::set<std::string> default_settings(const std::string& case_label) const override;
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
  mutable std::optional<std::vector<KnownSettings>> known_;
  mutable std::optional<specification::Cells> cells_;  ///< of the stored spec; read when a panel first needs a place
};

}  // namespace engram::evaluation
