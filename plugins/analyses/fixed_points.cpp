// Fixed points of the flow, found by Newton's method from many states, with their stability, energy and distance to
// targets.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include <engram/plugin.hpp>
#include <engram/random_patterns.hpp>
#include <engram/spectrum.hpp>

using namespace engram;

/// Newton's method for F(x) = 0. If a full step does not help, it is damped as by Levenberg and Marquardt, since
/// Jacobians of associative memories are often close to singular.
class NewtonSearch {
 public:
  explicit NewtonSearch(const System& system)
      : system_(system),
        flow_(system.flow(1)),
        size_(system.state_size()),
        jacobian_(size_, size_),
        derivative_(size_, 1),
        trial_(size_, 1),
        trial_derivative_(size_, 1) {
    if (system.offers(OffersReducedSpectrum::facet)) {
      spectrum_ = system.reduced_spectrum();
    }
  }

  /// Moves `state` until the largest |F| is at most `tolerance`; returns whether it succeeded.
  bool run(Matrix& state, double tolerance, Index max_iterations) {
    flow_->derivative(state, derivative_);
    double damping = 0.0;
    for (Index iteration = 0; iteration < max_iterations; ++iteration) {
      if (residual() <= tolerance) {
        return true;
      }
      system_.jacobian(state.col(0), jacobian_);
      if (!jacobian_.allFinite() || !improve(state, damping)) {
        return false;
      }
    }
    return residual() <= tolerance;
  }

  [[nodiscard]] double residual() const { return derivative_.cwiseAbs().maxCoeff(); }

  /// The largest real part of the Jacobian's eigenvalues at `state`.
  double spectral_abscissa(const Matrix& state) {
    if (spectrum_ != nullptr) {
      // The reduced spectrum is valid for states as start() makes them, with everything but the values at rest. Most
      // fixed points of models with a reduced spectrum are of this kind.
      const Vector values = state.col(0).head(system_.units());
      system_.initial_states(values, trial_);
      if ((trial_ - state).cwiseAbs().maxCoeff() < 1e-8) {
        Eigen::VectorXcd eigenvalues(size_);
        spectrum_->eigenvalues(values, eigenvalues);
        return eigenvalues.real().maxCoeff();
      }
    }
    system_.jacobian(state.col(0), jacobian_);
    return eigenvalues_of(jacobian_, "the Jacobian at a fixed point").real().maxCoeff();
  }

