// Dense memory by predictive coding: a layer of N visible units and a layer of K hidden units predict each other. The
// hidden layer predicts through a softmax, with one hidden unit for each pattern. With values v and h, p =
// softmax(beta h), and an error node for each value node:
//     r_v = v - M p - b          tau_e de/dt = r_v - xi e
//     r_h = h - Q v - c          tau_e dd/dt = r_h - xi d
//     tau_v dv/dt = -e + R d     tau_v dh/dt = -d + J W e,  J = dp/dh = beta (diag p - p p^T)
// These are equations (1) and (2) of arXiv 2406.14723 for the loop of two layers, with the Jacobian of f instead of
// f', since a softmax is not element-wise. If the errors are settled (tau_e -> 0) and W = M^T, R = Q^T, this is tau_v
// d(v, h)/dt = -xi dE/d(v, h) of equation (6), E = (|r_v|^2 + |r_h|^2) / (2 xi^2).
//
// E is 0 exactly where v = M softmax(beta (Q v + c)) + b. With the patterns x_k as the columns of M = X, Q = X^T / N
// and no biases, this is a fixed point of the modern Hopfield network with the inverse temperature beta / N,
//     v = X softmax((beta / N) X^T v)       H. Ramsauer et al., Hopfield networks is all you need, ICLR (2021)
// and without the corrections (W = R = 0), the flow is that of D. Krotov, J. J. Hopfield, Large associative memory
// problem in neurobiology and machine learning, ICLR (2021). With the corrections, every such point is a global
// minimum of E, even points that are unstable in modern Hopfield networks, such as the means of two patterns.
//
// Learning clamps v to a pattern x_k and h to target values: either s times the overlaps x_j . x_k / N with all
// patterns, which teaches Q = s X^T / N, or s in the hidden unit of that pattern and 0 in all others, which teaches Q
// = s times the pseudo-inverse of X.
#include <algorithm>
#include <memory>
#include <string>

#include <engram/counted.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct PcDenseMemory;

/// The flow of a batch. The state is v, h and, if errors are nodes, e and d.
class PcDenseFlow : public Flow {
 public:
  PcDenseFlow(const PcDenseMemory& model, Index trials);
  void derivative(const ConstMatrixView& states, MatrixView derivatives) override;

 private:
  const PcDenseMemory& model_;
  Matrix values_;      ///< v above h
  Matrix rates_;       ///< v above p
  Matrix residuals_;   ///< r_v above r_h
  Matrix errors_;      ///< e above d
  Matrix velocities_;  ///< d(v, h)/dt
  Matrix corrected_;   ///< W e
};

struct PcDenseMemory : Model, OffersFlow, OffersErrorNodes, OffersEnergy, OffersJacobian, OffersStoredWeights {
  enum class HiddenTargets { overlaps, one_hot };
  enum class Corrections { learned, none };
  enum class Errors { nodes, settled };

  Index visible = 0;
  Index hidden = 0;
  double beta = 20.0;
  HiddenTargets hidden_targets = HiddenTargets::overlaps;
  double hidden_scale = 1.0;
  Corrections corrections = Corrections::learned;
  Errors error_nodes = Errors::nodes;
  double tau_v_s = 0.1;
  double tau_e_s = 0.1;
  double error_decay = 1.0;

  static auto params() {
    using Self = PcDenseMemory;
    return engram::params<Self>()
        .add(&Self::visible, "units", "1", "Number of visible units, the length N of a pattern.",
             {.min = 1, .required = true})
        .add(&Self::hidden, "hidden", "1", "Number of hidden units K; a network learns at most as many patterns.",
             {.min = 1, .required = true})
        .add(&Self::beta, "beta", "1", "Inverse temperature of the softmax.", {.above = 0})
        .choice(&Self::hidden_targets, "hidden_targets",
                {{"overlaps", HiddenTargets::overlaps}, {"one_hot", HiddenTargets::one_hot}},
                "To which values pattern k clamps hidden unit j while it is learned: hidden_scale times the overlap "
                "x_j . x_k / N, or hidden_scale for j = k and otherwise 0.")
        .add(&Self::hidden_scale, "hidden_scale", "1", "Scale of the hidden values that are clamped.", {.above = 0})
        .choice(&Self::corrections, "corrections", {{"learned", Corrections::learned}, {"none", Corrections::none}},
                "Whether errors act back through the weights W and R, which then are learned; without them, values "
                "follow their predictions.")
        .choice(&Self::error_nodes, "errors", {{"nodes", Errors::nodes}, {"settled", Errors::settled}},
                "Errors in recall: nodes with the time constant tau_e, or at their equilibrium, (v - M p - b) / xi.")
        .add(&Self::tau_v_s, "tau_v", "s", "Time constant of the value nodes.", {.above = 0})
        .add(&Self::tau_e_s, "tau_e", "s", "Time constant of the error nodes.", {.above = 0})
        .add(&Self::error_decay, "xi", "1", "Decay of the error nodes.", {.min = 0});
  }

