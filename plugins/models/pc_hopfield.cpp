// Predictive-coding Hopfield network: each unit has a value node v and an error node e. Prediction weights M carry
// f(v) to the units that it predicts, correction weights W carry their errors back.
//
// Source: Online Training of Hopfield Networks using Predictive Coding, arXiv 2406.14723, equations (1) and (2):
//     tau_v dv/dt = -e + f'(v) * (W e)            * is element-wise
//     tau_e de/dt =  v - M f(v) - b - xi e
#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>
#include <string>
#include <vector>

#include <Eigen/QR>

#include <engram/plugin.hpp>
#include <engram/spectrum.hpp>
#include <engram/thin_factors.hpp>

using namespace engram;

/// The units of a layer.
struct Layer {
  Index start;
  Index size;
};

/// Layer `from` predicts layer `to`.
struct Edge {
  Layer from;
  Layer to;

  [[nodiscard]] bool is_self() const { return from.start == to.start; }
  /// The block of M with which `from` predicts `to`.
  [[nodiscard]] auto prediction(auto& M) const { return M.block(to.start, from.start, to.size, from.size); }
  /// The block of W that carries the errors back.
  [[nodiscard]] auto correction(auto& W) const { return W.block(from.start, to.start, from.size, to.size); }
};

auto rows(auto& batch, const Layer& layer) {
  return batch.middleRows(layer.start, layer.size);
}

/// One block of a weight matrix, prepared for multiplication by a batch: dense, or as two thin factors if its rank is
/// so low that they are cheaper. Training from zero weights on P targets gives a rank of at most P.
class BlockProduct {
 public:
  enum class Form { automatic, dense, factored };

  BlockProduct(const ConstMatrixView& block, Form form, Index trials) : dense_(block) {
    // Weights that are not finite have no rank. As a dense block they make the result not finite too.
    if (form == Form::dense || !block.allFinite()) {
      return;
    }
    factors_ = thin_factors(block);
    const Index rank = factors_.rank();
    const bool pays = 4 * rank * (block.rows() + block.cols()) <= 3 * block.rows() * block.cols();
    if (form == Form::factored || pays) {
      thin_.resize(rank, trials);
      factored_ = true;
    }
  }

  /// Writes the product into `result`, or adds it to `result`.
  void multiply(const ConstMatrixView& batch, bool add, MatrixView result) {
    if (!factored_) {
      write(dense_, batch, add, result);
    } else if (thin_.rows() > 0) {
      thin_.noalias() = factors_.right * batch;
      write(factors_.left, thin_, add, result);
    } else if (!add) {
      result.setZero();
    }
  }

 private:
  static void write(const Matrix& left, const ConstMatrixView& right, bool add, MatrixView result) {
    if (add) {
      result.noalias() += left * right;
    } else {
      result.noalias() = left * right;
    }
  }

  Matrix dense_;
  ThinFactors factors_;
  Matrix thin_;
  bool factored_ = false;
};

struct PcHopfield;

/// Equations (1) and (2) for a batch, with the model's weights and biases at the time when the flow was made. The
/// state is v, followed by e.
class PcFlow : public Flow {
 public:
  PcFlow(const PcHopfield& model, Index trials);
  void derivative(const ConstMatrixView& states, MatrixView derivatives) override;

 private:
  struct Block {
    Layer from;
    Layer to;
    bool add;  ///< an earlier block writes to these rows too
    BlockProduct product;
  };
  static void append(std::vector<Block>& blocks, Layer from, Layer to, BlockProduct product);

  const PcHopfield& model_;
  std::vector<Block> prediction_;
  std::vector<Block> correction_;
  Vector b_;
  Matrix f_, slopes_, predicted_, corrected_;
};

/// The spectrum of a state in which all errors are zero. With D = diag f'(v), A = I - D W and B = I - M D, an
/// eigenvalue lambda of the Jacobian satisfies
///     tau_v lambda (tau_e lambda + xi) = -s
/// for an eigenvalue s of A B. With thin factors M = L_M R_M and W = L_W R_W,
///     A B = I - [D L_W, A L_M] [R_W; R_M D],
/// so all s are 1 except as many as the first bracket has columns. Those follow from the product of the two brackets,
/// restricted to the space of the first bracket's columns and written in an orthonormal basis of it. (The product in
/// the other order has the same eigenvalues, but eigenvalues at 0 may form a larger Jordan block, which a rounding
/// error splits by a root of its size.)
class PcSpectrum : public ReducedSpectrum {
 public:
  explicit PcSpectrum(const PcHopfield& model);
  void eigenvalues(const ConstVectorView& pattern, Eigen::Ref<Eigen::VectorXcd> eigenvalues) override;

