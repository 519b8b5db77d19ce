// Predictive coding: while a target is clamped to the value nodes, the errors settle, and weights and biases follow
// them.
//
// Source: Online Training of Hopfield Networks using Predictive Coding, arXiv 2406.14723, equations (2) to (5), in
// explicit Euler steps of length h:
//     gamma_M dM/dt = e (x) f(v)      gamma_W dW/dt = f(v) (x) e      gamma_b db/dt = e
//
// With v clamped, f(v) is constant and the steps of each unit are linear in three numbers: its residual
// r = v - M f(v) - b, its error e, and the sum S of its errors times h:
//     r' = r - h g e     e' = e + (h / tau_e) (r - xi e)     S' = S + h e
// The number g = sum_j f(v_j)^2 / gamma_M + 1 / gamma_b sums over the units j that predict the unit. All n steps of
// a presentation are the n-th power of that 3 x 3 matrix. They give S = r c(g), and the weights move once: M by
// S (x) f(v) / gamma_M, W and b in the same way.
//
// With `order: together` all P targets are clamped at the same time, each with its own errors, and the weights follow
// the mean over the targets. The units then share a P x P matrix of products of targets,
//     G_kl = (sum_j f(v_kj) f(v_lj) / gamma_M + 1 / gamma_b) / P,
// whose eigenvectors split the residuals of a unit into P modes. Each mode moves as above, with its eigenvalue as g.
//
// `method: continuous` takes the limit of infinitely short steps, which is the exponential of the same 3 x 3 systems.
//
// Free layers follow equation (1) during a presentation, as hidden layers between a clamped input and a clamped
// output do. Then f(v) is not constant, and the steps are taken one after the other.
#include <algorithm>
#include <cmath>
#include <exception>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Eigenvalues>
#include <unsupported/Eigen/MatrixFunctions>

#include <engram/plugin.hpp>
#include <engram/words.hpp>

using namespace engram;

struct PredictiveCoding : LearningRuleFor<OffersErrorNodes> {
  enum class Method { automatic, exact, stepwise, continuous };
  enum class Order { as_listed, shuffled, together };

  double gamma_M = 0.2;
  double gamma_W = 0.2;
  double gamma_b = 0.1;
  double presentation = 10.0;
  Index rounds = 1;
  Order order = Order::as_listed;
  std::optional<double> stop_residual;
  Method method = Method::automatic;
  std::vector<Index> free_layers;
  double target_noise = 0.0;
  std::optional<double> own_time_step;

  static auto params() {
    return engram::params<PredictiveCoding>()
        .add(&PredictiveCoding::gamma_M, "gamma_M", "s", "Time constant of the prediction weights.", {.above = 0})
        .add(&PredictiveCoding::gamma_W, "gamma_W", "s", "Time constant of the correction weights.", {.above = 0})
        .add(&PredictiveCoding::gamma_b, "gamma_b", "s", "Time constant of the biases.", {.above = 0})
        .add(&PredictiveCoding::presentation, "presentation", "s",
             "How long each target is clamped, or all of them together.", {.above = 0})
        .add(&PredictiveCoding::rounds, "rounds", "1", "How often the whole set of targets is presented.",
             {.min = 1, .max = 1e9})
        .choice(
            &PredictiveCoding::order, "order",
            {{"as_listed", Order::as_listed}, {"shuffled", Order::shuffled}, {"together", Order::together}},
            "Targets of a round one after the other, as listed or shuffled; or all at once, with weights that follow "
            "the mean over them.")
        .add(&PredictiveCoding::stop_residual, "stop_residual", "1",
             "Training ends after the round in which every |v - M f(v) - b| is below this.", {.above = 0})
        .choice(&PredictiveCoding::method, "method",
                {{"auto", Method::automatic},
                 {"exact", Method::exact},
                 {"stepwise", Method::stepwise},
                 {"continuous", Method::continuous}},
                "All Euler steps of a presentation at once (exact), or one after the other (stepwise); both give the "
                "same weights. continuous has no steps, and no time_step makes it diverge. auto is stepwise if "
                "layers are free, which the others cannot do, and exact otherwise.")
        .add(&PredictiveCoding::free_layers, "free_layers", "1",
             "Layers, counted from 0, whose values are not clamped: they start at 0 in each presentation and follow "
             "equation (1). What patterns hold for them is not used.",
             {.min = 0})
        .add(&PredictiveCoding::target_noise, "target_noise", "1",
             "Standard deviation of normal noise that is added to the clamped values, drawn again for each "
             "presentation.",
             {.min = 0})
        .add(&PredictiveCoding::own_time_step, "time_step", "s",
             "Euler step of training; the integrator's if absent.", {.above = 0});
  }

