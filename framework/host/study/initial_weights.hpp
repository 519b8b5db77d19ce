// The weights that a spec takes from stored results, by its key `initial`.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <engram/error.hpp>
#include <engram/plan.hpp>
#include <engram/stored_weights.hpp>

#include "run/compose.hpp"
#include "specification/spec.hpp"
#include "store/reader.hpp"

namespace engram::study {

/// A network of a result.
struct StoredNetwork {
  std::string label;                            ///< of its cell; empty for a single run
  std::map<std::string, std::string> settings;  ///< of its run, by path
  std::vector<std::string> advice;              ///< if `keep` left out weights: how to compute them again
  std::shared_ptr<const StoredWeights> weights;
};

/// Thrown if a result has no weights to take. what() is a message for the user.
class NoWeights : public RunError {
 public:
  /// `path` is that of the setting at fault: "initial.case".
  NoWeights(std::string path, const std::string& message, std::vector<std::string> notes = {})
      : RunError(message), path_(std::move(path)), notes_(std::move(notes)) {}
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  std::string path_;
  std::vector<std::string> notes_;
};

/// Reads networks of results, and keeps the latest.
class StoredNetworks {
 public:
  /// Throws NoWeights.
  std::shared_ptr<const StoredNetwork> find(const InitialWeights& initial);

  /// Whether the weights that an experiment starts with fit its model: adds what does not fit, and the settings that
  /// differ, to its composition.
  void check(const specification::ExperimentSpec& experiment, run::Composition& composition);

 private:
  [[nodiscard]] std::string label_of(const InitialWeights& initial) const;
  [[nodiscard]] std::shared_ptr<const StoredNetwork> read(const std::string& label) const;

  std::string file_;
  std::unique_ptr<const store::Reader> reader_;
  std::shared_ptr<const StoredNetwork> network_;
  std::shared_ptr<const StoredNetwork> tried_;  ///< the network that was given to a model last
  std::map<std::string, std::string> tried_settings_;
};

}  // namespace engram::study
