// Classical Hopfield network: units that act on each other through one weight per pair, updated all together
// (synchronous) or one after the other in a new random order (asynchronous):
//     s_i <- f(h_i),  h_i = sum_j W_ij s_j + b_i - theta
//     E = -1/2 s^T W s - b^T s + theta sum_i s_i + sum_i G(s_i),  G(s) = integral of f^-1 from 0 to s
// with G(s) = 0                                             for f = sign
//      G(s) = T/2 [(1 + s) ln(1 + s) + (1 - s) ln(1 - s)]   for f = tanh(h / T):             T ln 2 at s = -1 and 1
//      G(s) = T [s ln s + (1 - s) ln(1 - s)]                for f = 1 / (1 + exp(-h / T)):   0 at s = 0 and 1
// A graded unit never takes a value beyond these ends; there G and E are infinite.
//
// With `response: heat_bath` (Glauber dynamics) a unit takes the value 1 with the probability
// 1 / (1 + exp(-(E(-1) - E(1)) / T)), which is 1 / (1 + exp(-2 h_i / T)); T -> 0 is f = sign.
//
// With `coding: zero_one` the units are V_i = (s_i + 1) / 2, which is 1 or 0, as in Hopfield's paper of 1982. The
// state is still s, so that patterns of +1 and -1 stand for 1 and 0:
//     h_i = sum_j W_ij V_j + b_i - theta,  E = -1/2 V^T W V - b^T V + theta sum_i V_i,
// and heat_bath gives 1 with the probability 1 / (1 + exp(-h_i / T)).
//
// G is convex, with G'' >= m for m = 0, T and 4 T. An update minimises the sum of G and the linearised rest of E, so
// that if W is symmetric, a change d of the state changes E by at most -1/2 d^T (W + m I) d. E therefore never rises
//     under asynchronous updates, if W_ii >= -m for every unit;
//     under synchronous updates, if no eigenvalue of W is below -m.
//
// Sources: J. J. Hopfield, Neural networks and physical systems with emergent collective computational abilities,
// PNAS 79 (1982); for graded f: J. J. Hopfield, PNAS 81 (1984); for heat_bath: R. J. Glauber, J. Math. Phys. 4
// (1963), and D. J. Amit, H. Gutfreund, H. Sompolinsky, Phys. Rev. Lett. 55 (1985).
//
// Patterns of +-1 often give a field of exactly 0, which rounding turns into a tiny number whose sign depends on the
// order of the sum. A field that could be zero up to rounding is therefore treated as zero, even if the weights
// themselves are only the rounding errors of outer products that cancel.
//
// If W is a sum of outer products of P patterns, the patterns can be held instead of the matrix (outer_products.hpp).
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>