 private:
  /// The eigenvalues of A B that may differ from 1.
  [[nodiscard]] Eigen::VectorXcd products(const Vector& slopes) const;

  const PcHopfield& model_;
  ThinFactors M_;
  ThinFactors W_;
};

struct PcHopfield : Model,
                    OffersFlow,
                    OffersErrorNodes,
                    OffersEnergy,
                    OffersJacobian,
                    OffersReducedSpectrum,
                    OffersStoredWeights {
  enum class Distribution { normal, uniform };
  enum class Scaling { none, fan_in, glorot, he };

  std::vector<Index> layer_sizes;
  NamedPairs topology{"single", {}};
  bool self_connections = true;
  std::shared_ptr<const Activation> activation;
  double tau_v_s = 0.1;
  double tau_e_s = 0.1;
  double error_decay = 1.0;
  Distribution initial_distribution = Distribution::normal;
  double initial_width = 0.0;
  Scaling initial_scaling = Scaling::none;
  bool initial_tied = true;
  BlockProduct::Form weights = BlockProduct::Form::automatic;

  static auto params() {
    using Form = BlockProduct::Form;
    return engram::params<PcHopfield>()
        .add(&PcHopfield::layer_sizes, "layers", "1", "Units in each layer.", {.min = 1, .required = true})
        .add(
            &PcHopfield::topology, "topology", {"single", "loop", "chain"},
            "Which layer predicts which: one layer itself; each layer the one before it, and layer 0 the last (loop) "
            "or none (chain); or a list of [predicting layer, predicted layer].")
        .add(&PcHopfield::self_connections, "self_connections", "Whether a unit may predict itself.")
        .add(&PcHopfield::activation, "activation", "Activation f of every unit.")
        .add(&PcHopfield::tau_v_s, "tau_v", "s", "Time constant of the value nodes.", {.above = 0})
        .add(&PcHopfield::tau_e_s, "tau_e", "s", "Time constant of the error nodes.", {.above = 0})
        .add(&PcHopfield::error_decay, "xi", "1", "Decay of the error nodes.", {.min = 0})
        .choice(&PcHopfield::initial_distribution, "initial_distribution",
                {{"normal", Distribution::normal}, {"uniform", Distribution::uniform}},
                "Distribution of the weights before training, around 0.")
        .add(&PcHopfield::initial_width, "initial_width", "1",
             "Standard deviation of the weights before training, before initial_scaling; without any, they start at "
             "0.",
             {.min = 0})
        .formerly("initial_weight_scale")
        .choice(
            &PcHopfield::initial_scaling, "initial_scaling",
            {{"none", Scaling::none}, {"fan_in", Scaling::fan_in}, {"glorot", Scaling::glorot}, {"he", Scaling::he}},
            "What the width is multiplied by: nothing, 1 / sqrt(n), sqrt(2 / (n + m)) (Glorot, Bengio 2010) or "
            "sqrt(2 / n) (He et al. 2015), where n units predict m units.")
        .add(&PcHopfield::initial_tied, "initial_tied",
             "Whether W starts as the transpose of M and is not drawn separately.")
        .formerly("initial_weights_tied")
        .choice(&PcHopfield::weights, "weights",
                {{"auto", Form::automatic}, {"dense", Form::dense}, {"factored", Form::factored}},
                "How recall multiplies by the weights: as they are, as thin factors of the same product, or by the "
                "factors where these cost at most three quarters.");
  }

  void check() {
    const auto count = static_cast<Index>(layer_sizes.size());
    if (count == 0) {
      throw ParameterError("layers", "a network needs at least one layer");
    }
    const double total = std::accumulate(layer_sizes.begin(), layer_sizes.end(), 0.0);
    require_memory(2.0 * 8.0 * total * total, "layers", "the weights M and W between so many units");
    std::vector<Layer> places;
    for (const Index size : layer_sizes) {
      places.push_back({places.empty() ? 0 : places.back().start + places.back().size, size});
    }
    units_ = places.back().start + places.back().size;
    edges_.clear();
    if (topology.name.empty()) {
      add_listed_edges(places);
    } else if (topology.name == "single") {
      if (count != 1) {
        throw ParameterError("topology", "topology 'single' is one layer that predicts itself, and there are " +
                                             std::to_string(count) +
                                             " layers; for several: loop, chain, or a list of "
                                             "[predicting layer, predicted layer]");
      }
      edges_.push_back({places[0], places[0]});
    } else {
      if (count == 1) {
        throw ParameterError("topology",
                             "topology '" + topology.name + "' needs two layers or more; for one layer: single");
      }
      for (std::size_t layer = 0; layer + 1 < places.size(); ++layer) {
        edges_.push_back({places[layer + 1], places[layer]});
      }
      if (topology.name == "loop") {
        edges_.push_back({places.front(), places.back()});
      }
    }
  }

  Index units() const override { return units_; }
  std::vector<Index> layers() const override { return layer_sizes; }
  Index state_size() const override { return 2 * units_; }

  void initialise(RandomStream& random) override {
    M_ = Matrix::Zero(units(), units());
    W_ = Matrix::Zero(units(), units());
    b_ = Vector::Zero(units());
    if (initial_width == 0.0) {
      return;
    }
    for (const Edge& edge : edges_) {
      auto prediction = edge.prediction(M_);
      auto correction = edge.correction(W_);
      const double width = initial_width * scale_of(edge);
      const auto draw = [&](double /*zero*/) {
        // A uniform number between -sqrt(3) and sqrt(3) has a variance of 1.
        return width * (initial_distribution == Distribution::normal
                            ? random.normal()
                            : std::sqrt(3.0) * (2.0 * random.uniform() - 1.0));
      };
      prediction = Matrix(prediction.unaryExpr(draw));
      if (initial_tied) {
        correction = prediction.transpose();
      } else {
        correction = Matrix(correction.unaryExpr(draw));
      }
      remove_self_connections(edge);
    }
  }

  void start(const ConstMatrixView& patterns, MatrixView states) const override {
    states.topRows(units()) = patterns;
    states.bottomRows(units()).setZero();
  }

  void record(Recorder& recorder) const override {
    recorder.matrix("M", {"unit", "source_unit"}, M_, "1",
                    "Prediction weights: from the value node of source_unit to the error node of unit.");
    recorder.matrix("W", {"unit", "source_unit"}, W_, "1",
                    "Correction weights: from the error node of source_unit to the value node of unit.");
    recorder.vector("b", "unit", b_, "1", "Biases.");
    recorder.vector("layer_of_unit", "unit", layer_of_unit(), "1", "Layer that each unit belongs to.");
  }

  void restore(const StoredWeights& stored) override {
    M_ = stored.matrix("M", units(), units());
    W_ = stored.matrix("W", units(), units());
    b_ = stored.vector("b", units());
    refuse_outside("M", M_, [](const Edge& edge, Matrix& outside) { return edge.prediction(outside); });
    refuse_outside("W", W_, [](const Edge& edge, Matrix& outside) { return edge.correction(outside); });
  }

  std::unique_ptr<Flow> flow(Index trials) const override { return std::make_unique<PcFlow>(*this, trials); }

  double tau_e() const override { return tau_e_s; }
  double xi() const override { return error_decay; }
  void rates(const ConstVectorView& values, VectorView rates) const override { activation->values(values, rates); }

  void residual(const ConstMatrixView& values, const ConstMatrixView& rates, MatrixView residual) const override {
    residual = values.colwise() - b_;
    for (const Edge& edge : edges_) {
      rows(residual, edge.to).noalias() -= edge.prediction(M_) * rows(rates, edge.from);
    }
  }

  void value_derivative(const ConstVectorView& values, const ConstVectorView& errors,
                        VectorView derivative) const override {
    Vector f(units());
    Vector slopes(units());
    Vector corrected = Vector::Zero(units());
    activation->values_and_slopes(values, f, slopes);
    for (const Edge& edge : edges_) {
      rows(corrected, edge.from).noalias() += edge.correction(W_) * rows(errors, edge.to);
    }
    derivative = (slopes.cwiseProduct(corrected) - errors) / tau_v_s;
  }

  void predictor_products(const ConstVectorView& one, const ConstVectorView& other,
                          VectorView products) const override {
    products.setZero();
    for (const Edge& edge : edges_) {
      rows(products, edge.to).array() += rows(one, edge.from).dot(rows(other, edge.from));
      if (edge.is_self() && !self_connections) {
        rows(products, edge.to) -= rows(one, edge.from).cwiseProduct(rows(other, edge.from));
      }
    }
  }

  void correct(const ConstMatrixView& errors, const ConstMatrixView& rates, double prediction_step,
               double correction_step, double bias_step) override {
    for (const Edge& edge : edges_) {
      const auto error = rows(errors, edge.to);
      const auto rate = rows(rates, edge.from);
      edge.prediction(M_).noalias() += (prediction_step * error) * rate.transpose();
      edge.correction(W_).noalias() += (correction_step * rate) * error.transpose();
      remove_self_connections(edge);
    }
    b_ += bias_step * errors.rowwise().sum();
  }

  /// With D = diag f'(v) and H = diag(f''(v) * W e):
  ///     [ H / tau_v          (D W - I) / tau_v ]
  ///     [ (I - M D) / tau_e  -xi / tau_e I     ]
  void jacobian(const ConstVectorView& state, MatrixView jacobian) const override {
    const Index n = units();
    Vector values = state.head(n);
    Vector f(n);
    Vector slopes(n);
    Vector curvatures(n);
    activation->values_and_slopes(values, f, slopes);
    activation->curvatures(values, curvatures);
    jacobian.setZero();
    jacobian.topLeftCorner(n, n).diagonal() = curvatures.cwiseProduct(W_ * state.tail(n)) / tau_v_s;
    jacobian.topRightCorner(n, n) = slopes.asDiagonal() * W_ / tau_v_s;
    jacobian.topRightCorner(n, n).diagonal().array() -= 1.0 / tau_v_s;
    jacobian.bottomLeftCorner(n, n) = M_ * slopes.asDiagonal() / -tau_e_s;
    jacobian.bottomLeftCorner(n, n).diagonal().array() += 1.0 / tau_e_s;
    jacobian.bottomRightCorner(n, n).diagonal().array() = -error_decay / tau_e_s;
  }

  /// Equation (6) at the equilibrium of (2), where e = (v - M f(v) - b) / xi. Without decay there is no equilibrium,
  /// and the e of the state is used.
  void energies(const ConstMatrixView& states, VectorView energies) const override {
    const Index n = units();
    Vector f(n);
    Vector r(n);
    for (Index trial = 0; trial < states.cols(); ++trial) {
      const Vector values = states.col(trial).head(n);
      rates(values, f);
      residual(values, f, r);
      energies[trial] =
          error_decay > 0.0 ? 0.5 * (r / error_decay).squaredNorm() : 0.5 * states.col(trial).tail(n).squaredNorm();
    }
  }

  std::unique_ptr<ReducedSpectrum> reduced_spectrum() const override { return std::make_unique<PcSpectrum>(*this); }

  [[nodiscard]] const std::vector<Edge>& edges() const { return edges_; }
  [[nodiscard]] const Matrix& prediction_weights() const { return M_; }
  [[nodiscard]] const Matrix& correction_weights() const { return W_; }
  [[nodiscard]] const Vector& biases() const { return b_; }

 private:
  [[nodiscard]] double scale_of(const Edge& edge) const {
    const auto predicting = static_cast<double>(edge.from.size);
    const auto predicted = static_cast<double>(edge.to.size);
    switch (initial_scaling) {
      case Scaling::none:
        break;
      case Scaling::fan_in:
        return 1.0 / std::sqrt(predicting);
      case Scaling::glorot:
        return std::sqrt(2.0 / (predicting + predicted));
      case Scaling::he:
        return std::sqrt(2.0 / predicting);
    }
    return 1.0;
  }

  void add_listed_edges(const std::vector<Layer>& places) {
    for (std::size_t at = 0; at < topology.pairs.size(); ++at) {
      const auto& [from, to] = topology.pairs[at];
      const std::string edge = "edge [" + std::to_string(from) + ", " + std::to_string(to) + "]";
      for (const auto layer : {from, to}) {
        if (layer < 0 || layer >= static_cast<std::int64_t>(places.size())) {
          throw ParameterError("topology", edge + " names layer " + std::to_string(layer) + "; layers are 0 to " +
                                               std::to_string(places.size() - 1));
        }
      }
      if (std::find(topology.pairs.begin(), topology.pairs.end(), topology.pairs[at]) !=
          topology.pairs.begin() + static_cast<std::ptrdiff_t>(at)) {
        throw ParameterError("topology", edge + " is given twice");
      }
      edges_.push_back({places[static_cast<std::size_t>(from)], places[static_cast<std::size_t>(to)]});
    }
    if (edges_.empty()) {
      throw ParameterError("topology", "a topology needs at least one edge");
    }
  }

  /// Throws RunError for a weight of a stored matrix between units that no edge connects. `block_of` gives the block
  /// of an edge.
  void refuse_outside(const std::string& name, const Matrix& stored, const auto& block_of) const {
    Matrix outside = stored;
    for (const Edge& edge : edges_) {
      auto block = block_of(edge, outside);
      if (edge.is_self() && !self_connections) {
        block.template triangularView<Eigen::StrictlyLower>().setZero();
        block.template triangularView<Eigen::StrictlyUpper>().setZero();
      } else {
        block.setZero();
      }
    }
    for (Index source = 0; source < units(); ++source) {
      for (Index unit = 0; unit < units(); ++unit) {
        if (outside(unit, source) != 0.0) {
          throw RunError("'" + name + "' has a weight from unit " + std::to_string(source) + " to unit " +
                         std::to_string(unit) +
                         ", which these settings do not connect; `layers`, `topology` and `self_connections` are "
                         "those of the stored network, or connect more");
        }
      }
    }
  }

  void remove_self_connections(const Edge& edge) {
    if (edge.is_self() && !self_connections) {
      edge.prediction(M_).diagonal().setZero();
      edge.correction(W_).diagonal().setZero();
    }
  }

  [[nodiscard]] std::vector<std::int64_t> layer_of_unit() const {
    std::vector<std::int64_t> owners;
    for (std::size_t layer = 0; layer < layer_sizes.size(); ++layer) {
      owners.insert(owners.end(), static_cast<std::size_t>(layer_sizes[layer]), static_cast<std::int64_t>(layer));
    }
    return owners;
  }

  std::vector<Edge> edges_;
  Index units_ = 0;
  Matrix M_;
  Matrix W_;
  Vector b_;
};