  void check() const {
    const std::string word = method == Method::exact ? "exact" : "continuous";
    if ((method == Method::exact || method == Method::continuous) && !free_layers.empty()) {
      throw ParameterError("method", "`method: " + word +
                                         "` needs every layer clamped, and free_layers names some "
                                         "that are not; `method: stepwise` does both");
    }
    if (method == Method::continuous && own_time_step) {
      throw ParameterError("time_step", "`method: continuous` takes no time steps; leave time_step out");
    }
  }

  void check_network(const NetworkOutline& network) const override {
    const auto layers = static_cast<Index>(network.layers.size());
    for (const Index layer : free_layers) {
      if (layer >= layers) {
        throw ParameterError("free_layers", "there is no layer " + std::to_string(layer) + "; layers are 0 to " +
                                                std::to_string(layers - 1));
      }
    }
    if (std::set<Index>(free_layers.begin(), free_layers.end()).size() == network.layers.size()) {
      throw ParameterError("free_layers", "at least one layer must be clamped to the targets");
    }
    check_time_step(network.time_step);
  }

  void check_time_step(std::optional<double> integrators) const {
    if (method == Method::continuous) {
      return;
    }
    const std::optional<double> step = own_time_step ? own_time_step : integrators;
    if (!step) {
      throw ParameterError("time_step",
                           "predictive_coding needs a time_step: the experiment's integrator has no fixed "
                           "step to take over; `method: continuous` needs none");
    }
    const double steps = presentation / *step;
    if (steps > most_steps) {
      throw ParameterError("presentation", "a presentation of " + seconds(presentation) + " has more than " +
                                               number_text(most_steps) + " steps of " + seconds(*step));
    }
    if (!is_whole_number_of_steps(presentation, *step)) {
      throw ParameterError("presentation", "a presentation must be a whole number of time steps, and " +
                                               seconds(presentation) + " are " + number_text(steps) + " steps of " +
                                               seconds(*step));
    }
  }

  void teach(OffersErrorNodes& network, const Training& training) const override {
    check_time_step(training.time_step);
    Session session(*this, network, training);
    std::exception_ptr failure;
    try {
      session.run();
    } catch (const RunError&) {
      failure = std::current_exception();
    }
    // The measurements before a failure are kept.
    session.record();
    if (failure) {
      std::rethrow_exception(failure);
    }
  }

 private:
  /// Double precision is still exact for whole numbers well above this limit.
  static constexpr double most_steps = 1e15;
  /// This many numbers, 8 MB, may always be held, so that small networks compute their modes only once.
  static constexpr Index few_numbers = Index{1} << 20;

  static std::string seconds(double x) { return number_text(x) + " s"; }

