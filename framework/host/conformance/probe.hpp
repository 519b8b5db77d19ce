// A model that offers only some facets of another model, with a fence around writable data.
#pragma once

#include <memory>
#include <utility>

#include <engram/facets.hpp>
#include <engram/model.hpp>

#include "conformance/network.hpp"

namespace engram::conformance {

/// The common part of all probes: it forwards everything to the wrapped model.
class ProbeModel : public Model {
 public:
  explicit ProbeModel(std::shared_ptr<Model> model) : model_(std::move(model)) {}

  [[nodiscard]] Index units() const override { return model_->units(); }
  [[nodiscard]] Index state_size() const override { return model_->state_size(); }
  [[nodiscard]] std::vector<Index> layers() const override { return model_->layers(); }
  void initialise(RandomStream& random) override { model_->initialise(random); }
  void start(const ConstMatrixView& patterns, MatrixView states) const override { model_->start(patterns, states); }
  void record(Recorder& recorder) const override { model_->record(recorder); }

  /// Copies the fenced data back into the model; returns whether a rule wrote beyond a fence.
  virtual bool finish() { return false; }

 protected:
  template <class Offers>
  [[nodiscard]] Offers& as() const {
    return dynamic_cast<Offers&>(*model_);
  }

 private:
  std::shared_ptr<Model> model_;
};

/// A matrix of the model, copied into a fence while a rule writes into it.
class FencedMatrix {
 public:
  [[nodiscard]] MatrixView open(const MatrixView& original) {
    if (!fence_) {
      fence_ = std::make_unique<Fenced>(original.rows(), original.cols());
      fence_->inside() = original;
    }
    return fence_->inside();
  }
  /// Copies the matrix back; returns whether the fence is unchanged.
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
  void add_outer_products(const Patterns& patterns, double rho, double factor, bool self_connections) override {
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
  [[nodiscard]] double field_threshold() const override { return as<OffersOuterProducts>().field_threshold(); }
  [[nodiscard]] double lower_value() const override { return as<OffersOuterProducts>().lower_value(); }
  bool finish() override {
    settle();
    return broken_;
  }

 private:
  /// A rule that asks for fields after writing weights expects the new weights in them.
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
  void add_outer_products(const Patterns& patterns, double rho, double factor, bool self_connections) override {
    as<OffersOuterProducts>().add_outer_products(patterns, rho, factor, self_connections);
  }
  [[nodiscard]] VectorView biases() override { return as<OffersOuterProducts>().biases(); }
  void fields(const ConstMatrixView& states, MatrixView fields) const override {
    as<OffersOuterProducts>().fields(states, fields);
  }
  [[nodiscard]] double largest_field() const override { return as<OffersOuterProducts>().largest_field(); }
  [[nodiscard]] double field_threshold() const override { return as<OffersOuterProducts>().field_threshold(); }
  [[nodiscard]] double lower_value() const override { return as<OffersOuterProducts>().lower_value(); }
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

/// Adds discrete updates, for rules that let the network move while it learns.
template <class Probe>
struct Moving : Probe, OffersUpdates {
  using Probe::Probe;
  [[nodiscard]] std::unique_ptr<Updates> updates(Index trials) const override {
    return Probe::template as<OffersUpdates>().updates(trials);
  }
  [[nodiscard]] bool moves_at_random() const override {
    return Probe::template as<OffersUpdates>().moves_at_random();
  }
};

}  // namespace engram::conformance