inline PcSpectrum::PcSpectrum(const PcHopfield& model)
    : model_(model), M_(thin_factors(model.prediction_weights())), W_(thin_factors(model.correction_weights())) {}

inline Eigen::VectorXcd PcSpectrum::products(const Vector& slopes) const {
  const Index n = model_.units();
  const Index rank = M_.rank() + W_.rank();
  if (rank >= n) {
    const Matrix a = Matrix::Identity(n, n) - slopes.asDiagonal() * model_.correction_weights();
    const Matrix b = Matrix::Identity(n, n) - model_.prediction_weights() * slopes.asDiagonal();
    return eigenvalues_of(a * b, "the reduced Jacobian of the network");
  }
  Matrix left(n, rank);
  Matrix right(rank, n);
  left.leftCols(W_.rank()) = slopes.asDiagonal() * W_.left;
  left.rightCols(M_.rank()) = M_.left - left.leftCols(W_.rank()) * (W_.right * M_.left);
  right.topRows(W_.rank()) = W_.right;
  right.bottomRows(M_.rank()) = M_.right * slopes.asDiagonal();
  const Matrix basis = Eigen::HouseholderQR<Matrix>(left).householderQ() * Matrix::Identity(n, rank);
  return eigenvalues_of(Matrix::Identity(rank, rank) - (basis.transpose() * left) * (right * basis),
                        "the reduced Jacobian of the network");
}