#include <engram/kernel.hpp>
#include <engram/outer_products.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct Hopfield : Model, OffersUpdates, OffersPairwiseWeights, OffersEnergy, OffersStoredWeights {
  enum class Update { synchronous, asynchronous };
  enum class Response { sign, tanh, logistic, heat_bath };
  enum class Coding { signs, zero_one };
  enum class AtZero { keep, zero };
  enum class Weights { automatic, dense, implicit };

  Index unit_count = 0;
  Update update = Update::asynchronous;
  Response response = Response::sign;
  Coding coding = Coding::signs;
  double temperature = 0.1;
  double threshold = 0.0;
  AtZero at_zero = AtZero::keep;
  Weights held_weights = Weights::automatic;

  static auto params() {
    return engram::params<Hopfield>()
        .add(&Hopfield::unit_count, "units", "1", "Number of units.", {.min = 1, .required = true})
        .choice(&Hopfield::update, "update",
                {{"synchronous", Update::synchronous}, {"asynchronous", Update::asynchronous}},
                "Whether an update moves all units at once, or one after the other in a fresh random order.")
        .choice(
            &Hopfield::response, "response",
            {{"sign", Response::sign},
             {"tanh", Response::tanh},
             {"logistic", Response::logistic},
             {"heat_bath", Response::heat_bath}},
            "f(h), the new value of a unit in the field h: sign(h), tanh(h / T), 1 / (1 + exp(-h / T)), or +1 with "
            "the probability 1 / (1 + exp(-2 h / T)) and -1 otherwise (heat_bath).")
        .choice(&Hopfield::coding, "coding", {{"signs", Coding::signs}, {"zero_one", Coding::zero_one}},
                "The values of units that have two: +1 and -1, or 1 and 0, which patterns of +1 and -1 stand for.")
        .add(
            &Hopfield::temperature, "temperature", "1",
            "T of the responses tanh, logistic and heat_bath; sign has none. In Hebbian weights a pattern of +1 and "
            "-1 makes "
            "fields of 1: tanh units recall it for T well below 1, and nothing from T = 1 on. One of as many 0 as 1, "
            "learned with `mean: patterns`, makes fields of 1/8: logistic units recall it for T well below "
            "1/16, such as 0.01.",
            {.above = 0})
        .add(&Hopfield::threshold, "threshold", "1", "Threshold theta of every unit.")
        .choice(
            &Hopfield::at_zero, "at_zero", {{"keep", AtZero::keep}, {"zero", AtZero::zero}},
            "What the response sign gives in a field of zero: the value that the unit has, or 0, which is neither.")
        .choice(&Hopfield::held_weights, "weights",
                {{"auto", Weights::automatic}, {"dense", Weights::dense}, {"implicit", Weights::implicit}},
                "How the weights are held: as a matrix (dense), as the patterns that they are the outer products of "
                "(implicit), or as whichever is faster and fits the learning rules (auto).");
  }

  void check() const {
    if (coding == Coding::zero_one && !has_two_values()) {
      throw ParameterError("coding",
                           "`coding: zero_one` is for units of two values; allowed with it: response: sign, "
                           "response: heat_bath");
    }
    if (coding == Coding::zero_one && at_zero == AtZero::zero) {
      throw ParameterError("at_zero", "units of 1 and 0 have no value between; allowed with coding: zero_one: keep");
    }
  }

  void check_use(const std::vector<Facet>& used) const override {
    const bool as_matrix = contains(used, OffersPairwiseWeights::facet);
    if (as_matrix && held_weights == Weights::implicit) {
      throw ParameterError("weights",
                           "implicit weights are sums of outer products, and a learning rule of this spec writes "
                           "into a matrix; allowed: auto, dense");
    }
    if (as_matrix || held_weights == Weights::dense) {
      const auto n = static_cast<double>(unit_count);
      require_memory(2.0 * 8.0 * n * n, "units", "the weights between so many units, and the copy that is recorded,");
    }
  }

  void check_unit_values(const ConstMatrixView& patterns) const override {
    const std::string signs =
        "the parameters `threshold` of a file's patterns and `coding: signs` of sparse ones make +1 and -1";
    switch (response) {
      case Response::sign:
      case Response::heat_bath:
        return check_values(
            patterns,
            [this](double value) {
              return std::fabs(value) == 1.0 ||
                     (value == 0.0 && response == Response::sign && at_zero == AtZero::zero);
            },
            std::string("units of a Hopfield network with `") +
                (coding == Coding::zero_one        ? "coding: zero_one` are 1 or 0, given as +1 or -1"
                 : response == Response::heat_bath ? "response: heat_bath` are +1 or -1"
                                                   : "response: sign` are +1 or -1"),
            signs);
      case Response::tanh:
        return check_values(
            patterns, [](double value) { return std::fabs(value) <= 1.0; },
            "units of a Hopfield network with `response: tanh` lie between -1 and 1", signs);
      case Response::logistic:
        return check_values(
            patterns, [](double value) { return value >= 0.0 && value <= 1.0; },
            "units of a Hopfield network with `response: logistic` lie between 0 and 1",
            "`coding: zero_one` of sparse patterns makes 0 and 1, and other values go with `response: tanh`");
    }
  }

  Index units() const override { return unit_count; }

  bool discrete_values() const override { return has_two_values(); }

  bool moves_at_random() const override { return response == Response::heat_bath; }

  void initialise(RandomStream& /*random*/) override {
    W_.resize(0, 0);
    products_.reset();
    b_ = Vector::Zero(unit_count);
    added_ = Vector::Zero(unit_count);
  }

  void record(Recorder& recorder) const override {
    if (products_) {
      products_->record(recorder);
    } else if (W_.size() > 0) {
      recorder.matrix("W", {"unit", "source_unit"}, W_, "1", "Weights: from source_unit to unit.");
      recorder.vector("weight_terms", "unit", added_, "1",
                      "Sum of the absolute values of all outer products that were added to the weights of a unit; a "
                      "field that is tiny beside it is a rounding error.");
    }
    recorder.vector("b", "unit", b_, "1", "Biases.");
  }

  void restore(const StoredWeights& stored) override {
    b_ = stored.vector("b", unit_count);
    if (stored.has("X")) {
      products_.emplace(unit_count);
      products_->restore(stored, has_two_values());
      if (held_weights == Weights::dense) {
        multiply_out();
      }
    } else if (stored.has("W")) {
      if (held_weights == Weights::implicit) {
        throw RunError("they are a matrix, which `weights: implicit` cannot hold; allowed: auto, dense");
      }
      W_ = stored.matrix("W", unit_count, unit_count);
      // Results of engram 0.1 have no such terms.
      added_ =
          stored.has("weight_terms") ? stored.vector("weight_terms", unit_count) : Vector(Vector::Zero(unit_count));
    }
  }

  std::unique_ptr<Updates> updates(Index trials) const override;

  MatrixView weights() override {
    multiply_out();
    return W_;
  }
  VectorView biases() override { return b_; }

  void add_outer_products(const Patterns& patterns, double rho, double factor, bool self_connections) override {
    if (W_.size() == 0 && !products_ && holds_implicitly(patterns.cols())) {
      products_.emplace(unit_count);
    }
    if (products_) {
      // Only states of +1 and -1 gain from patterns held as bits.
      products_->add(patterns, rho, factor, self_connections, has_two_values());
    } else {
      add_to_matrix(patterns.matrix(), rho, factor, self_connections);
    }
  }

  void fields(const ConstMatrixView& states, MatrixView fields) const override {
    add_up(states, fields);
    if (coding == Coding::zero_one) {
      fields = 0.5 * (fields.colwise() + sums_of_weights());
    }
    fields.colwise() += b_;
  }

  double largest_field() const override { return (weight_sums() + b_.cwiseAbs()).maxCoeff(); }

  double field_threshold() const override { return threshold; }

  double lower_value() const override { return response == Response::logistic ? 0.0 : -1.0; }

  void energies(const ConstMatrixView& states, VectorView energies) const override {
    if (coding == Coding::zero_one) {
      put_pairwise_energies(0.5 * (states.array() + 1.0).matrix(), energies);
    } else {
      put_pairwise_energies(states, energies);
    }
    if (!has_two_values()) {
      add_integrals(states, energies);
    }
  }

  /// Checks the conditions at the head of this file, for states between the ends of the response. Returns false if
  /// the check would need a matrix that is too large, as for synchronous updates of many units.
  bool energy_never_rises() const override {
    if (response == Response::heat_bath) {
      return false;
    }
    const double rounding = 1e-12 * (1.0 + weight_sums().maxCoeff());
    const double shift = least_curvature() + rounding;
    if (products_) {
      return update == Update::asynchronous ? products_->least_diagonal() >= -shift : no_eigenvalue_below(-shift);
    }
    if (W_.size() == 0) {
      return true;
    }
    return W_.isApprox(W_.transpose(), 1e-12) &&
           (update == Update::asynchronous ? W_.diagonal().minCoeff() >= -shift : is_definite(W_, shift));
  }

  // The updates use the weights only through these three functions, so they do not depend on how W is held.

  /// W s for each column of `states`, both unit x trial.
  void add_up(const ConstMatrixView& states, MatrixView fields) const {
    if (products_) {
      products_->multiply(states, fields);
    } else if (W_.size() == 0) {
      // As with a matrix of zeros, NaN has to spread.
      for (Index trial = 0; trial < states.cols(); ++trial) {
        fields.col(trial).setConstant(0.0 * states.col(trial).sum());
      }
    } else {
      fields.noalias() = W_ * states;
    }
  }
  /// Updates W s after the value of one unit grew by `change`, for a W that is not held as patterns.
  void add_change(Index unit, double change, double* field) const {
    if (W_.size() > 0) {
      kernel::add_scaled(change, W_.col(unit).data(), field, unit_count);
    } else if (!std::isfinite(change)) {
      // A matrix of zeros would spread the NaN too.
      std::fill(field, field + unit_count, std::numeric_limits<double>::quiet_NaN());
    }
  }
  /// An upper bound of sum_j |W_ij| of every unit.
  [[nodiscard]] Vector weight_sums() const {
    if (products_) {
      return products_->weight_bounds();
    }
    Vector sums = Vector::Zero(unit_count);
    for (Index source = 0; source < W_.cols(); ++source) {
      sums += W_.col(source).cwiseAbs();
    }
    return sums.cwiseMax(added_);
  }

  /// The sum W s + offset is h for units of +1 and -1, and 2 h for units of 1 and 0.
  [[nodiscard]] Vector offsets() const {
    const Vector own = b_.array() - threshold;
    return coding == Coding::zero_one ? 2.0 * own + sums_of_weights() : own;
  }
  /// The weights, if they are held as patterns; nullptr if they are a matrix.
  [[nodiscard]] const OuterProducts* products() const { return products_ ? &*products_ : nullptr; }

 private:
  [[nodiscard]] bool has_two_values() const { return response == Response::sign || response == Response::heat_bath; }

  /// -1/2 V^T W V - b^T V + theta sum_i V_i of the values V in each column.
  void put_pairwise_energies(const ConstMatrixView& values, VectorView energies) const {
    Matrix fields(values.rows(), values.cols());
    add_up(values, fields);
    fields = (0.5 * fields).colwise() + (b_.array() - threshold).matrix();
    energies = -fields.cwiseProduct(values).colwise().sum().transpose();
  }

  /// sum_j W_ij of every unit.
  [[nodiscard]] Vector sums_of_weights() const {
    const Matrix ones = Matrix::Ones(unit_count, 1);
    Matrix sums(unit_count, 1);
    add_up(ones, sums);
    return sums.col(0);
  }

  /// A matrix for this many units takes 128 MB.
  static constexpr Index most_units_of_matrix = 4096;

  /// Whether this number of patterns is held instead of the matrix.
  [[nodiscard]] bool holds_implicitly(Index patterns) const {
    // An asynchronous sweep reads only the columns of the units that change, so a small matrix is as fast as the
    // patterns.
    if (held_weights != Weights::automatic) {
      return held_weights == Weights::implicit;
    }
    return unit_count > most_units_of_matrix || (update == Update::synchronous && 2 * patterns < unit_count);
  }

  /// m, the least G''.
  [[nodiscard]] double least_curvature() const {
    switch (response) {
      case Response::sign:
      case Response::heat_bath:
        return 0.0;
      case Response::tanh:
        return temperature;
      case Response::logistic:
        return 4.0 * temperature;
    }
    return 0.0;
  }

  /// G(s).
  [[nodiscard]] double integral(double s) const {
    const auto x_ln_x = [](double x) { return x > 0.0 ? x * std::log(x) : x; };
    const double low = response == Response::tanh ? 0.5 * (1.0 + s) : s;
    const double high = 1.0 - low;
    if (low < 0.0 || high < 0.0) {
      return std::numeric_limits<double>::infinity();
    }
    const double at_middle = response == Response::tanh ? std::log(2.0) : 0.0;
    return temperature * (x_ln_x(low) + x_ln_x(high) + at_middle);
  }

  void add_integrals(const ConstMatrixView& states, VectorView energies) const {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      double sum = 0.0;
      for (Index unit = 0; unit < states.rows(); ++unit) {
        sum += integral(states(unit, trial));
      }
      energies[trial] += sum;
    }
  }

  /// Whether W + shift I is positive definite, for a symmetric W.
  [[nodiscard]] static bool is_definite(const Matrix& W, double shift) {
    Matrix shifted = W;
    shifted.diagonal().array() += shift;
    return Eigen::LLT<Matrix>(shifted).info() == Eigen::Success;
  }

  /// The same for weights that are held as patterns; false if it can be shown neither from the patterns nor from a
  /// matrix.
  [[nodiscard]] bool no_eigenvalue_below(double bound) const {
    return products_->eigenvalue_bound() >= bound ||
           (unit_count <= most_units_of_matrix && is_definite(products_->multiplied_out(), -bound));
  }

  void multiply_out() {
    if (products_) {
      W_ = products_->multiplied_out();
      added_ += products_->weight_bounds();
      products_.reset();
    } else if (W_.size() == 0) {
      W_ = Matrix::Zero(unit_count, unit_count);
    }
  }

  void add_to_matrix(const ConstMatrixView& patterns, double rho, double factor, bool self_connections) {
    multiply_out();
    const Vector diagonal = W_.diagonal();
    const Matrix deviations = patterns.array() - rho;
    for (const auto& deviation : deviations.colwise()) {
      added_ += std::fabs(factor) * deviation.cwiseAbs().sum() * deviation.cwiseAbs();
    }
    // One triangle is computed and mirrored, so that the weights are symmetric to the last bit. The factor is applied
    // last, so that sums of whole numbers are exact.
    Matrix sums = Matrix::Zero(unit_count, unit_count);
    sums.selfadjointView<Eigen::Lower>().rankUpdate(deviations);
    sums.triangularView<Eigen::StrictlyUpper>() = sums.transpose();
    W_ += factor * sums;
    if (!self_connections) {
      W_.diagonal() = diagonal;
    }
  }

  Matrix W_;  ///< 0 x 0 before learning, and if products_ is used instead
  std::optional<OuterProducts> products_;
  Vector b_;
  Vector added_;  ///< sum_j of the absolute values of all outer products that were added to W_ij
};