 private:
  /// Takes a step that makes |F| smaller, with as little damping as possible; returns false if there is none.
  bool improve(Matrix& state, double& damping) {
    const double least = 1e-10 * jacobian_.squaredNorm() / static_cast<double>(size_);
    if (damping == 0.0 && accept(state, newton_step())) {
      return true;
    }
    // J^T J and J^T F are the same for every damping.
    normal_.setZero();
    normal_.selfadjointView<Eigen::Lower>().rankUpdate(jacobian_.transpose());
    gradient_ = jacobian_.transpose() * derivative_.col(0);
    for (damping = std::max(damping, least); damping < 1e16 * least; damping *= 10.0) {
      if (accept(state, damped_step(damping))) {
        damping = damping <= 10.0 * least ? 0.0 : damping / 100.0;
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] Vector newton_step() const { return jacobian_.partialPivLu().solve(-derivative_.col(0)); }

  [[nodiscard]] Vector damped_step(double damping) const {
    Matrix damped = normal_;
    damped.diagonal().array() += damping;
    return damped.llt().solve(-gradient_);
  }

  bool accept(Matrix& state, const Vector& step) {
    if (!step.allFinite()) {
      return false;
    }
    trial_.col(0) = state.col(0) + step;
    flow_->derivative(trial_, trial_derivative_);
    if (!(trial_derivative_.norm() < derivative_.norm())) {
      return false;
    }
    state = trial_;
    derivative_ = trial_derivative_;
    return true;
  }

  const System& system_;
  std::unique_ptr<Flow> flow_;
  std::unique_ptr<ReducedSpectrum> spectrum_;  ///< null if the model offers none
  Index size_;
  Matrix jacobian_;
  Matrix normal_ = Matrix::Zero(jacobian_.rows(), jacobian_.cols());  ///< lower half of J^T J
  Vector gradient_;
  Matrix derivative_;
  Matrix trial_;
  Matrix trial_derivative_;
};

struct FixedPoints : AnalysisFor<OffersFlow>, RandomPatterns {
  Index random_starts = 20;
  bool from_targets = true;
  double settle = 10.0;
  double tolerance = 1e-9;
  Index max_iterations = 50;
  double merge_within = 1e-3;
  double target_within = 1.0;

  static std::vector<Recorded> records() {
    return {{"values", {"point", "unit"}},
            {"residual", {"point"}},
            {"spectral_abscissa", {"point"}},
            {"stable", {"point"}},
            {"nearest_target", {"point"}},
            {"target_distance", {"point"}},
            {"energy", {"point"}},
            {"starts_of_point", {"point"}},
            {"point_of_start", {"start"}},
            {"points"},
            {"fraction_arrived"},
            {"spurious_points"},
            {"stable_spurious_points"},
            {"lowest_spurious_energy"},
            {"steepest_spurious_abscissa"}};
  }

  static auto params() {
    return engram::params<FixedPoints>()
        .add(&FixedPoints::random_starts, "random_starts", "1", "Random states to start from.",
             {.min = 0, .max = 1e6})
        .formerly("starts")
        .add(&FixedPoints::from_targets, "from_targets", "Whether to start from every target as well.")
        .add(&FixedPoints::settle, "settle", "s",
             "How long the network moves freely from each random state before the search begins.", {.min = 0})
        .add(&FixedPoints::tolerance, "tolerance", "1/s", "Largest |dx/dt| at a fixed point.", {.above = 0})
        .add(&FixedPoints::max_iterations, "max_iterations", "1", "Steps of Newton's method from each start.",
             {.min = 1, .max = 1e6})
        .add(&FixedPoints::merge_within, "merge_within", "1",
             "Euclidean distance of the values up to which two fixed points count as one.", {.min = 0})
        .add(&FixedPoints::target_within, "target_within", "1",
             "Euclidean distance to a target beyond which a fixed point is spurious.", {.min = 0})
        .with<RandomPatterns>();
  }

  void run(const Question& question) const override {
    const System& system = question.system;
    const Matrix states = start_states(question);
    NewtonSearch search(system);
    std::vector<Found> found;
    std::vector<std::int64_t> point_of_start;
    for (Index start = 0; start < states.cols(); ++start) {
      Matrix state = states.col(start);
      const bool arrived = state.allFinite() && search.run(state, tolerance, max_iterations);
      point_of_start.push_back(arrived ? add(found, state, search, system.units()) : -1);
      question.monitor.progress(static_cast<double>(start + 1) / static_cast<double>(states.cols()));
    }
    for (Found& point : found) {
      point.abscissa = search.spectral_abscissa(point.state);
    }
    record(question, found, std::move(point_of_start));
  }

 private:
  struct Found {
    Matrix state;
    double residual;
    double abscissa;
    std::int64_t starts;
  };

  /// The targets, followed by the states to which random states have settled.
  [[nodiscard]] Matrix start_states(const Question& question) const {
    const System& system = question.system;
    const Matrix& memories = system.memories();
    const Index targets = from_targets ? memories.cols() : 0;
    Matrix states(system.state_size(), targets + random_starts);
    if (targets > 0) {
      system.initial_states(memories, states.leftCols(targets));
    }
    if (random_starts > 0) {
      const auto trajectory =
          system.start(draw(system.units(), random_starts, question.random), question.random.within("motion"));
      // Advances in pieces, so that a request to stop is noticed.
      constexpr int pieces = 100;
      for (int piece = 1; piece <= pieces && settle > 0.0; ++piece) {
        trajectory->advance_to(settle * piece / pieces);
        question.monitor.progress(0.0);
      }
      question.report(trajectory->divergences(),
                      [](Index trial) { return "random state " + std::to_string(trial) + ", while it settled"; });
      states.rightCols(random_starts) = trajectory->states();
    }
    return states;
  }

  /// The index of a fixed point in `found`; a new one is added.
  [[nodiscard]] std::int64_t add(std::vector<Found>& found, const Matrix& state, const NewtonSearch& search,
                                 Index units) const {
    for (std::size_t at = 0; at < found.size(); ++at) {
      if ((found[at].state.col(0).head(units) - state.col(0).head(units)).norm() <= merge_within) {
        ++found[at].starts;
        return static_cast<std::int64_t>(at);
      }
    }
    found.push_back({state, search.residual(), 0.0, 1});
    return static_cast<std::int64_t>(found.size() - 1);
  }

  void record(const Question& question, const std::vector<Found>& found,
              std::vector<std::int64_t> point_of_start) const {
    const System& system = question.system;
    const Matrix& memories = system.memories();
    std::vector<double> values, residuals, abscissas, distances, energies;
    std::vector<std::int64_t> stable, nearest, starts_of_point;
    double spurious = 0.0;
    double stable_spurious = 0.0;
    double lowest_spurious = std::numeric_limits<double>::quiet_NaN();
    double steepest_spurious = std::numeric_limits<double>::quiet_NaN();
    for (const Found& point : found) {
      const auto v = point.state.col(0).head(system.units());
      values.insert(values.end(), v.begin(), v.end());
      residuals.push_back(point.residual);
      abscissas.push_back(point.abscissa);
      stable.push_back(point.abscissa < 0.0 ? 1 : 0);
      starts_of_point.push_back(point.starts);
      Index target = 0;
      distances.push_back((memories.colwise() - v).colwise().norm().minCoeff(&target));
      nearest.push_back(target);
      Vector energy = Vector::Constant(1, std::numeric_limits<double>::quiet_NaN());
      if (system.offers(OffersEnergy::facet)) {
        system.energies(point.state, energy);
      }
      energies.push_back(energy[0]);
      if (distances.back() > target_within) {
        spurious += 1.0;
        lowest_spurious = std::fmin(lowest_spurious, energy[0]);
        if (point.abscissa < 0.0) {
          stable_spurious += 1.0;
          steepest_spurious = std::fmin(steepest_spurious, point.abscissa);
        }
      }
    }
    const auto arrived =
        std::count_if(point_of_start.begin(), point_of_start.end(), [](auto point) { return point >= 0; });
    const auto tried = static_cast<Index>(point_of_start.size());
    const auto points = static_cast<Index>(found.size());

    Recorder& recorder = question.recorder;
    const auto of_points = [&](const char* name, const auto& numbers, const char* unit, const char* sentence) {
      recorder.vector(name, "point", numbers, unit, sentence);
    };
    recorder.record({"values",
                     {"point", "unit"},
                     {points, system.units()},
                     std::move(values),
                     "1",
                     "Values of the units at each fixed point."});
    of_points("residual", residuals, "1/s", "Largest |dx/dt| that is left.");
    of_points("spectral_abscissa", abscissas, "1/s", "Largest real part of the Jacobian's eigenvalues.");
    of_points("stable", stable, "1", "1 where all eigenvalues have negative real part, otherwise 0.");
    of_points("nearest_target", nearest, "1", "Target that the fixed point is nearest to.");
    of_points("target_distance", distances, "1", "Euclidean distance to the nearest target.");
    of_points("energy", energies, "1", "Energy.");
    of_points("starts_of_point", starts_of_point, "1", "Starts from which the search came here.");
    recorder.vector("point_of_start", "start", point_of_start, "1",
                    "Fixed point found from each start, targets first, then random states; -1 if none was.");
    recorder.scalar("points", static_cast<double>(points), "1", "Different fixed points that were found.");
    recorder.scalar("fraction_arrived", tried == 0 ? 0.0 : static_cast<double>(arrived) / static_cast<double>(tried),
                    "1", "Starts from which the search came to a fixed point.");
    recorder.scalar("spurious_points", spurious, "1", "Fixed points that lie at no target.");
    recorder.scalar("stable_spurious_points", stable_spurious, "1", "Stable ones among them.");
    recorder.scalar("lowest_spurious_energy", lowest_spurious, "1", "Lowest energy of a spurious fixed point.");
    recorder.scalar("steepest_spurious_abscissa", steepest_spurious, "1/s",
                    "Most negative spectral abscissa of a stable spurious fixed point: how deep they are at most.");
  }
};

ENGRAM_PLUGINS(analysis<FixedPoints>(
                   "fixed_points",
                   "Fixed points of the flow from many starts: residual, stability, energy, distance to targets.")
                   .with_example("random_starts: 10"));
