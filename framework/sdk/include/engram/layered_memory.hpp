// Models that store patterns of several parts, such as an image and its label.
#pragma once

#include <numeric>
#include <vector>

#include <engram/error.hpp>
#include <engram/model.hpp>
#include <engram/parameters.hpp>

namespace engram {

/// The layers of a model whose parameter `units` gives their sizes. A model derives from it and declares
/// `.with<LayeredMemory>()`.
struct LayeredMemory : Model, OffersMemories {
  std::vector<Index> layer_sizes;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return std::move(parameters)
        .add(&LayeredMemory::layer_sizes, "units", "1",
             "Number of units; a list gives the parts of a pattern, such as an image and its label, a size each.",
             {.min = 1, .required = true});
  }

  /// For the author's check().
  void check() const {
    if (layer_sizes.empty()) {
      throw ParameterError("units", "units needs at least one number");
    }
  }

  [[nodiscard]] Index units() const override {
    return std::accumulate(layer_sizes.begin(), layer_sizes.end(), Index{0});
  }
  [[nodiscard]] std::vector<Index> layers() const override { return layer_sizes; }
  [[nodiscard]] virtual Index stored_patterns() const = 0;
  void record(Recorder& recorder) const override {
    recorder.scalar("stored_patterns", static_cast<double>(stored_patterns()), "1",
                    "Number of memories; they are the patterns themselves.");
  }

  /// Records the memories, unit x memory, as X.
  template <class Memories>
  void record_memories(Recorder& recorder, const Memories& memories) const {
    recorder.signs("X", {"stored_pattern", "unit"}, memories.transpose(), "1", "Memories.");
  }
  /// Stores the recorded memories of an earlier run in a model without any.
  void restore_memories(const StoredWeights& stored) {
    memorise(stored.matrix("X", StoredWeights::any_number, units()).transpose());
  }
};

}  // namespace engram