/// f(h) of the units, with the data that it needs besides the weights.
class HopfieldResponse {
 public:
  explicit HopfieldResponse(const Hopfield& model)
      : response_(model.response),
        keeps_(model.at_zero == Hopfield::AtZero::keep),
        inverse_temperature_(1.0 / model.temperature),
        // The difference of energies of the two values is 2 h for +1 and -1, and h for 1 and 0.
        flip_slope_((model.coding == Hopfield::Coding::zero_one ? 0.5 : 2.0) / model.temperature),
        offsets_(model.offsets()),
        zeros_(1e-12 * (model.weight_sums().array() + offsets_.array().abs())) {}

  [[nodiscard]] bool is_random() const { return response_ == Hopfield::Response::heat_bath; }

  /// The new value of one unit, from its entry of W s and its present value.
  [[nodiscard]] double value(Index unit, double sum, double present, RandomStream& random) const {
    const double h = sum + offsets_[unit];
    switch (response_) {
      case Hopfield::Response::sign:
        return sign(h, zeros_[unit], keeps_ ? present : h - h);
      case Hopfield::Response::tanh:
        return kernel::tanh(h * inverse_temperature_);
      case Hopfield::Response::logistic:
        return kernel::logistic(h * inverse_temperature_);
      case Hopfield::Response::heat_bath:
        return drawn(h, random);
    }
    return present;
  }

