// Small networks, made without a host, for the tests of models, rules and analyses.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "plugins/activations/identity.cpp"
#include "plugins/activations/logistic.cpp"
#include "plugins/activations/relu.cpp"
#include "plugins/activations/tanh.cpp"
#include "plugins/models/pc_hopfield.cpp"

namespace engram::test {

inline std::shared_ptr<const Activation> make_activation(const std::string& name, double gain = 1.0) {
  if (name == "tanh") {
    auto made = std::make_shared<detail::ActivationOf<Tanh>>();
    made->part.gain = gain;
    return made;
  }
  if (name == "logistic") {
    auto made = std::make_shared<detail::ActivationOf<Logistic>>();
    made->part.gain = gain;
    return made;
  }
  if (name == "relu") {
    return std::make_shared<detail::ActivationOf<Relu>>();
  }
  return std::make_shared<detail::ActivationOf<Identity>>();
}

inline PcHopfield make_pc_hopfield(std::vector<Index> layers, const std::string& topology,
                                   std::shared_ptr<const Activation> activation) {
  PcHopfield model;
  model.layer_sizes = std::move(layers);
  model.topology = {topology, {}};
  model.activation = std::move(activation);
  model.check();
  return model;
}

inline void initialise(PcHopfield& model, std::uint64_t seed = 1) {
  RandomStream random = RandomStreams(seed, "model").stream(0);
  model.initialise(random);
}

inline Matrix random_matrix(Index rows, Index columns, std::uint64_t seed = 7) {
  RandomStream random = RandomStreams(seed, "test").stream(0);
  return Matrix::NullaryExpr(rows, columns, [&] { return random.normal(); });
}

}  // namespace engram::test
