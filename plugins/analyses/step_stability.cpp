// Step stability: whether the integrator's step is short enough for the flow at the states of trials. A step h
// multiplies a mode of the Jacobian with eigenvalue lambda by R(h lambda), which is 1 + h lambda for explicit Euler.
// If |R(h lambda)| is above 1 and the real part of lambda is not above 0, the step makes a mode grow that decays in
// the flow.
//
// Source: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II (Springer, 1996), section IV.2.
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <engram/memory.hpp>
#include <engram/plugin.hpp>
#include <engram/sampling.hpp>
#include <engram/spectrum.hpp>
#include <engram/trial_starts.hpp>

using namespace engram;

struct StepStability : AnalysisFor<OffersFlow>, TrialStarts {
  double duration = 0.0;
  std::optional<double> sampling_interval;

  static std::vector<Recorded> records() {
    return TrialStarts::records({{"time", {"time"}},
                                 {"factor", {"trial", "time"}},
                                 {"factor_of_decaying", {"trial", "time"}},
                                 {"spectral_abscissa", {"trial", "time"}},
                                 {"speed", {"trial", "time"}},
                                 {"final_factor", {"trial"}},
                                 {"final_factor_of_decaying", {"trial"}},
                                 {"final_speed", {"trial"}},
                                 {"largest_factor"},
                                 {"largest_factor_of_decaying"},
                                 {"fraction_stable"}});
  }

  static auto params() {
    using Self = StepStability;
    return engram::params<Self>()
        .add(&Self::duration, "duration", "s", "How long trials are followed.", {.above = 0, .required = true})
        .add(&Self::sampling_interval, "sampling_interval", "s",
             "Time between two states at which the eigenvalues of the Jacobian are computed; a tenth of the "
             "duration if not given.",
             {.above = 0})
        .with<TrialStarts>();
  }

  void check() const {
    TrialStarts::check();
    if (interval() > duration) {
      throw ParameterError("sampling_interval", "sampling_interval must not be longer than duration");
    }
  }

  void check_network(const NetworkOutline& network) const override {
    if (!network.continuous) {
      throw RequestError("step_stability is about the steps of an integrator, and this network moves in updates");
    }
    if (!network.time_step) {
      throw RequestError(
          "step_stability needs steps of one length, and this integrator chooses its own by the error that it "
          "allows; "
          "one with a fixed step will do, such as `integrator: {plugin: euler, time_step: 1 ms}`");
    }
    if (!network.declares_stability) {
      throw RequestError(
          "step_stability needs the stability function of the integrator, and this one does not declare it; "
          "`integrator: {plugin: euler, time_step: 1 ms}` does");
    }
    TrialStarts::check_network(network);
    check_whole_steps(sampling_interval ? "sampling_interval" : "duration", interval(), network.time_step);
    check_whole_steps("duration", duration, network.time_step);
    const double samples = duration / interval() + 1.0;
    const double all = trial_count(network.patterns);
    require_memory(4.0 * 8.0 * all * samples, samples > all ? "sampling_interval" : how_many(),
                   "what is seen of all trials and samples");
  }

  void run(const Question& question) const override {
    const System& system = question.system;
    const auto trajectory = system.start(patterns(question), question.random.within("motion"));
    Seen seen(times_of_motion(duration, interval()), trajectory->states().cols());
    Derivatives derivatives(system, seen.trials());
    for (Index sample = 0; sample < seen.samples(); ++sample) {
      trajectory->advance_to(seen.times[static_cast<std::size_t>(sample)]);
      seen.speed.row(sample) = derivatives.speeds(trajectory->states());
      for (Index trial = 0; trial < seen.trials(); ++trial) {
        look(system, trajectory->states().col(trial), sample, trial, seen);
        question.monitor.progress(static_cast<double>(sample * seen.trials() + trial + 1) /
                                  static_cast<double>(seen.samples() * seen.trials()));
      }
    }
    question.report(trajectory->divergences(), [&](Index trial) { return name(system, trial); });
    record(question, seen);
  }

 private:
  /// The samples of the trials; matrices are time x trial.
  struct Seen {
    Seen(std::vector<double> at, Index trials)
        : times(std::move(at)),
          factor(Matrix::Constant(std::ssize(times), trials, std::numeric_limits<double>::quiet_NaN())),
          factor_of_decaying(factor),
          abscissa(factor),
          speed(factor) {}
    [[nodiscard]] Index samples() const { return factor.rows(); }
    [[nodiscard]] Index trials() const { return factor.cols(); }

    std::vector<double> times;
    Matrix factor;
    Matrix factor_of_decaying;
    Matrix abscissa;
    Matrix speed;
  };