  /// Replaces W s in `fields` by the new values of all units of a trial.
  void values(const double* present, double* fields, RandomStream& random) const {
    const Index units = offsets_.size();
    switch (response_) {
      case Hopfield::Response::sign:
        signs(offsets_.data(), zeros_.data(), keeps_, present, fields, units);
        break;
      case Hopfield::Response::tanh:
        tanhs(offsets_.data(), inverse_temperature_, fields, units);
        break;
      case Hopfield::Response::logistic:
        logistics(offsets_.data(), inverse_temperature_, fields, units);
        break;
      case Hopfield::Response::heat_bath:
        for (Index i = 0; i < units; ++i) {
          fields[i] = drawn(fields[i] + offsets_[i], random);
        }
        break;
    }
  }

 private:
  /// +1 or -1, drawn for W s + offset; NaN if that is NaN.
  [[nodiscard]] double drawn(double sum, RandomStream& random) const {
    const double chance = kernel::logistic(sum * flip_slope_);
    return random.uniform() < chance ? 1.0 : chance - chance - 1.0;
  }

  /// If h is NaN, both comparisons are false, so `at_zero` has to be NaN too.
  static double sign(double h, double zero, double at_zero) { return h > zero ? 1.0 : (h < -zero ? -1.0 : at_zero); }

