// A network in continuous time as an analysis sees it: a model with a flow, and an integrator.
#pragma once

#include <memory>

#include <engram/analysis.hpp>
#include <engram/integrator.hpp>
#include <engram/model.hpp>

namespace engram::run {

/// Refers to the model and the integrator, which outlive it. The model must offer a flow.
class FlowSystem : public System {
 public:
  FlowSystem(const Model& model, const Integrator& integrator, Matrix memories);

  [[nodiscard]] Index units() const override { return model_.units(); }
  [[nodiscard]] const Matrix& memories() const override { return memories_; }
  [[nodiscard]] std::string_view time_unit() const override { return "s"; }
  [[nodiscard]] std::unique_ptr<Trajectory> start(const ConstMatrixView& patterns) const override;

 private:
  const Model& model_;
  const OffersFlow& flow_;
  const Integrator& integrator_;
  Matrix memories_;
};

}  // namespace engram::run
