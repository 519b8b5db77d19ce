// Dense associative memory: a network whose energy weights the overlap of its state with each memory by a steep
// function F, so that it can separate far more memories than pairwise weights can:
//     E(s) = -sum_k F(x_k . s)
//     s_i <- sign(sum_k [F(x_ki + m_ki) - F(-x_ki + m_ki)]),  m_ki = sum_{j != i} x_kj s_j
// with F(z) = z^n (n = 2 is the classical network), its rectified form, or exp(beta z).
//
// Sources: D. Krotov and J. J. Hopfield, Dense associative memory for pattern recognition, NIPS 29 (2016);
// M. Demircigil, J. Heusel, M. Loewe, S. Upgang, F. Vermet, On a model of associative memory with huge storage
// capacity, J. Stat. Phys. 168 (2017), for exp.
//
// Memories and states have values +1 and -1; in a state, 0 marks an unknown unit. With D(m) = F(m + 1) - F(m - 1) the
// sum over memories is sum_k x_ki D(m_ki), and m_ki = m_k - x_ki s_i takes only two values for each memory. So the
// sum over memories is a sum over stored patterns with coefficients that do not depend on the unit:
//     sum_k x_ki (D(m_k - 1) + D(m_k + 1)) / 2 + s_i sum_k (D(m_k - 1) - D(m_k + 1)) / 2   for s_i = +1 and -1
//     sum_k x_ki D(m_k)                                                                     for s_i = 0
//
// An asynchronous update gives a unit at +1 or -1 the value with the lower energy, so that E never rises. A unit at 0
// has to take one of the two values: the lower energy of the two is not above E at 0 if F is convex, which holds for
// all F but odd powers z^n.
//
// F can overflow. Only ratios of D matter for a sign, so D is computed relative to its largest value, with
// logarithms.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <engram/layered_memory.hpp>
#include <engram/plugin.hpp>
#include <engram/stored_patterns.hpp>

using namespace engram;

struct DenseAssociativeMemory : LayeredMemory, OffersUpdates, OffersEnergy, OffersStoredWeights {
  enum class Interaction { polynomial, rectified_polynomial, exponential };
  enum class Update { synchronous, asynchronous };

  Interaction interaction = Interaction::rectified_polynomial;
  Index degree = 3;
  double beta = 1.0;
  Update update = Update::asynchronous;

  static auto params() {
    using Self = DenseAssociativeMemory;
    return engram::params<Self>()
        .with<LayeredMemory>()
        .choice(&Self::interaction, "interaction",
                {{"polynomial", Interaction::polynomial},
                 {"rectified_polynomial", Interaction::rectified_polynomial},
                 {"exponential", Interaction::exponential}},
                "F(z): z^n, z^n for z > 0 and otherwise 0, or exp(beta z).")
        .add(&Self::degree, "degree", "1", "n of the polynomials.", {.min = 2, .max = 1000})
        .add(&Self::beta, "beta", "1", "Steepness of exp(beta z).", {.above = 0})
        .choice(&Self::update, "update",
                {{"synchronous", Update::synchronous}, {"asynchronous", Update::asynchronous}},
                "Whether an update moves all units at once, or one after the other in a fresh random order.");
  }

  bool discrete_values() const override { return true; }
  void initialise(RandomStream& /*random*/) override { memories_ = {}; }

  void check_unit_values(const ConstMatrixView& patterns) const override {
    check_values(
        patterns, [](double value) { return std::fabs(value) == 1.0; },
        "a dense associative memory stores values of +1 and -1",
        "the parameter `threshold` of a pattern source turns any values into +1 and -1");
  }

  void memorise(const ConstMatrixView& patterns) override {
    check_patterns(patterns);
    memories_.add(patterns, true);
  }

  Index stored_patterns() const override { return memories_.count(); }

  void record(Recorder& recorder) const override {
    LayeredMemory::record(recorder);
    record_memories(recorder, Matrix::NullaryExpr(units(), memories_.count(), [this](Index unit, Index memory) {
                      return memories_.value(unit, memory);
                    }));
  }
  void restore(const StoredWeights& stored) override { restore_memories(stored); }

  std::unique_ptr<Updates> updates(Index trials) const override;