  ENGRAM_KERNEL static void signs(const double* __restrict offsets, const double* __restrict zeros, bool keeps,
                                  const double* __restrict present, double* __restrict fields, Index units) {
    for (Index i = 0; i < units; ++i) {
      const double h = fields[i] + offsets[i];
      fields[i] = sign(h, zeros[i], keeps ? present[i] : h - h);
    }
  }
  ENGRAM_KERNEL static void tanhs(const double* __restrict offsets, double inverse_temperature,
                                  double* __restrict fields, Index units) {
    for (Index i = 0; i < units; ++i) {
      fields[i] = kernel::tanh((fields[i] + offsets[i]) * inverse_temperature);
    }
  }
  ENGRAM_KERNEL static void logistics(const double* __restrict offsets, double inverse_temperature,
                                      double* __restrict fields, Index units) {
    for (Index i = 0; i < units; ++i) {
      fields[i] = kernel::logistic((fields[i] + offsets[i]) * inverse_temperature);
    }
  }

  Hopfield::Response response_;
  bool keeps_;
  double inverse_temperature_;
  double flip_slope_;
  Vector offsets_;
  Vector zeros_;  ///< fields up to this size count as zero
};

/// Updates all units together: one product for all trials, then f.
class SynchronousHopfield : public Updates {
 public:
  SynchronousHopfield(const Hopfield& model, Index trials)
      : model_(model), response_(model), fields_(model.units(), trials) {}

  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& random) override {
    model_.add_up(states, fields_);
    for (Index trial = 0; trial < states.cols(); ++trial) {
      response_.values(states.col(trial).data(), fields_.col(trial).data(), random[static_cast<std::size_t>(trial)]);
    }
    put(fields_, held, states);
  }

 private:
  const Hopfield& model_;
  HopfieldResponse response_;
  Matrix fields_;  ///< unit x trial
};

