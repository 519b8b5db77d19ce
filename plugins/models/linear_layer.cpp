// Linear layer: outputs y = W x, each of which is a feature of the pattern x. As a memory it recalls the part of a
// pattern that its features span:
//     x <- W^T W x
// which is the projection onto that space if the rows of W are orthonormal, as Sanger's rule, and Oja's rule for one
// output, make them.
//
// Source: P. Baldi and K. Hornik, Neural networks and principal component analysis, Neural Networks 2 (1989).
#include <cmath>
#include <vector>

#include <engram/plugin.hpp>

using namespace engram;

struct LinearLayer : Model, OffersUpdates, OffersFeatures, OffersStoredWeights {
  Index unit_count = 0;
  Index outputs = 0;
  double initial_scale = 0.1;

  static auto params() {
    return engram::params<LinearLayer>()
        .add(&LinearLayer::unit_count, "units", "1", "Number of units, the values of a pattern.",
             {.min = 1, .required = true})
        .add(&LinearLayer::outputs, "outputs", "1", "Number of outputs, each with its own feature.",
             {.min = 1, .required = true})
        .add(&LinearLayer::initial_scale, "initial_scale", "1",
             "Expected length of an output's weights before learning; each weight is normal.", {.above = 0});
  }

  void check() const {
    require_memory(2.0 * 8.0 * static_cast<double>(unit_count) * static_cast<double>(outputs), "outputs",
                   "the weights of so many units and outputs, and the copy that is recorded,");
  }

  Index units() const override { return unit_count; }
  void initialise(RandomStream& random) override {
    const double deviation = initial_scale / std::sqrt(static_cast<double>(unit_count));
    W_ = Matrix::NullaryExpr(outputs, unit_count, [&] { return deviation * random.normal(); });
  }
  void record(Recorder& recorder) const override {
    recorder.matrix("W", {"output", "unit"}, W_, "1", "Weights: from unit to output.");
  }
  void restore(const StoredWeights& stored) override { W_ = stored.matrix("W", outputs, unit_count); }

  MatrixView feature_weights() override { return W_; }
  std::unique_ptr<Updates> updates(Index trials) const override;
  [[nodiscard]] const Matrix& weights() const { return W_; }

 private:
  Matrix W_;
};

class Reconstruction : public Updates {
 public:
  Reconstruction(const LinearLayer& model, Index trials)
      : model_(model), outputs_(model.outputs, trials), values_(model.units(), trials) {}

  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& /*random*/) override {
    outputs_.noalias() = model_.weights() * states;
    values_.noalias() = model_.weights().transpose() * outputs_;
    put(values_, held, states);
  }

 private:
  const LinearLayer& model_;
  Matrix outputs_;  ///< output x trial
  Matrix values_;   ///< unit x trial
};

inline std::unique_ptr<Updates> LinearLayer::updates(Index trials) const {
  return std::make_unique<Reconstruction>(*this, trials);
}

ENGRAM_PLUGINS(model<LinearLayer>("linear_layer",
                                  "Linear features of patterns, and the part of a pattern that they span.")
                   .with_equation("y = W x;  x <- W^T W x")
                   .with_source("P. Baldi and K. Hornik, Neural Networks 2, 53 (1989)")
                   .with_example("units: 24, outputs: 3"));