  /// One training: the rule's settings, and the measurements so far.
  class Session {
   public:
    Session(const PredictiveCoding& rule, OffersErrorNodes& nodes, const Training& training)
        : rule_(rule),
          nodes_(nodes),
          training_(training),
          targets_(training.patterns.cols()),
          time_step_(rule.own_time_step ? *rule.own_time_step : training.time_step.value_or(0.0)),
          steps_(rule.method == Method::continuous ? 0
                                                   : static_cast<Index>(std::round(rule.presentation / time_step_))),
          stepwise_(rule.method == Method::stepwise ||
                    (rule.method == Method::automatic && !rule.free_layers.empty())),
          together_(rule.order == Order::together),
          clamped_(nodes_.clamped_values(training.patterns.matrix())),
          shown_(clamped_),
          rates_(shown_.rows(), targets_),
          gains_(shown_.rows(), together_ ? 0 : targets_),
          residual_(shown_.rows()),
          error_(shown_.rows()) {
      find_free_units(dynamic_cast<const Model&>(nodes).layers());
      for (Index target = 0; target < targets_; ++target) {
        clamp(target);
      }
    }

    void run() {
      std::vector<Index> sequence(static_cast<std::size_t>(targets_));
      std::iota(sequence.begin(), sequence.end(), Index{0});
      for (Index round = 0; round < rule_.rounds; ++round) {
        if (rule_.order == Order::shuffled) {
          RandomStream random = training_.random.stream(static_cast<std::uint64_t>(round));
          random.shuffle(sequence);
        }
        if (together_) {
          present_together(round);
        } else {
          present_in_turn(round, sequence);
        }
        if (measure_residuals(round) < rule_.stop_residual.value_or(0.0)) {
          break;
        }
      }
    }

    void record() const {
      const auto completed = static_cast<Index>(residuals_.size()) / targets_;
      std::vector<std::int64_t> numbers(static_cast<std::size_t>(completed));
      std::iota(numbers.begin(), numbers.end(), std::int64_t{1});
      Recorder& recorder = training_.recorder;
      recorder.vector("round", "round", numbers, "1", "Rounds of training, counted from 1.");
      recorder.record({"residual",
                       {"round", "target"},
                       {completed, targets_},
                       residuals_,
                       "1",
                       "Largest |v - M f(v) - b| over the units at each target, after each round."});
      recorder.scalar("rounds", static_cast<double>(completed), "1", "Rounds that were completed.");
      if (completed > 0) {
        recorder.scalar("final_residual", *std::max_element(residuals_.end() - targets_, residuals_.end()), "1",
                        "Largest |v - M f(v) - b| over units and targets after the last round.");
      }
      recorder.scalar("simulated_time", static_cast<double>(presented_) * rule_.presentation, "s",
                      "Time for which targets were presented.");
    }

   private:
    /// Reports that `part` of the present presentation is done, 0 to 1.
    void progress(double part) {
      const auto all = static_cast<double>(rule_.rounds * (together_ ? 1 : targets_));
      training_.monitor.progress((static_cast<double>(presented_ - 1) + part) / all);
    }

    void present_in_turn(Index round, const std::vector<Index>& sequence) {
      for (const Index target : sequence) {
        ++presented_;
        if (rule_.target_noise > 0.0) {
          add_noise(target);
        }
        const bool is_finite =
            stepwise_ ? take_steps(target, 1).allFinite() && shown_.col(target).allFinite() : present_at_once(target);
        if (!is_finite) {
          fail(round, target);
        }
        progress(1.0);
      }
    }

    void present_together(Index round) {
      ++presented_;
      if (rule_.target_noise > 0.0) {
        for (Index target = 0; target < targets_; ++target) {
          add_noise(target);
        }
      }
      const Matrix errors = stepwise_ ? take_steps(0, targets_) : errors_of_all_at_once(round);
      for (Index target = 0; target < targets_; ++target) {
        if (!errors.col(target).allFinite() || !shown_.col(target).allFinite()) {
          fail(round, target);
        }
      }
      progress(1.0);
    }

    void find_free_units(const std::vector<Index>& layers) {
      Index start = 0;
      for (Index layer = 0; layer < static_cast<Index>(layers.size()); ++layer) {
        const Index size = layers[static_cast<std::size_t>(layer)];
        if (std::find(rule_.free_layers.begin(), rule_.free_layers.end(), layer) != rule_.free_layers.end()) {
          for (Index unit = start; unit < start + size; ++unit) {
            free_units_.push_back(unit);
          }
        }
        start += size;
      }
    }