/// Updates one unit after the other. W s is kept for each trial and corrected after every change of a unit, so that a
/// sweep with few changes is cheap.
class AsynchronousHopfield : public Updates {
 public:
  AsynchronousHopfield(const Hopfield& model, Index trials)
      : model_(model),
        response_(model),
        known_(model.units(), trials),
        fields_(model.units(), trials),
        order_(static_cast<std::size_t>(model.units())) {}

  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& random) override {
    follow(states);
    for (Index trial = 0; trial < states.cols(); ++trial) {
      std::iota(order_.begin(), order_.end(), Index{0});
      RandomStream& own = random[static_cast<std::size_t>(trial)];
      own.shuffle(order_);
      sweep(trial, order_, states, held, own);
    }
  }

  /// Updates W s to states (unit x trial) that may have been changed from outside.
  void follow(const MatrixView& states) {
    if (changes_ > most_changes_per_unit * known_.size() || !started_) {
      model_.add_up(states, fields_);
      known_ = states;
      changes_ = 0;
      started_ = true;
      return;
    }
    for (Index trial = 0; trial < states.cols(); ++trial) {
      for (Index unit = 0; unit < states.rows(); ++unit) {
        set(unit, trial, states(unit, trial));
      }
    }
  }

  /// Updates the units in `order` of one trial, except held units. follow() must have been called for `states`.
  void sweep(Index trial, const std::vector<Index>& order, MatrixView states, const Mask& held,
             RandomStream& random) {
    for (const Index unit : order) {
      if (held.size() == 0 || !held(unit, trial)) {
        states(unit, trial) = response_.value(unit, fields_(unit, trial), states(unit, trial), random);
        set(unit, trial, states(unit, trial));
      }
    }
  }

 private:
  /// After this many corrections per unit, fields are computed again, so that rounding errors do not add up.
  static constexpr Index most_changes_per_unit = 10;

  void set(Index unit, Index trial, double value) {
    const double change = value - known_(unit, trial);
    // The comparison is true for NaN too, which has to spread.
    if (change != 0.0) {
      model_.add_change(unit, change, fields_.col(trial).data());
      known_(unit, trial) = value;
      ++changes_;
    }
  }

  const Hopfield& model_;
  HopfieldResponse response_;
  Matrix known_;   ///< the states for which fields_ was computed
  Matrix fields_;  ///< W s, unit x trial
  std::vector<Index> order_;
  Index changes_ = 0;  ///< corrections since the fields were computed
  bool started_ = false;
};