inline void PcSpectrum::eigenvalues(const ConstVectorView& pattern, Eigen::Ref<Eigen::VectorXcd> eigenvalues) {
  const Index n = model_.units();
  const Vector values = pattern;
  Vector f(n);
  Vector slopes(n);
  model_.activation->values_and_slopes(values, f, slopes);
  Eigen::VectorXcd s = Eigen::VectorXcd::Ones(n);
  const Eigen::VectorXcd others = products(slopes);
  s.head(others.size()) = others;
  const double a = model_.tau_v_s * model_.tau_e_s;
  const double b = model_.tau_v_s * model_.error_decay;
  for (Index i = 0; i < n; ++i) {
    // The root with the larger modulus comes first; the other follows from the product of both, which avoids
    // cancellation for small s.
    const std::complex<double> root = std::sqrt(b * b - 4.0 * a * s[i]);
    const std::complex<double> large = -(b + root) / (2.0 * a);
    eigenvalues[2 * i] = large;
    eigenvalues[2 * i + 1] = large == 0.0 ? large : s[i] / (a * large);
  }
}

inline PcFlow::PcFlow(const PcHopfield& model, Index trials)
    : model_(model),
      b_(model.biases()),
      f_(model.units(), trials),
      slopes_(model.units(), trials),
      // A layer without incoming edges keeps these zeros.
      predicted_(Matrix::Zero(model.units(), trials)),
      corrected_(Matrix::Zero(model.units(), trials)) {
  for (const Edge& edge : model.edges()) {
    append(prediction_, edge.from, edge.to, {edge.prediction(model.prediction_weights()), model.weights, trials});
    append(correction_, edge.to, edge.from, {edge.correction(model.correction_weights()), model.weights, trials});
  }
}