  void check() const {
    if (error_nodes == Errors::settled && error_decay == 0.0) {
      throw ParameterError("xi", "errors settle only if they decay, with xi above 0; `errors: nodes` does without");
    }
    require_memory(8.0 * 4.0 * static_cast<double>(visible) * static_cast<double>(hidden), "hidden",
                   "the weights between so many visible and hidden units");
  }

  Index units() const override { return visible; }
  [[nodiscard]] Index nodes() const { return visible + hidden; }
  Index state_size() const override { return error_nodes == Errors::nodes ? 2 * nodes() : nodes(); }

  void check_patterns(const Patterns& patterns) const override {
    if (patterns.cols() > hidden) {
      throw RunError("each pattern needs its own hidden unit, and there are " + counted(patterns.cols(), "pattern") +
                     " for " + counted(hidden, "hidden unit") + "; `hidden: " + std::to_string(patterns.cols()) +
                     "` is enough");
    }
  }

  void initialise(RandomStream& /*random*/) override {
    M_ = Matrix::Zero(visible, hidden);
    W_ = Matrix::Zero(hidden, visible);
    Q_ = Matrix::Zero(hidden, visible);
    R_ = Matrix::Zero(visible, hidden);
    b_ = Vector::Zero(nodes());
  }

  /// Hidden units begin at the values predicted from the pattern.
  void start(const ConstMatrixView& patterns, MatrixView states) const override {
    states.topRows(visible) = patterns;
    auto h = states.middleRows(visible, hidden);
    h.noalias() = Q_ * patterns;
    h.colwise() += b_.tail(hidden);
    states.bottomRows(state_size() - nodes()).setZero();
  }

  void record(Recorder& recorder) const override {
    recorder.matrix("M", {"unit", "hidden_unit"}, M_, "1",
                    "Prediction weights: from p to the errors of the visible units.");
    recorder.matrix("W", {"hidden_unit", "unit"}, W_, "1",
                    "Correction weights: from the errors of the visible units to h.");
    recorder.matrix("Q", {"hidden_unit", "unit"}, Q_, "1",
                    "Prediction weights: from v to the errors of the hidden units.");
    recorder.matrix("R", {"unit", "hidden_unit"}, R_, "1",
                    "Correction weights: from the errors of the hidden units to v.");
    recorder.vector("b", "unit", b_.head(visible), "1", "Biases of the visible units.");
    recorder.vector("c", "hidden_unit", b_.tail(hidden), "1", "Biases of the hidden units.");
  }

  void restore(const StoredWeights& stored) override {
    M_ = stored.matrix("M", visible, hidden);
    W_ = stored.matrix("W", hidden, visible);
    Q_ = stored.matrix("Q", hidden, visible);
    R_ = stored.matrix("R", visible, hidden);
    b_.head(visible) = stored.vector("b", visible);
    b_.tail(hidden) = stored.vector("c", hidden);
  }

  std::unique_ptr<Flow> flow(Index trials) const override { return std::make_unique<PcDenseFlow>(*this, trials); }

  double tau_e() const override { return tau_e_s; }
  double xi() const override { return error_decay; }

  Matrix clamped_values(const ConstMatrixView& patterns) const override {
    check_patterns(patterns);
    const Index count = patterns.cols();
    Matrix values = Matrix::Zero(nodes(), count);
    values.topRows(visible) = patterns;
    auto h = values.middleRows(visible, count);
    if (hidden_targets == HiddenTargets::one_hot) {
      h.diagonal().setConstant(hidden_scale);
    } else {
      h.noalias() = (hidden_scale / static_cast<double>(visible)) * patterns.transpose() * patterns;
    }
    return values;
  }