/// Updates all units together, without a matrix.
class SynchronousOuterProducts : public Updates {
 public:
  SynchronousOuterProducts(const Hopfield& model, Index trials)
      : products_(*model.products()),
        response_(model),
        overlaps_(products_.patterns().padded_count(), trials),
        fields_(model.units(), trials),
        commons_(trials),
        last_(static_cast<std::size_t>(trials)),
        settled_(static_cast<std::size_t>(trials), 0) {}

  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& random) override {
    if (products_.patterns().packed()) {
      for (Index trial = 0; trial < states.cols(); ++trial) {
        update_packed(trial, states, held, random);
      }
    } else {
      update_all(states, held, random);
    }
  }

 private:
  void update_packed(Index trial, MatrixView states, const Mask& held, std::vector<RandomStream>& random) {
    const StoredPatterns& patterns = products_.patterns();
    const auto at = static_cast<std::size_t>(trial);
    double* const state = states.col(trial).data();
    double* const overlaps = overlaps_.col(trial).data();
    patterns.pack(state, bits_);
    // A trial at rest does not change any more, and most trials of a batch soon come to rest.
    if (!response_.is_random() && settled_[at] != 0 && bits_.exact && bits_ == last_[at]) {
      return;
    }
    patterns.overlaps(state, bits_, overlaps);
    const double sum = bits_.exact ? bits_.sum() : states.col(trial).sum();
    commons_[trial] = products_.coefficients(sum, overlaps);
    patterns.combine(overlaps, fields_.col(trial).data(), tables_);
    finish(trial, states, held, random);
    std::swap(last_[at], bits_);
  }

  void update_all(MatrixView states, const Mask& held, std::vector<RandomStream>& random) {
    const StoredPatterns& patterns = products_.patterns();
    patterns.overlaps(states, overlaps_);
    for (Index trial = 0; trial < states.cols(); ++trial) {
      commons_[trial] = products_.coefficients(states.col(trial).sum(), overlaps_.col(trial).data());
    }
    patterns.combine(overlaps_, fields_);
    for (Index trial = 0; trial < states.cols(); ++trial) {
      finish(trial, states, held, random);
    }
  }

  /// Computes the new values of a trial from the sums over patterns in fields_.
  void finish(Index trial, MatrixView states, const Mask& held, std::vector<RandomStream>& random) {
    auto state = states.col(trial);
    auto values = fields_.col(trial);
    OuterProducts::finish(state.data(), commons_[trial], values.data(), products_.diagonal().data(),
                          products_.scale(), products_.units());
    response_.values(state.data(), values.data(), random[static_cast<std::size_t>(trial)]);
    if (held.size() > 0) {
      values = held.col(trial).select(state, values);
    }
    settled_[static_cast<std::size_t>(trial)] = values == state ? 1 : 0;
    state = values;
  }

  const OuterProducts& products_;
  HopfieldResponse response_;
  Matrix overlaps_;  ///< pattern x trial
  Matrix fields_;    ///< unit x trial
  Vector commons_;   ///< sum_k rho_k c_k of each trial
  PackedState bits_;
  std::vector<PackedState> last_;  ///< each trial's state before the last update
  std::vector<char> settled_;      ///< the trials that the last update did not change
  std::vector<double> tables_;
};