inline void PcFlow::append(std::vector<Block>& blocks, Layer from, Layer to, BlockProduct product) {
  const bool add = std::ranges::any_of(blocks, [&](const Block& block) { return block.to.start == to.start; });
  blocks.push_back({from, to, add, std::move(product)});
}

/// The element-wise part of (1) and (2) for one trial; M f(v) and W e are in `predicted` and `corrected`.
ENGRAM_KERNEL inline void pc_derivative(Index units, const double* __restrict v, const double* __restrict e,
                                        const double* __restrict b, const double* __restrict slopes,
                                        const double* __restrict predicted, const double* __restrict corrected,
                                        double tau_v, double tau_e, double xi, double* __restrict dv,
                                        double* __restrict de) {
  const double rate_v = 1.0 / tau_v;
  const double rate_e = 1.0 / tau_e;
  for (Index i = 0; i < units; ++i) {
    dv[i] = rate_v * (slopes[i] * corrected[i] - e[i]);
    de[i] = rate_e * (v[i] - predicted[i] - b[i] - xi * e[i]);
  }
}

inline void PcFlow::derivative(const ConstMatrixView& states, MatrixView derivatives) {
  const Index units = model_.units();
  const auto v = states.topRows(units);
  const auto e = states.bottomRows(units);
  model_.activation->values_and_slopes(v, f_, slopes_);
  for (Block& block : prediction_) {
    block.product.multiply(rows(f_, block.from), block.add, rows(predicted_, block.to));
  }
  for (Block& block : correction_) {
    block.product.multiply(rows(e, block.from), block.add, rows(corrected_, block.to));
  }
  for (Index trial = 0; trial < states.cols(); ++trial) {
    const double* state = states.col(trial).data();
    double* derivative = derivatives.col(trial).data();
    pc_derivative(units, state, state + units, b_.data(), slopes_.col(trial).data(), predicted_.col(trial).data(),
                  corrected_.col(trial).data(), model_.tau_v_s, model_.tau_e_s, model_.error_decay, derivative,
                  derivative + units);
  }
}

ENGRAM_PLUGINS(model<PcHopfield>("pc_hopfield",
                                 "Predictive-coding Hopfield network: value and error nodes in one or more layers.")
                   .with_equation("tau_v dv/dt = -e + f'(v) * (W e);  tau_e de/dt = v - M f(v) - b - xi e")
                   .with_source("arXiv 2406.14723, equations (1) and (2)")
                   .with_example("layers: [12, 8, 4], topology: loop, activation: tanh")
                   .with_same_result("weights", {"dense", "factored"}));