  /// If F(z) exceeds the range of double precision, -E is infinite. Without memories E is 0.
  void energies(const ConstMatrixView& states, VectorView energies) const override {
    if (memories_.count() == 0) {
      energies.setZero();
      return;
    }
    Vector overlaps(memories_.padded_count());
    PackedState bits;
    for (Index trial = 0; trial < states.cols(); ++trial) {
      memories_.pack(states.col(trial).data(), bits);
      memories_.overlaps(states.col(trial).data(), bits, overlaps.data());
      double sum = 0.0;
      for (Index memory = 0; memory < memories_.count(); ++memory) {
        sum += F(overlaps[memory]);
      }
      energies[trial] = -sum;
    }
  }

  /// Holds for every state, also with unknown units.
  bool energy_never_rises() const override {
    const bool is_convex = interaction != Interaction::polynomial || degree % 2 == 0;
    return update == Update::asynchronous && is_convex;
  }

  [[nodiscard]] const StoredPatterns& memories() const { return memories_; }

  [[nodiscard]] double F(double z) const {
    switch (interaction) {
      case Interaction::polynomial:
        return std::pow(z, static_cast<double>(degree));
      case Interaction::rectified_polynomial:
        return z > 0.0 ? std::pow(z, static_cast<double>(degree)) : 0.0;
      case Interaction::exponential:
        break;
    }
    return std::exp(beta * z);
  }

 private:
  StoredPatterns memories_;
};

/// D(m) = F(m + 1) - F(m - 1) as a sign and the logarithm of |D(m)|, for whole m.
struct SignedLogarithm {
  double sign;
  double logarithm;  ///< minus infinity for D = 0
};

inline SignedLogarithm log_difference(const DenseAssociativeMemory& model, double m) {
  using Interaction = DenseAssociativeMemory::Interaction;
  constexpr double nothing = -std::numeric_limits<double>::infinity();
  const auto n = static_cast<double>(model.degree);
  // ln((m + 1)^n - (m - 1)^n) for m >= 1, without subtracting large numbers.
  const auto of_powers = [&](double at) {
    const double high = n * std::log(at + 1.0);
    return at > 1.0 ? high + std::log(-std::expm1(n * std::log1p(-2.0 / (at + 1.0)))) : high;
  };
  switch (model.interaction) {
    case Interaction::exponential:
      // D = exp(beta m) (exp(beta) - exp(-beta)); the second factor is the same for all m and is left out.
      return {1.0, model.beta * m};
    case Interaction::rectified_polynomial:
      if (m <= -1.0) {
        return {1.0, nothing};
      }
      // If m - 1 is below 0, F(m - 1) is 0.
      return {1.0, m < 1.0 ? n * std::log(m + 1.0) : of_powers(m)};
    case Interaction::polynomial:
      break;
  }
  if (std::fabs(m) < 1.0) {
    // At m = 0, D is 0 for even n and 2 for odd n.
    return {1.0, model.degree % 2 == 0 ? nothing : std::log(2.0)};
  }
  // D(-m) = D(m) for odd n, and -D(m) for even n.
  return {m < 0.0 && model.degree % 2 == 0 ? -1.0 : 1.0, of_powers(std::fabs(m))};
}

/// Computes the coefficients of the memories from the overlaps of a state. Each coefficient depends on one overlap
/// and is read from a table.
class Differences {
 public:
  explicit Differences(const DenseAssociativeMemory& model)
      : offset_(model.units() + 1),
        is_symmetric_(model.interaction == DenseAssociativeMemory::Interaction::polynomial) {
    logarithms_.reserve(static_cast<std::size_t>(2 * offset_ + 1));
    double largest = nothing;
    double smallest = -nothing;
    for (Index m = -offset_; m <= offset_; ++m) {
      const SignedLogarithm found = log_difference(model, static_cast<double>(m));
      logarithms_.push_back(found);
      largest = std::max(largest, found.logarithm);
      smallest = found.logarithm == nothing ? smallest : std::min(smallest, found.logarithm);
    }
    // One scale for all overlaps is enough if the smallest D does not underflow relative to the largest.
    constexpr double widest = 600.0;
    if (largest - smallest < widest) {
      for (const SignedLogarithm& each : logarithms_) {
        values_.push_back(each.sign * std::exp(each.logarithm - largest));
      }
    }
  }

