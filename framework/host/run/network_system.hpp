// A network as an analysis sees it: a model, and an integrator if it moves along a flow.
#pragma once

#include <complex>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <engram/analysis.hpp>
#include <engram/integrator.hpp>
#include <engram/model.hpp>

namespace engram::run {

/// Refers to the model and the integrator, which must outlive it. A model that offers both a flow and updates moves
/// along its flow if there is an integrator.
class NetworkSystem : public System {
 public:
  /// Initialises a model and trains it on patterns.
  using Teach = std::function<void(Model& model, const Patterns& patterns, const RandomStreams& random)>;
  /// Makes another model of the same kind and parameters.
  using MakeModel = std::function<std::shared_ptr<Model>()>;

  /// Without `teach` and `make_model`, taught() throws std::logic_error. `integrator` is null for a model that moves
  /// in updates.
  NetworkSystem(const Model& model, const Integrator* integrator, Patterns memories, Teach teach = {},
                MakeModel make_model = {}, std::vector<std::string> labels = {});

  [[nodiscard]] Index units() const override { return model_.units(); }
  [[nodiscard]] Index state_size() const override { return model_.state_size(); }
  [[nodiscard]] std::vector<Index> layers() const override { return model_.layers(); }
  [[nodiscard]] const Patterns& memories() const override { return memories_; }
  [[nodiscard]] std::vector<std::string> labels() const override { return labels_; }
  [[nodiscard]] std::string_view time_unit() const override { return integrator_ == nullptr ? "update" : "s"; }
  [[nodiscard]] bool offers(Facet facet) const override;
  [[nodiscard]] bool moves_at_random() const override;
  [[nodiscard]] std::unique_ptr<Trajectory> start(const ConstMatrixView& patterns, const RandomStreams& random,
                                                  const Mask& held) const override;
  [[nodiscard]] std::unique_ptr<PairedTrajectory> start_pairs(const ConstMatrixView& patterns,
                                                              const RandomStreams& random) const override;
  void initial_states(const ConstMatrixView& patterns, MatrixView states) const override {
    model_.start(patterns, states);
  }
  [[nodiscard]] std::unique_ptr<System> taught(Patterns patterns, const RandomStreams& random) const override;
  [[nodiscard]] std::unique_ptr<Flow> flow(Index trials) const override;
  void energies(const ConstMatrixView& states, VectorView energies) const override;
  [[nodiscard]] std::unique_ptr<ReducedSpectrum> reduced_spectrum() const override;
  void jacobian(const ConstVectorView& state, MatrixView jacobian) const override;
  [[nodiscard]] std::optional<std::complex<double>> step_factor(std::complex<double> lambda) const override;

 private:
  const Model& model_;
  const Integrator* integrator_;
  Patterns memories_;
  Teach teach_;
  MakeModel make_model_;
  std::vector<std::string> labels_;
};

}  // namespace engram::run
