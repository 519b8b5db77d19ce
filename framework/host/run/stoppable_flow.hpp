// A flow that ends when the user asks to stop, since one call to an integrator may take very many steps.
#pragma once

#include <memory>
#include <utility>

#include <engram/facets.hpp>

#include "system/stop.hpp"

namespace engram::run {

class StoppableFlow : public Flow {
 public:
  explicit StoppableFlow(std::unique_ptr<Flow> flow) : flow_(std::move(flow)) {}

  void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
    system::stop_if_requested();
    flow_->derivative(states, derivatives);
  }

 private:
  std::unique_ptr<Flow> flow_;
};

}  // namespace engram::run
