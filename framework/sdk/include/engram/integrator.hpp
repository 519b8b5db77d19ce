// Integrators: move a batch of states along a flow.
#pragma once

#include <complex>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/facets.hpp>
#include <engram/plugin_info.hpp>

namespace engram {

/// An integration in progress, with its scratch space. Like the flow that it follows, it belongs to one thread.
class ENGRAM_API Stepper {
 public:
  virtual ~Stepper() = default;
  /// Moves `states` (state x trial) from time `from` to time `to`, in seconds. Allocates nothing.
  virtual void advance(double from, double to, MatrixView states) = 0;
};

/// A method of integration.
///
/// Threading: const and free of state; each thread asks for its own stepper.
class ENGRAM_API Integrator {
 public:
  static constexpr Kind kind = Kind::integrator;
  virtual ~Integrator() = default;
  /// The time step, s, of a method with a fixed step.
  [[nodiscard]] virtual std::optional<double> time_step() const { return std::nullopt; }
  /// The order of convergence that the method promises: at a fixed time the error falls with the step h as h^order.
  [[nodiscard]] virtual int order() const { return 1; }
  /// R(z), the stability function of a method with a fixed step h: one step multiplies a mode of dx/dt = lambda x by
  /// R(h lambda). std::nullopt if the method does not declare it.
  [[nodiscard]] virtual std::optional<std::complex<double>> stability(std::complex<double> /*z*/) const {
    return std::nullopt;
  }
  /// Starts an integration of `trials` states of `state_size` numbers; it refers to `flow`.
  [[nodiscard]] virtual std::unique_ptr<Stepper> stepper(Flow& flow, Index state_size, Index trials) const = 0;
};

template <class T>
PluginInfo integrator(std::string name, std::string summary) {
  return describe<Integrator, T>(std::move(name), std::move(summary));
}

}  // namespace engram