    /// Shows a target without noise; free units start at 0.
    void clamp(Index target) {
      shown_.col(target) = clamped_.col(target);
      release(target);
    }

    void add_noise(Index target) {
      RandomStream random = training_.random.within("target noise").stream(noise_number(target));
      shown_.col(target) = clamped_.col(target);
      for (Index unit = 0; unit < shown_.rows(); ++unit) {
        shown_(unit, target) += rule_.target_noise * random.normal();
      }
      release(target);
    }

    /// Each presentation has its own stream; with `order: together`, each target of each presentation has one.
    [[nodiscard]] std::uint64_t noise_number(Index target) const {
      return static_cast<std::uint64_t>(together_ ? (presented_ - 1) * targets_ + target + 1 : presented_);
    }

    void release(Index target) {
      for (const Index unit : free_units_) {
        shown_(unit, target) = 0.0;
      }
      nodes_.rates(shown_.col(target), rates_.col(target));
      if (!stepwise_ && !together_) {
        find_gains(target);
      }
    }

    /// Computes c(g) of every unit at a target; see the head of this file. Most units share one value of g.
    void find_gains(Index target) {
      nodes_.predictor_products(rates_.col(target), rates_.col(target), residual_);
      std::map<double, double> known;
      for (Index unit = 0; unit < residual_.size(); ++unit) {
        const double g = residual_[unit] / rule_.gamma_M + 1.0 / rule_.gamma_b;
        const auto [place, is_new] = known.try_emplace(g, 0.0);
        if (is_new) {
          place->second = summed_error(g);
        }
        gains_(unit, target) = place->second;
      }
    }

    /// c(g): the sum of the errors over a presentation, for a unit with an initial residual of 1.
    [[nodiscard]] double summed_error(double g) const {
      if (rule_.method == Method::continuous) {
        return Eigen::Matrix3d(change_in(rule_.presentation, g).exp())(2, 0);
      }
      Eigen::Matrix3d step = Eigen::Matrix3d::Identity() + change_in(time_step_, g);
      Eigen::Matrix3d power = Eigen::Matrix3d::Identity();
      for (Index left = steps_; left > 0; left /= 2) {
        if (left % 2 == 1) {
          power = (power * step).eval();
        }
        step = (step * step).eval();
      }
      return power(2, 0);
    }

    /// The rates of change of a residual, its error and the sum of its errors, multiplied by a duration.
    [[nodiscard]] Eigen::Matrix3d change_in(double duration, double g) const {
      Eigen::Matrix3d change;
      change << 0.0, -duration * g, 0.0,                                             //
          duration / nodes_.tau_e(), -duration * nodes_.xi() / nodes_.tau_e(), 0.0,  //
          0.0, duration, 0.0;
      return change;
    }

    /// The eigenvectors of G for units with the same predictors; they give the sums of errors from the residuals.
    struct Modes {
      Matrix vectors;  ///< target x mode
      Vector gains;    ///< c(g) of each mode

      [[nodiscard]] Matrix errors(const Matrix& residuals) const {
        return residuals * vectors * gains.asDiagonal() * vectors.transpose();
      }
    };

    /// Groups units with the same predictors, which have the same modes. If each unit has other predictors, as
    /// without self-connections, each needs its own target x target matrix; only as many of them are held at a time
    /// as fit into memory beside the targets.
    void find_groups() {
      // Irregular numbers, so that units with different predictors have different sums of squares.
      const Vector probe = Vector::LinSpaced(shown_.rows(), 1.0, static_cast<double>(shown_.rows())).array().sin();
      nodes_.predictor_products(probe, probe, residual_);
      std::map<double, std::size_t> known;
      for (Index unit = 0; unit < residual_.size(); ++unit) {
        const auto [place, is_new] = known.try_emplace(residual_[unit], groups_.size());
        if (is_new) {
          groups_.emplace_back();
        }
        groups_[place->second].push_back(unit);
      }
      const Index most_numbers = std::max(2 * shown_.size(), few_numbers);
      held_ = std::min(std::ssize(groups_), std::max<Index>(1, most_numbers / (targets_ * targets_)));
    }

