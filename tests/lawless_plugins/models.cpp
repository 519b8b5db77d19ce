// Models that break laws. All of them store patterns and move towards the nearest ones.
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <memory>
#include <thread>
#include <vector>

#include <engram/plugin.hpp>

namespace engram::test {

/// The common part, which is right.
template <class Self>
struct Keeper : Model, OffersMemories {
  Index unit_count = 12;

  static auto params() {
    return engram::params<Self>().add(static_cast<Index Self::*>(&Keeper::unit_count), "units", "1",
                                      "Number of units.", {.min = 1, .max = 1e6});
  }

  [[nodiscard]] Index units() const override { return unit_count; }
  [[nodiscard]] Index state_size() const override { return unit_count; }
  void initialise(RandomStream& /*random*/) override { X.resize(unit_count, 0); }
  void start(const ConstMatrixView& patterns, MatrixView states) const override { states = patterns; }
  void memorise(const ConstMatrixView& patterns) override {
    if (!patterns.allFinite()) {
      throw RunError("a pattern is not finite");
    }
    X = patterns;
  }
  void record(Recorder& recorder) const override {
    recorder.record({"X",
                     {"pattern", "unit"},
                     {X.cols(), X.rows()},
                     {std::vector<double>(X.data(), X.data() + X.size())},
                     "1",
                     "Memories."});
  }

  /// sum_k p_k x_k with p = softmax(X^T s).
  [[nodiscard]] Vector recalled(const ConstVectorView& state) const {
    if (X.cols() == 0) {
      throw RunError("nothing was stored");
    }
    const Vector similarity = X.transpose() * state;
    const Vector weight = (similarity.array() - similarity.maxCoeff()).exp();
    return X * weight / weight.sum();
  }

  Matrix X;
};

/// Updates as a function of model, state and trial.
template <class Step>
struct StepUpdates : Updates {
  explicit StepUpdates(Step step) : step_(std::move(step)) {}
  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& /*random*/) override {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      const Vector next = step_(states, trial);
      for (Index unit = 0; unit < next.size(); ++unit) {
        if (held.size() == 0 || !held(unit, trial)) {
          states(unit, trial) = next[unit];
        }
      }
    }
  }

 private:
  Step step_;
};

template <class Step>
std::unique_ptr<Updates> updates_by(Step step) {
  return std::make_unique<StepUpdates<Step>>(std::move(step));
}

struct BreaksStart : Keeper<BreaksStart>, OffersUpdates {
  [[nodiscard]] Index state_size() const override { return 2 * unit_count; }
  // Leaves the second half unchanged.
  void start(const ConstMatrixView& patterns, MatrixView states) const override {
    states.topRows(unit_count) = patterns;
  }
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by(
        [this](const MatrixView& states, Index trial) { return recalled(states.col(trial).head(unit_count)); });
  }
};

struct BreaksBatch : Keeper<BreaksBatch>, OffersUpdates {
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by(
        [this](const MatrixView& states, Index /*trial*/) { return recalled(states.rowwise().mean()); });
  }
};

struct BreaksConst : Keeper<BreaksConst>, OffersUpdates {
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by([this](const MatrixView& states, Index trial) {
      const_cast<BreaksConst*>(this)->X *= 0.9;
      return recalled(states.col(trial));
    });
  }
};

struct BreaksThreads : Keeper<BreaksThreads>, OffersUpdates {
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by([this](const MatrixView& states, Index trial) {
      // A second thread at the same time computes something else. The pause makes two threads meet on a machine of
      // any load.
      const bool alone = ++guests == 1;
      const Vector next = recalled(states.col(trial));
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      const bool still_alone = guests-- == 1;
      return Vector(alone && still_alone ? next : -next);
    });
  }
  static inline std::atomic<int> guests = 0;
};

