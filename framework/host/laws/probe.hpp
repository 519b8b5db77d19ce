// A model that offers some facets of another one and nothing else, with a fence around what may be written.
#pragma once

#include <memory>
#include <utility>

#include <engram/facets.hpp>
#include <engram/model.hpp>

#include "laws/network.hpp"

namespace engram::laws {

/// What is common to all probes: it hands everything on to the model that it stands for.
class ProbeModel : public Model {
 public:
  explicit ProbeModel(std::shared_ptr<Model> model) : model_(std::move(model)) {}

  [[nodiscard]] Index units() const override { return model_->units(); }
  [[nodiscard]] Index state_size() const override { return model_->state_size(); }
  [[nodiscard]] std::vector<Index> layers() const override { return model_->layers(); }
  void initialise(RandomStream& random) override { model_->initialise(random); }
  void start(const ConstMatrixView& patterns, MatrixView states) const override { model_->start(patterns, states); }
  void record(Recorder& recorder) const override { model_->record(recorder); }

  /// Puts what was written into fenced copies back into the model; whether a fence was run over.
  virtual bool finish() { return false; }

 protected:
  template <class Offers>
  [[nodiscard]] Offers& as() const {
    return dynamic_cast<Offers&>(*model_);
  }

 private:
  std::shared_ptr<Model> model_;
};

/// A matrix of the model, copied into a fence for as long as somebody writes into it.
class FencedMatrix {
 public:
  [[nodiscard]] MatrixView open(const MatrixView& original) {
    if (!fence_) {
      fence_ = std::make_unique<Fenced>(original.rows(), original.cols());
      fence_->inside() = original;
    }
    return fence_->inside();
  }
  /// Whether the fence is whole.
  bool close(MatrixView original) {
    if (!fence_) {
      return true;
    }
    original = fence_->inside();
    return !fence_->broken();
  }
  [[nodiscard]] bool is_open() const { return fence_ != nullptr; }

 private:
  std::unique_ptr<Fenced> fence_;
};

struct ProbeWeights : ProbeModel, OffersPairwiseWeights {
  using ProbeModel::ProbeModel;
  [[nodiscard]] MatrixView weights() override { return weights_.open(as<OffersPairwiseWeights>().weights()); }
  void add_outer_products(const ConstMatrixView& patterns, double rho, double factor,
                          bool self_connections) override {
    settle();
    as<OffersOuterProducts>().add_outer_products(patterns, rho, factor, self_connections);
  }
  [[nodiscard]] VectorView biases() override { return as<OffersOuterProducts>().biases(); }
  void fields(const ConstMatrixView& states, MatrixView fields) const override {
    const_cast<ProbeWeights*>(this)->settle();
    as<OffersOuterProducts>().fields(states, fields);
  }
  [[nodiscard]] double largest_field() const override {
    const_cast<ProbeWeights*>(this)->settle();
    return as<OffersOuterProducts>().largest_field();
  }
  bool finish() override {
    settle();
    return broken_;
  }

 private:
  /// Whoever asks for fields after writing weights means the weights as written.
  void settle() {
    if (weights_.is_open()) {
      broken_ = !weights_.close(as<OffersPairwiseWeights>().weights()) || broken_;
    }
  }

  FencedMatrix weights_;
  bool broken_ = false;
};

struct ProbeOuterProducts : ProbeModel, OffersOuterProducts {
  using ProbeModel::ProbeModel;
  void add_outer_products(const ConstMatrixView& patterns, double rho, double factor,
                          bool self_connections) override {
    as<OffersOuterProducts>().add_outer_products(patterns, rho, factor, self_connections);
  }
  [[nodiscard]] VectorView biases() override { return as<OffersOuterProducts>().biases(); }
  void fields(const ConstMatrixView& states, MatrixView fields) const override {
    as<OffersOuterProducts>().fields(states, fields);
  }
  [[nodiscard]] double largest_field() const override { return as<OffersOuterProducts>().largest_field(); }
};

struct ProbeMemories : ProbeModel, OffersMemories {
  using ProbeModel::ProbeModel;
  void memorise(const ConstMatrixView& patterns) override { as<OffersMemories>().memorise(patterns); }
};

struct ProbeFeatures : ProbeModel, OffersFeatures {
  using ProbeModel::ProbeModel;
  [[nodiscard]] MatrixView feature_weights() override { return W_.open(as<OffersFeatures>().feature_weights()); }
  bool finish() override { return !W_.close(as<OffersFeatures>().feature_weights()); }

 private:
  FencedMatrix W_;
};

struct ProbeErrorNodes : ProbeModel, OffersErrorNodes {
  using ProbeModel::ProbeModel;
  [[nodiscard]] double tau_e() const override { return as<OffersErrorNodes>().tau_e(); }
  [[nodiscard]] double xi() const override { return as<OffersErrorNodes>().xi(); }
  [[nodiscard]] Matrix clamped_values(const ConstMatrixView& patterns) const override {
    return as<OffersErrorNodes>().clamped_values(patterns);
  }
  void rates(const ConstVectorView& values, VectorView rates) const override {
    as<OffersErrorNodes>().rates(values, rates);
  }
  void residual(const ConstMatrixView& values, const ConstMatrixView& rates, MatrixView residual) const override {
    as<OffersErrorNodes>().residual(values, rates, residual);
  }
  void predictor_products(const ConstVectorView& one, const ConstVectorView& other,
                          VectorView products) const override {
    as<OffersErrorNodes>().predictor_products(one, other, products);
  }
  void value_derivative(const ConstVectorView& values, const ConstVectorView& errors,
                        VectorView derivative) const override {
    as<OffersErrorNodes>().value_derivative(values, errors, derivative);
  }
  void correct(const ConstMatrixView& errors, const ConstMatrixView& rates, double prediction, double correction,
               double bias) override {
    as<OffersErrorNodes>().correct(errors, rates, prediction, correction, bias);
  }
};

/// The same with one discrete update, for rules that let the network move while it learns.
template <class Probe>
struct Moving : Probe, OffersUpdates {
  using Probe::Probe;
  [[nodiscard]] std::unique_ptr<Updates> updates(Index trials) const override {
    return Probe::template as<OffersUpdates>().updates(trials);
  }
};

}  // namespace engram::laws