    /// The modes of `count` groups. Many large groups take minutes, so a request to stop is noticed after each.
    [[nodiscard]] std::vector<Modes> modes_of(Index first, Index count) {
      const auto groups =
          std::span(groups_).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
      std::vector<Modes> found(groups.size(), {Matrix(targets_, targets_), Vector(targets_)});
      const auto targets = static_cast<double>(targets_);
      for (Index one = 0; one < targets_; ++one) {
        for (Index other = 0; other <= one; ++other) {
          nodes_.predictor_products(rates_.col(one), rates_.col(other), residual_);
          for (std::size_t group = 0; group < groups.size(); ++group) {
            const double product = residual_[groups[group].front()];
            found[group].vectors(one, other) = (product / rule_.gamma_M + 1.0 / rule_.gamma_b) / targets;
          }
        }
      }
      const auto all = static_cast<double>(groups_.size());
      auto done = static_cast<double>(first);
      for (Modes& modes : found) {
        const Eigen::SelfAdjointEigenSolver<Matrix> solver(modes.vectors);
        modes.vectors = solver.eigenvectors();
        // Rounding may make eigenvalues of linearly dependent targets negative.
        modes.gains = solver.eigenvalues().unaryExpr([this](double g) { return summed_error(std::max(g, 0.0)); });
        done += 1.0;
        progress(done / all);
      }
      return found;
    }

    /// Teaches by computing all steps together and returns the sums of the errors, unit x target. Modes of an earlier
    /// round are used again if targets have no noise and all modes could be held.
    Matrix errors_of_all_at_once(Index round) {
      if (groups_.empty()) {
        find_groups();
      }
      Matrix residuals(shown_.rows(), targets_);
      nodes_.residual(shown_, rates_, residuals);
      Matrix errors(shown_.rows(), targets_);
      const Index groups = std::ssize(groups_);
      for (Index first = 0; first < groups; first += held_) {
        const Index count = std::min(held_, groups - first);
        if (round == 0 || rule_.target_noise > 0.0 || held_ < groups) {
          modes_.clear();
          modes_ = modes_of(first, count);
        }
        for (Index group = 0; group < count; ++group) {
          const std::vector<Index>& units = groups_[static_cast<std::size_t>(first + group)];
          errors(units, Eigen::all) = modes_[static_cast<std::size_t>(group)].errors(residuals(units, Eigen::all));
        }
      }
      correct_by_mean(errors, rates_, 1.0);
      return errors;
    }

    /// Presents some targets step by step, and returns the errors at the end, unit x target.
    Matrix take_steps(Index first, Index count) {
      const double h = time_step_;
      auto values = shown_.middleCols(first, count);
      auto rates = rates_.middleCols(first, count);
      Matrix errors = Matrix::Zero(values.rows(), count);
      Matrix residuals(values.rows(), count);
      Matrix derivatives(values.rows(), free_units_.empty() ? 0 : count);
      values(free_units_, Eigen::all).setZero();
      for (Index step = 0; step < steps_; ++step) {
        for (Index target = 0; target < derivatives.cols(); ++target) {
          nodes_.rates(values.col(target), rates.col(target));
          nodes_.value_derivative(values.col(target), errors.col(target), derivatives.col(target));
        }
        nodes_.residual(values, rates, residuals);
        correct_by_mean(errors, rates, h);
        errors += h / nodes_.tau_e() * (residuals - nodes_.xi() * errors);
        if (!free_units_.empty()) {
          values(free_units_, Eigen::all) += h * derivatives(free_units_, Eigen::all);
        }
        progress(static_cast<double>(step + 1) / static_cast<double>(steps_));
      }
      return errors;
    }