  /// From the overlaps m_k, computes the factors of x_ki for a unit at +1 or -1 (`known`) and for a unit at 0
  /// (`unknown`), in a scale that changes from call to call. Returns the factor of the own value of a unit at +1 or
  /// -1, sum_k (D(m_k - 1) - D(m_k + 1)) / 2.
  double coefficients(const Vector& overlaps, Index count, Vector& known, Vector& unknown) const {
    if (!values_.empty()) {
      return fill(overlaps, count, known, unknown, [&](std::size_t at) { return values_[at]; });
    }
    double largest = nothing;
    for (Index memory = 0; memory < count; ++memory) {
      const std::size_t at = place(overlaps[memory]);
      largest = std::max(
          {largest, logarithms_[at - 1].logarithm, logarithms_[at].logarithm, logarithms_[at + 1].logarithm});
    }
    // If no memory acts at all, every D is 0.
    const double scale = largest == nothing ? 0.0 : largest;
    return fill(overlaps, count, known, unknown,
                [&](std::size_t at) { return logarithms_[at].sign * std::exp(logarithms_[at].logarithm - scale); });
  }

  /// The place of an overlap in the table.
  [[nodiscard]] std::size_t place(double overlap) const {
    return static_cast<std::size_t>(static_cast<Index>(overlap) + offset_);
  }
  /// A place where D has the same size: of a polynomial, that of the overlap without its sign.
  [[nodiscard]] std::size_t place_of_size(std::size_t place) const {
    const auto mirrored = static_cast<std::size_t>(2 * offset_) - place;
    return is_symmetric_ ? std::max(place, mirrored) : place;
  }
  [[nodiscard]] std::size_t size() const { return logarithms_.size(); }
  [[nodiscard]] const SignedLogarithm& at(std::size_t place) const { return logarithms_[place]; }

 private:
  static constexpr double nothing = -std::numeric_limits<double>::infinity();

  double fill(const Vector& overlaps, Index count, Vector& known, Vector& unknown, const auto& value) const {
    double own = 0.0;
    for (Index memory = 0; memory < count; ++memory) {
      const std::size_t at = place(overlaps[memory]);
      const double below = value(at - 1);
      const double above = value(at + 1);
      known[memory] = 0.5 * (below + above);
      unknown[memory] = value(at);
      own += 0.5 * (below - above);
    }
    return own;
  }

  Index offset_;                             ///< place of overlap 0 in the tables
  bool is_symmetric_;                        ///< |D(-m)| = |D(m)|
  std::vector<SignedLogarithm> logarithms_;  ///< D(m) for m from -units - 1 to units + 1
  std::vector<double> values_;               ///< D(m) relative to the largest; empty if the range is too wide
};

/// The common part of both kinds of update. Without memories all units keep their values.
class DenseUpdates : public Updates {
 public:
  explicit DenseUpdates(const DenseAssociativeMemory& model)
      : memories_(model.memories()),
        differences_(model),
        overlaps_(memories_.padded_count()),
        known_(Vector::Zero(memories_.padded_count())),
        unknown_(Vector::Zero(memories_.padded_count())),
        places_(static_cast<std::size_t>(memories_.count())),
        counts_(differences_.size()) {}

 protected:
  void take_overlaps(const double* state) {
    memories_.pack(state, bits_);
    if (!bits_.exact) {
      throw RunError("a dense associative memory moves among +1, -1 and 0, and a trial starts from other values");
    }
    memories_.overlaps(state, bits_, overlaps_.data());
  }
  void take_coefficients() {
    own_ = differences_.coefficients(overlaps_, memories_.count(), known_, unknown_);
    // The signs of smaller sums may be those of rounding.
    zero_ = tie * (known_.cwiseAbs().sum() + std::fabs(own_));
    zero_of_unknown_ = tie * unknown_.cwiseAbs().sum();
  }
  /// The new value of a unit whose sum over the memories is `sum`.
  [[nodiscard]] double value(Index unit, double sum, double present) {
    const double field = present == 0.0 ? sum : sum + present * own_;
    const double zero = present == 0.0 ? zero_of_unknown_ : zero_;
    return field > zero ? 1.0 : field < -zero ? -1.0 : value_of_terms(unit, present);
  }

  const StoredPatterns& memories_;
  Differences differences_;
  Vector overlaps_;
  Vector known_;    ///< coefficients of the memories for a unit at +1 or -1
  Vector unknown_;  ///< for a unit at 0

 private:
  /// Relative to the terms of a sum, the size below which it counts as zero, and the unit keeps its value.
  static constexpr double tie = 1e-12;