/// Updates one unit after the other, without a matrix. The overlaps are corrected after every change of a unit, so
/// that a unit costs no more than a sum over the patterns.
class AsynchronousOuterProducts : public Updates {
 public:
  explicit AsynchronousOuterProducts(const Hopfield& model)
      : products_(*model.products()),
        response_(model),
        overlaps_(products_.patterns().padded_count()),
        coefficients_(products_.patterns().padded_count()),
        is_plain_(products_.is_plain()),
        order_(static_cast<std::size_t>(model.units())) {}

  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& random) override {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      std::iota(order_.begin(), order_.end(), Index{0});
      RandomStream& own = random[static_cast<std::size_t>(trial)];
      own.shuffle(order_);
      sweep(trial, order_, states, held, own);
    }
  }

  /// Updates the units in `order` of one trial, except held units.
  void sweep(Index trial, const std::vector<Index>& order, MatrixView states, const Mask& held,
             RandomStream& random) {
    const StoredPatterns& patterns = products_.patterns();
    double* const state = states.col(trial).data();
    // Overlaps are computed again for each sweep, since states may have been changed from outside, and so that
    // rounding errors do not add up.
    patterns.pack(state, bits_);
    patterns.overlaps(state, bits_, overlaps_.data());
    double sum = states.col(trial).sum();
    double common = take_coefficients(sum);
    const double* const coefficients = is_plain_ ? overlaps_.data() : coefficients_.data();
    for (const Index unit : order) {
      if (held.size() > 0 && held(unit, trial)) {
        continue;
      }
      const double field = products_.scale() * (patterns.combine_at(unit, coefficients) - common -
                                                products_.diagonal()[unit] * state[unit]);
      const double value = response_.value(unit, field, state[unit], random);
      const double change = value - state[unit];
      // The comparison is true for NaN too, which has to spread.
      if (change != 0.0) {
        state[unit] = value;
        sum += change;
        patterns.add_unit(unit, change, overlaps_.data());
        common = take_coefficients(sum);
      }
    }
  }

 private:
  /// Updates the coefficients to the overlaps; returns the sum that is subtracted from every field.
  double take_coefficients(double state_sum) {
    if (is_plain_) {
      return 0.0;
    }
    coefficients_ = overlaps_;
    return products_.coefficients(state_sum, coefficients_.data());
  }

  const OuterProducts& products_;
  HopfieldResponse response_;
  Vector overlaps_;
  Vector coefficients_;
  bool is_plain_;  ///< the overlaps are the coefficients
  PackedState bits_;
  std::vector<Index> order_;
};

inline std::unique_ptr<Updates> Hopfield::updates(Index trials) const {
  const bool at_once = update == Update::synchronous;
  if (products_) {
    return at_once ? std::unique_ptr<Updates>(std::make_unique<SynchronousOuterProducts>(*this, trials))
                   : std::make_unique<AsynchronousOuterProducts>(*this);
  }
  return at_once ? std::unique_ptr<Updates>(std::make_unique<SynchronousHopfield>(*this, trials))
                 : std::make_unique<AsynchronousHopfield>(*this, trials);
}

ENGRAM_PLUGINS(
    model<Hopfield>(
        "hopfield",
        "Classical Hopfield network: units of two states, at a temperature or without one, or graded ones, "
        "in discrete updates.")
        .with_equation("s_i <- f(h_i);  h_i = sum_j W_ij s_j + b_i - theta;  "
                       "E = -1/2 s^T W s - b^T s + theta sum_i s_i + sum_i G(s_i);  "
                       "G(s) = integral of f^-1 from 0 to s, and 0 for sign and heat_bath")
        .with_source("J. J. Hopfield, PNAS 79, 2554 (1982) and PNAS 81, 3088 (1984); R. J. Glauber, J. Math. Phys. "
                     "4, 294 (1963)")
        .with_example("units: 24")
        .with_same_result("weights", {"dense", "implicit"}));