  void rates(const ConstVectorView& values, VectorView rates) const override {
    rates.head(visible) = values.head(visible);
    softmax(values.tail(hidden), rates.tail(hidden));
  }

  void residual(const ConstMatrixView& values, const ConstMatrixView& rates, MatrixView residual) const override {
    residual = values.colwise() - b_;
    residual.topRows(visible).noalias() -= M_ * rates.bottomRows(hidden);
    residual.bottomRows(hidden).noalias() -= Q_ * rates.topRows(visible);
  }

  void value_derivative(const ConstVectorView& values, const ConstVectorView& errors,
                        VectorView derivative) const override {
    Vector f(nodes());
    Matrix corrected(hidden, 1);
    rates(values, f);
    values_flow(f, errors, corrected, derivative);
  }

  void predictor_products(const ConstVectorView& one, const ConstVectorView& other,
                          VectorView products) const override {
    products.head(visible).setConstant(one.tail(hidden).dot(other.tail(hidden)));
    products.tail(hidden).setConstant(one.head(visible).dot(other.head(visible)));
  }

  void correct(const ConstMatrixView& errors, const ConstMatrixView& rates, double prediction_step,
               double correction_step, double bias_step) override {
    const auto e = errors.topRows(visible);
    const auto d = errors.bottomRows(hidden);
    const auto v = rates.topRows(visible);
    const auto p = rates.bottomRows(hidden);
    M_.noalias() += (prediction_step * e) * p.transpose();
    Q_.noalias() += (prediction_step * d) * v.transpose();
    if (corrections == Corrections::learned) {
      W_.noalias() += (correction_step * p) * e.transpose();
      R_.noalias() += (correction_step * v) * d.transpose();
    }
    b_ += bias_step * errors.rowwise().sum();
  }

  /// Equation (6): E at the equilibrium of the errors, (v - M p - b) / xi. Without decay there is no equilibrium, and
  /// the errors of the state are used. There is no promise that E never rises: where patterns compete, the descent is
  /// so steep that Euler steps of 1 ms overshoot.
  void energies(const ConstMatrixView& states, VectorView energies) const override {
    if (error_decay == 0.0) {
      energies = 0.5 * states.bottomRows(nodes()).colwise().squaredNorm().transpose();
      return;
    }
    Matrix f(nodes(), states.cols());
    Matrix r(nodes(), states.cols());
    rates_of(states.topRows(nodes()), f);
    residual(states.topRows(nodes()), f, r);
    energies = (0.5 / (error_decay * error_decay)) * r.colwise().squaredNorm().transpose();
  }

  /// With B = dr/d(v, h), A = [-I R; J W -I] and H = d(J u)/dh at fixed u = W e:
  ///     [ H / tau_v   A / tau_v       ]
  ///     [ B / tau_e   -xi / tau_e I   ]     and (A B / xi + H) / tau_v if errors are settled.
  void jacobian(const ConstVectorView& state, MatrixView jacobian) const override {
    const Index n = nodes();
    Vector f(n);
    rates(state.head(n), f);
    const Vector p = f.tail(hidden);
    Matrix J = -beta * p * p.transpose();
    J.diagonal() += beta * p;
    Matrix B = Matrix::Identity(n, n);
    B.topRightCorner(visible, hidden).noalias() = -M_ * J;
    B.bottomLeftCorner(hidden, visible) = -Q_;
    Matrix A = -Matrix::Identity(n, n);
    if (corrections == Corrections::learned) {
      A.topRightCorner(visible, hidden) = R_;
      A.bottomLeftCorner(hidden, visible).noalias() = J * W_;
    }
    Vector e;
    if (error_nodes == Errors::settled) {
      Matrix r(n, 1);
      residual(state.head(n), f, r);
      e = r / error_decay;
      jacobian.noalias() = A * B / (tau_v_s * error_decay);
    } else {
      e = state.tail(n);
      jacobian.setZero();
      jacobian.topRightCorner(n, n) = A / tau_v_s;
      jacobian.bottomLeftCorner(n, n) = B / tau_e_s;
      jacobian.bottomRightCorner(n, n).diagonal().array() = -error_decay / tau_e_s;
    }
    if (corrections == Corrections::none) {
      return;
    }
    const Vector u = W_ * e.head(visible);
    // J u = beta (p * u - p (p . u)), and dp = J dh.
    Matrix H = -p * u.transpose();
    H.diagonal().array() += u.array() - p.dot(u);
    jacobian.block(visible, visible, hidden, hidden).noalias() += (beta / tau_v_s) * (H * J);
  }