/// Every Updates object has a number, which changes its motion.
struct BreaksCompanion : Keeper<BreaksCompanion>, OffersUpdates {
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by([this, number = ++handed_out](const MatrixView& states, Index trial) {
      return Vector(recalled(states.col(trial)) * (1.0 + 1e-12 * number));
    });
  }
  static inline std::atomic<int> handed_out = 0;
};

/// Its units take any value between those of the patterns.
struct BreaksDiscrete : Keeper<BreaksDiscrete>, OffersUpdates {
  [[nodiscard]] bool discrete_values() const override { return true; }
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by([this](const MatrixView& states, Index trial) {
      return Vector(0.5 * (recalled(states.col(trial)) + states.col(trial).reverse() / 3.0));
    });
  }
};

struct BreaksHeld : Keeper<BreaksHeld>, OffersUpdates {
  struct Careless : Updates {
    explicit Careless(const BreaksHeld& of) : model(of) {}
    void update(MatrixView states, const Mask& /*held*/, std::vector<RandomStream>& /*random*/) override {
      for (Index trial = 0; trial < states.cols(); ++trial) {
        states.col(trial) = 0.5 * model.recalled(states.col(trial));
      }
    }
    const BreaksHeld& model;
  };
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return std::make_unique<Careless>(*this);
  }
};

struct BreaksNan : Keeper<BreaksNan>, OffersUpdates {
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by([this](const MatrixView& states, Index trial) {
      return Vector(recalled(states.col(trial)).unaryExpr([](double x) { return x > 0.0 ? 1.0 : -1.0; }));
    });
  }
};

struct BreaksAlternatives : Keeper<BreaksAlternatives>, OffersUpdates {
  enum class Method { fast, careful };
  Method method = Method::fast;
  static auto params() {
    return Keeper::params().choice(&BreaksAlternatives::method, "method",
                                   {{"fast", Method::fast}, {"careful", Method::careful}}, "How it is computed.");
  }
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by([this](const MatrixView& states, Index trial) {
      return Vector((method == Method::fast ? 0.999 : 1.0) * recalled(states.col(trial)));
    });
  }
};

struct BreaksEnergy : Keeper<BreaksEnergy>, OffersUpdates, OffersEnergy {
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by([this](const MatrixView& states, Index trial) { return recalled(states.col(trial)); });
  }
  void energies(const ConstMatrixView& states, VectorView energies) const override {
    energies = -(states - X.col(0).replicate(1, states.cols())).colwise().squaredNorm().transpose();
  }
  [[nodiscard]] bool energy_never_rises() const override { return true; }
};

/// Its energy is right, -ln sum_k exp(x_k . s) + 1/2 s . s, except for one choice.
struct BreaksEnergyInASetting : Keeper<BreaksEnergyInASetting>, OffersUpdates, OffersEnergy {
  enum class Formula { whole, bare };
  Formula formula = Formula::whole;
  static auto params() {
    return Keeper::params().choice(&BreaksEnergyInASetting::formula, "formula",
                                   {{"whole", Formula::whole}, {"bare", Formula::bare}}, "What the energy has.");
  }
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by([this](const MatrixView& states, Index trial) { return recalled(states.col(trial)); });
  }
  void energies(const ConstMatrixView& states, VectorView energies) const override {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      const Vector similarity = X.transpose() * states.col(trial);
      const double largest = similarity.maxCoeff();
      energies[trial] = -largest - std::log((similarity.array() - largest).exp().sum());
      energies[trial] += (formula == Formula::whole ? 0.5 : -2.0) * states.col(trial).squaredNorm();
    }
  }
  [[nodiscard]] bool energy_never_rises() const override { return true; }
};

struct CrashesInASetting : Keeper<CrashesInASetting>, OffersUpdates {
  enum class Mood { calm, upset };
  Mood mood = Mood::calm;
  static auto params() {
    return Keeper::params().choice(&CrashesInASetting::mood, "mood", {{"calm", Mood::calm}, {"upset", Mood::upset}},
                                   "How it is.");
  }
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by([this](const MatrixView& states, Index trial) {
      if (mood == Mood::upset) {
        std::raise(SIGSEGV);
      }
      return recalled(states.col(trial));
    });
  }
};