  /// dx/dt of all trials.
  class Derivatives {
   public:
    Derivatives(const System& system, Index trials)
        : units_(system.units()), flow_(system.flow(trials)), rates_(system.state_size(), trials) {}

    /// Euclidean length of dx/dt of the values, per second.
    [[nodiscard]] Eigen::RowVectorXd speeds(const ConstMatrixView& states) {
      flow_->derivative(states, rates_);
      return rates_.topRows(units_).colwise().norm();
    }

   private:
    Index units_;
    std::unique_ptr<Flow> flow_;
    Matrix rates_;
  };

  [[nodiscard]] double interval() const { return sampling_interval.value_or(duration / 10.0); }

  static void look(const System& system, const ConstVectorView& state, Index sample, Index trial, Seen& seen) {
    if (!state.allFinite()) {
      return;
    }
    Matrix jacobian(state.size(), state.size());
    system.jacobian(state, jacobian);
    const Eigen::VectorXcd eigenvalues =
        eigenvalues_of(jacobian, "the Jacobian at " + number_text(seen.times[static_cast<std::size_t>(sample)]) +
                                     " s of trial " + std::to_string(trial));
    seen.abscissa(sample, trial) = eigenvalues.real().maxCoeff();
    double largest = 0.0;
    double largest_of_decaying = 0.0;
    for (const std::complex<double>& lambda : eigenvalues) {
      const auto factor = system.step_factor(lambda);
      if (!factor) {
        throw RunError("the integrator does not say by what factor a step multiplies a mode");
      }
      largest = std::max(largest, std::abs(*factor));
      if (lambda.real() <= 0.0) {
        largest_of_decaying = std::max(largest_of_decaying, std::abs(*factor));
      }
    }
    seen.factor(sample, trial) = largest;
    seen.factor_of_decaying(sample, trial) = largest_of_decaying;
  }

  void record(const Question& question, const Seen& seen) const {
    const std::vector<std::string> coordinates = record_starts(question);
    Recorder& recorder = question.recorder;
    const auto along = [&](const char* dataset, const Matrix& numbers, const char* unit, const char* sentence) {
      recorder.matrix(dataset, {"trial", "time"}, numbers.transpose(), unit, sentence, coordinates);
    };
    const auto at_end = [&](const char* dataset, const Matrix& numbers, const char* unit, const char* sentence) {
      const Vector last = numbers.row(numbers.rows() - 1).transpose();
      recorder.vector(dataset, "trial", last, unit, sentence, coordinates);
    };
    recorder.vector("time", "time", seen.times, "s", "Time since the trial started.");
    along("factor", seen.factor, "1",
          "Largest |R(h lambda)| over the eigenvalues lambda of the Jacobian, by which a step multiplies a mode.");
    along("factor_of_decaying", seen.factor_of_decaying, "1",
          "The same over the eigenvalues whose real part is not above 0; 0 if there are none.");
    along("spectral_abscissa", seen.abscissa, "1/s", "Largest real part of the eigenvalues of the Jacobian.");
    along("speed", seen.speed, "1/s", "Euclidean length of dx/dt of the values.");
    at_end("final_factor", seen.factor, "1", "Largest |R(h lambda)| at the end.");
    at_end("final_factor_of_decaying", seen.factor_of_decaying, "1",
           "The same over the eigenvalues whose real part is not above 0.");
    at_end("final_speed", seen.speed, "1/s", "Euclidean length of dx/dt of the values, at the end.");
    const auto last = seen.factor_of_decaying.row(seen.samples() - 1).array();
    recorder.scalar("largest_factor", seen.factor.maxCoeff<Eigen::PropagateNumbers>(), "1",
                    "Largest |R(h lambda)| of all trials and times.");
    recorder.scalar("largest_factor_of_decaying", seen.factor_of_decaying.maxCoeff<Eigen::PropagateNumbers>(), "1",
                    "The same over the eigenvalues whose real part is not above 0.");
    recorder.scalar("fraction_stable", static_cast<double>((last < 1.0).count()) / static_cast<double>(seen.trials()),
                    "1", "Trials that end where a step makes no mode grow that decays in the flow.");
  }
};

ENGRAM_PLUGINS(
    analysis<StepStability>(
        "step_stability",
        "By what factor a step of the integrator multiplies the modes of the flow, along the way of trials.")
        .with_equation("|R(h lambda)|; R(z) = 1 + z for explicit Euler")
        .with_source("E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, section IV.2 (1996)")
        .with_example("trials: 3, duration: 500 ms"));