    void correct_by_mean(const ConstMatrixView& errors, const ConstMatrixView& rates, double duration) {
      const double share = duration / static_cast<double>(errors.cols());
      nodes_.correct(errors, rates, share / rule_.gamma_M, share / rule_.gamma_W, share / rule_.gamma_b);
    }

    bool present_at_once(Index target) {
      nodes_.residual(shown_.col(target), rates_.col(target), residual_);
      error_ = residual_.cwiseProduct(gains_.col(target));
      if (!error_.allFinite()) {
        return false;
      }
      nodes_.correct(error_, rates_.col(target), 1.0 / rule_.gamma_M, 1.0 / rule_.gamma_W, 1.0 / rule_.gamma_b);
      return true;
    }

    /// The largest residual over all targets, with free units at their values at the end of the presentation. This
    /// also detects a divergence in the last presentations of a round.
    double measure_residuals(Index round) {
      double largest = 0.0;
      for (Index target = 0; target < targets_; ++target) {
        if (rule_.target_noise > 0.0 && free_units_.empty()) {
          clamp(target);
        }
        nodes_.rates(shown_.col(target), rates_.col(target));
        nodes_.residual(shown_.col(target), rates_.col(target), residual_);
        if (!residual_.allFinite()) {
          residuals_.resize(static_cast<std::size_t>(round * targets_));
          fail(round, target);
        }
        residuals_.push_back(residual_.lpNorm<Eigen::Infinity>());
        largest = std::max(largest, residuals_.back());
      }
      return largest;
    }

    [[noreturn]] void fail(Index round, Index target) const {
      const double end = static_cast<double>(presented_) * rule_.presentation;
      throw RunError("the residual became infinite or NaN at target " + std::to_string(target) + " in round " +
                     std::to_string(round + 1) + ", between " + seconds(end - rule_.presentation) + " and " +
                     seconds(end) + " of simulated time; " +
                     (rule_.method == Method::continuous
                          ? "larger time constants may keep it finite"
                          : "a shorter time_step, now " + seconds(time_step_) +
                                ", `method: continuous` or larger time constants keep it finite"));
    }

    const PredictiveCoding& rule_;
    OffersErrorNodes& nodes_;
    const Training& training_;
    Index targets_;
    double time_step_;
    Index steps_;
    bool stepwise_;
    bool together_;
    std::vector<Index> free_units_;
    Matrix clamped_;                          ///< v that each target clamps, node x target
    Matrix shown_;                            ///< v at each target, node x target
    Matrix rates_;                            ///< f(v) at each target
    Matrix gains_;                            ///< c(g), unit x target; unit x 0 if targets are shown together
    std::vector<std::vector<Index>> groups_;  ///< units with the same predictors
    Index held_ = 0;                          ///< number of groups whose modes are held at the same time
    std::vector<Modes> modes_;
    Vector residual_;
    Vector error_;
    Index presented_ = 0;
    std::vector<double> residuals_;
  };
};

ENGRAM_PLUGINS(learning_rule<PredictiveCoding>(
                   "predictive_coding",
                   "Presents clamped targets, one after the other or together, and lets weights follow errors.")
                   .with_equation("gamma_M dM/dt = e (x) f(v);  gamma_W dW/dt = f(v) (x) e;  gamma_b db/dt = e")
                   .with_source("arXiv 2406.14723, equations (2) to (5)")
                   .with_example("presentation: 1 s, rounds: 20")
                   .with_example("presentation: 1 s, rounds: 20, time_step: 1 ms")
                   .with_example("presentation: 10 s, order: together")
                   .with_example("presentation: 10 s, order: together, method: continuous")
                   .with_same_result("method", {"exact", "stepwise"}));