/// The mean of no patterns is 0 / 0.
struct BreaksUntrained : Keeper<BreaksUntrained>, OffersUpdates {
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by([this](const MatrixView& states, Index trial) {
      return Vector((X.rowwise().sum() + 0.0 * states.col(trial)) / static_cast<double>(X.cols()));
    });
  }
};

/// Relaxes to the recalled state; the Jacobian lacks the contribution of recall.
struct BreaksJacobian : Keeper<BreaksJacobian>, OffersFlow, OffersJacobian, OffersReducedSpectrum {
  struct Relaxation : Flow {
    explicit Relaxation(const BreaksJacobian& of) : model(of) {}
    void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
      for (Index trial = 0; trial < states.cols(); ++trial) {
        derivatives.col(trial) = 0.1 * model.recalled(0.1 * states.col(trial)) - states.col(trial);
      }
    }
    const BreaksJacobian& model;
  };
  struct Spectrum : ReducedSpectrum {
    void eigenvalues(const ConstVectorView& /*pattern*/, Eigen::Ref<Eigen::VectorXcd> eigenvalues) override {
      eigenvalues.setConstant(-2.0);
    }
  };
  [[nodiscard]] std::unique_ptr<Flow> flow(Index /*trials*/) const override {
    return std::make_unique<Relaxation>(*this);
  }
  void jacobian(const ConstVectorView& state, MatrixView jacobian) const override {
    jacobian = -Matrix::Identity(state.size(), state.size());
  }
  [[nodiscard]] std::unique_ptr<ReducedSpectrum> reduced_spectrum() const override {
    return std::make_unique<Spectrum>();
  }
};

/// Its strength after learning is not among its records.
struct BreaksRestored : Keeper<BreaksRestored>, OffersUpdates, OffersStoredWeights {
  void memorise(const ConstMatrixView& patterns) override {
    Keeper::memorise(patterns);
    strength = 0.5;
  }
  void restore(const StoredWeights& stored) override {
    X = stored.matrix("X", StoredWeights::any_number, unit_count).transpose();
  }
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    return updates_by(
        [this](const MatrixView& states, Index trial) { return Vector(strength * recalled(states.col(trial))); });
  }
  double strength = 1.0;
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::model<engram::test::BreaksStart>("breaks_start", "Leaves half of the state as it was."),
               engram::model<engram::test::BreaksBatch>("breaks_batch", "Trials influence each other."),
               engram::model<engram::test::BreaksConst>("breaks_const", "Forgets when it is looked at."),
               engram::model<engram::test::BreaksThreads>("breaks_threads", "Threads disturb each other."),
               engram::model<engram::test::BreaksCompanion>("breaks_companion", "Each trial for itself."),
               engram::model<engram::test::BreaksDiscrete>("breaks_discrete", "Takes any value."),
               engram::model<engram::test::BreaksHeld>("breaks_held", "Moves held units."),
               engram::model<engram::test::BreaksNan>("breaks_nan", "Hides NaN."),
               engram::model<engram::test::BreaksAlternatives>("breaks_alternatives", "Two ways, two results.")
                   .with_same_result("method", {"fast", "careful"}),
               engram::model<engram::test::BreaksEnergy>("breaks_energy", "Its energy rises."),
               engram::model<engram::test::BreaksEnergyInASetting>("breaks_energy_in_a_setting", "Its energy rises."),
               engram::model<engram::test::CrashesInASetting>("crashes_in_a_setting", "Crashes."),
               engram::model<engram::test::BreaksUntrained>("breaks_untrained", "Divides by what it has learned."),
               engram::model<engram::test::BreaksRestored>("breaks_restored", "Forgets its strength."),
               engram::model<engram::test::BreaksJacobian>("breaks_jacobian", "Its Jacobian lacks a term."));