  /// The new value of a unit from the single terms x_ki D(m_k - x_ki s_i). Those of the same size are counted, so
  /// that they cancel exactly, and the others are compared with the largest of the unit, however small that is.
  double value_of_terms(Index unit, double present) {
    for (std::size_t memory = 0; memory < places_.size(); ++memory) {
      const auto number = static_cast<Index>(memory);
      const double own = memories_.value(unit, number);
      const std::size_t place = differences_.place(overlaps_[number] - own * present);
      places_[memory] = differences_.place_of_size(place);
      counts_[places_[memory]] += own * differences_.at(place).sign > 0.0 ? 1 : -1;
    }
    double largest = -std::numeric_limits<double>::infinity();
    for (const std::size_t place : places_) {
      largest = counts_[place] != 0 ? std::max(largest, differences_.at(place).logarithm) : largest;
    }
    double sum = 0.0;
    double sizes = 0.0;
    for (const std::size_t place : places_) {
      if (counts_[place] != 0 && std::isfinite(largest)) {
        const double term = counts_[place] * std::exp(differences_.at(place).logarithm - largest);
        sum += term;
        sizes += std::fabs(term);
      }
      counts_[place] = 0;
    }
    return sum > tie * sizes ? 1.0 : sum < -tie * sizes ? -1.0 : present;
  }

  PackedState bits_;
  double own_ = 0.0;
  double zero_ = 0.0;
  double zero_of_unknown_ = 0.0;
  std::vector<std::size_t> places_;  ///< of the terms of a unit, in the table of differences
  std::vector<int> counts_;          ///< positive minus negative terms of each size; 0 between calls
};

class SynchronousDense : public DenseUpdates {
 public:
  explicit SynchronousDense(const DenseAssociativeMemory& model)
      : DenseUpdates(model), sums_(model.units()), sums_of_unknown_(model.units()) {}

  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& /*random*/) override {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      auto state = states.col(trial);
      if (memories_.count() == 0) {
        continue;
      }
      take_overlaps(state.data());
      take_coefficients();
      memories_.combine(known_.data(), sums_.data(), tables_);
      const bool some_unknown = (state.array() == 0.0).any();
      if (some_unknown) {
        memories_.combine(unknown_.data(), sums_of_unknown_.data(), tables_);
      }
      for (Index unit = 0; unit < state.size(); ++unit) {
        if (held.size() == 0 || !held(unit, trial)) {
          state[unit] = value(unit, state[unit] == 0.0 ? sums_of_unknown_[unit] : sums_[unit], state[unit]);
        }
      }
    }
  }

 private:
  Vector sums_;
  Vector sums_of_unknown_;
  std::vector<double> tables_;
};

class AsynchronousDense : public DenseUpdates {
 public:
  explicit AsynchronousDense(const DenseAssociativeMemory& model)
      : DenseUpdates(model), order_(static_cast<std::size_t>(model.units())) {}

  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& random) override {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      std::iota(order_.begin(), order_.end(), Index{0});
      random[static_cast<std::size_t>(trial)].shuffle(order_);
      sweep(trial, order_, states, held);
    }
  }

  /// Updates the units in `order` of one trial, except held units.
  void sweep(Index trial, const std::vector<Index>& order, MatrixView states, const Mask& held) {
    auto state = states.col(trial);
    if (memories_.count() == 0) {
      return;
    }
    take_overlaps(state.data());
    take_coefficients();
    for (const Index unit : order) {
      if (held.size() > 0 && held(unit, trial)) {
        continue;
      }
      const Vector& coefficients = state[unit] == 0.0 ? unknown_ : known_;
      const double next = value(unit, memories_.combine_at(unit, coefficients.data()), state[unit]);
      if (next != state[unit]) {
        memories_.add_unit(unit, next - state[unit], overlaps_.data());
        state[unit] = next;
        take_coefficients();
      }
    }
  }

 private:
  std::vector<Index> order_;
};

inline std::unique_ptr<Updates> DenseAssociativeMemory::updates(Index /*trials*/) const {
  if (update == Update::synchronous) {
    return std::make_unique<SynchronousDense>(*this);
  }
  return std::make_unique<AsynchronousDense>(*this);
}

ENGRAM_PLUGINS(model<DenseAssociativeMemory>(
                   "dense_associative_memory",
                   "Dense associative memory: memories attract by a steep function of their overlap with the state.")
                   .with_equation("E(s) = -sum_k F(x_k . s);  F(z) = z^n, max(z, 0)^n or exp(beta z)")
                   .with_source("D. Krotov and J. J. Hopfield, NIPS 29 (2016); M. Demircigil et al., J. Stat. Phys. "
                                "168, 288 (2017)")
                   .with_example("units: 24"));