  /// The rates v and p of every trial; both arguments are node x trial.
  void rates_of(const ConstMatrixView& values, MatrixView rates) const {
    for (Index trial = 0; trial < values.cols(); ++trial) {
      this->rates(values.col(trial), rates.col(trial));
    }
  }

  /// d(v, h)/dt of a batch, from the rates v and p and the errors e and d; `corrected` is scratch space of hidden x
  /// trial.
  void values_flow(const ConstMatrixView& rates, const ConstMatrixView& errors, MatrixView corrected,
                   MatrixView derivative) const {
    derivative = errors * (-1.0 / tau_v_s);
    if (corrections == Corrections::none) {
      return;
    }
    const auto p = rates.bottomRows(hidden);
    corrected.noalias() = W_ * errors.topRows(visible);
    for (Index trial = 0; trial < rates.cols(); ++trial) {
      const double mean = p.col(trial).dot(corrected.col(trial));
      derivative.col(trial).tail(hidden).array() +=
          (beta / tau_v_s) * p.col(trial).array() * (corrected.col(trial).array() - mean);
    }
    derivative.topRows(visible).noalias() += (1.0 / tau_v_s) * R_ * errors.bottomRows(hidden);
  }

  [[nodiscard]] const Matrix& prediction_of_visible() const { return M_; }
  [[nodiscard]] const Matrix& prediction_of_hidden() const { return Q_; }
  [[nodiscard]] const Matrix& correction_of_hidden() const { return W_; }
  [[nodiscard]] const Matrix& correction_of_visible() const { return R_; }
  [[nodiscard]] const Vector& biases() const { return b_; }

 private:
  void softmax(const ConstVectorView& h, VectorView p) const {
    // Relative to the largest value, so that exp neither overflows nor vanishes for all units.
    p = ((h.array() - h.maxCoeff()) * beta).exp();
    p /= p.sum();
  }

  Matrix M_;  ///< visible x hidden
  Matrix W_;  ///< hidden x visible
  Matrix Q_;  ///< hidden x visible
  Matrix R_;  ///< visible x hidden
  Vector b_;  ///< b above c
};

inline PcDenseFlow::PcDenseFlow(const PcDenseMemory& model, Index trials)
    : model_(model),
      values_(model.nodes(), trials),
      rates_(model.nodes(), trials),
      residuals_(model.nodes(), trials),
      errors_(model.nodes(), trials),
      velocities_(model.nodes(), trials),
      corrected_(model.hidden, trials) {}

inline void PcDenseFlow::derivative(const ConstMatrixView& states, MatrixView derivatives) {
  const Index n = model_.nodes();
  const bool settled = model_.error_nodes == PcDenseMemory::Errors::settled;
  values_ = states.topRows(n);
  model_.rates_of(values_, rates_);
  model_.residual(values_, rates_, residuals_);
  if (settled) {
    errors_ = residuals_ / model_.error_decay;
  } else {
    errors_ = states.bottomRows(n);
    derivatives.bottomRows(n) = (residuals_ - model_.error_decay * errors_) / model_.tau_e_s;
  }
  model_.values_flow(rates_, errors_, corrected_, velocities_);
  derivatives.topRows(n) = velocities_;
}

ENGRAM_PLUGINS(
    model<PcDenseMemory>(
        "pc_dense_memory",
        "Predictive coding with a softmax over hidden units, one for each pattern: a modern Hopfield network "
        "that the predictive-coding rule trains.")
        .with_equation("tau_v dv/dt = -e + R d;  tau_v dh/dt = -d + J W e;  tau_e de/dt = v - M p - b - xi e;  "
                       "tau_e dd/dt = h - Q v - c - xi d;  p = softmax(beta h), J = dp/dh")
        .with_source("arXiv 2406.14723, equations (1), (2) and (6), and section 5; H. Ramsauer et al., ICLR "
                     "(2021); D. Krotov, J. J. Hopfield, ICLR (2021)")
        .with_example("units: 24, hidden: 8, errors: settled")
        .with_example("units: 24, hidden: 8"));
