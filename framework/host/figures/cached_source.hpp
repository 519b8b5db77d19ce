// A source that remembers small data which are read many times.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "figures/source.hpp"

namespace engram::figures {

/// Passes on to another source and remembers paths, cases and settings. Datasets may be large and are not kept.
class CachedSource final : public Source {
 public:
  /// Refers to `source`, which outlives it.
  explicit CachedSource(const Source& source) : source_(source) {}

  [[nodiscard]] Dataset dataset(const std::string& path) const override { return source_.dataset(path); }

  [[nodiscard]] std::vector<std::string> datasets() const override {
    if (!datasets_) {
      datasets_ = source_.datasets();
    }
    return *datasets_;
  }

  [[nodiscard]] std::vector<std::string> cases() const override {
    if (!cases_) {
      cases_ = source_.cases();
    }
    return *cases_;
  }

  [[nodiscard]] std::map<std::string, std::string> settings(const std::string& case_label) const override {
    const auto found = settings_.find(case_label);
    return found != settings_.end() ? found->second
                                    : settings_.emplace(case_label, source_.settings(case_label)).first->second;
  }

  [[nodiscard]] std::set<std::string> default_settings(const std::string& case_label) const override {
    const auto found = defaults_.find(case_label);
    return found != defaults_.end()
               ? found->second
               : defaults_.emplace(case_label, source_.default_settings(case_label)).first->second;
  }

  [[nodiscard]] std::string cell_at(const std::string& case_name, const NamedTexts& at) const override {
    return source_.cell_at(case_name, at);
  }

 private:
  const Source& source_;
  mutable std::optional<std::vector<std::string>> datasets_;
  mutable std::optional<std::vector<std::string>> cases_;
  mutable std::map<std::string, std::map<std::string, std::string>> settings_;
  mutable std::map<std::string, std::set<std::string>> defaults_;
};

}  // namespace engram::figures
