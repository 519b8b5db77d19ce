// Reasons why a cell of a study must be computed although a cell with its label may exist.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "study/study.hpp"

namespace engram::study {

class Reasons {
 public:
  /// Refers to both arguments, which must outlive it.
  Reasons(const Study& study, const Computed& computed);

  /// Why a cell of the study would be computed: "failed: the analysis gave up", "patterns.npy holds other bytes",
  /// "model.tau_v was 0.009 s and is 0.01 s", "not computed yet". Empty for an existing cell.
  [[nodiscard]] std::string of(std::size_t cell) const;

  /// Whether the study has a cell with that label.
  [[nodiscard]] bool asks_for(const std::string& label) const { return cells_.contains(label); }

  /// If a computed cell differs from a cell of the study only in the libraries of plugins or in the build of engram:
  /// lines with what it was made with, "accepted plugin analysis/recall SUM"; nullopt if anything else differs.
  [[nodiscard]] std::optional<std::string> other_builds(const journals::CellRecord& was, std::size_t cell) const;

  /// Why the study does not use this computed cell.
  [[nodiscard]] std::string of_stale(const journals::CellRecord& record) const;

 private:
  [[nodiscard]] std::string difference(const journals::CellRecord& was, std::size_t cell) const;

  const Study& study_;
  const Computed& computed_;
  std::map<std::string, const journals::CellRecord*> stale_;  ///< by label
  std::map<std::string, std::size_t> cells_;                  ///< by label
};

/// Throws RequestError if the existing result is of another spec, see Computed: nobody has allowed its removal.
void refuse_foreign(const Study& study, const Computed& computed);

/// The same for computed cells that the study does not use; `drops` are the options that allow their removal.
void refuse_stale(const Study& study, const Computed& computed, std::string_view drops);

}  // namespace engram::study
