// A result file as a source of figures.
#pragma once

#include <map>
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
  [[nodiscard]] std::vector<std::string> datasets() const override { return reader_.datasets(); }
  [[nodiscard]] std::vector<std::string> cases() const override { return reader_.case_labels(); }
  [[nodiscard]] std::map<std::string, std::string> settings(const std::string& case_label) const override;

 private:
  const store::Reader& reader_;
};

}  // namespace engram::app
