// Eigenvalues of the Jacobian of the flow at each target: whether a memory is stable, and how its modes relax.
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <engram/plugin.hpp>
#include <engram/spectrum.hpp>

using namespace engram;

struct JacobianEigenvalues : AnalysisFor<OffersFlow> {
  enum class Method { automatic, full, reduced };

  Method method = Method::automatic;
  std::vector<Index> targets;
  double near_zero = 0.5;
  std::optional<double> close_to;

  static std::vector<Recorded> records() {
    return {{"target", {"target"}},
            {"eigenvalues_re", {"target", "eigenvalue"}},
            {"eigenvalues_im", {"target", "eigenvalue"}},
            {"spectral_abscissa", {"target"}},
            {"residual", {"target"}},
            {"near_zero_of_target", {"target"}},
            {"closest_of_target", {"target"}, false, "close_to"},
            {"max_spectral_abscissa"},
            {"fraction_stable"},
            {"near_zero_count"},
            {"modal_real_part"},
            {"modal_fraction"}};
  }

  static auto params() {
    return engram::params<JacobianEigenvalues>()
        .choice(&JacobianEigenvalues::method, "method",
                {{"auto", Method::automatic}, {"full", Method::full}, {"reduced", Method::reduced}},
                "All eigenvalues of the whole Jacobian, or the same from the smaller matrix that a model may offer; "
                "auto is reduced if it is offered.")
        .add(&JacobianEigenvalues::targets, "targets", "1", "Targets to look at, counted from 0; all if empty.",
             {.min = 0})
        .add(&JacobianEigenvalues::near_zero, "near_zero", "1/s",
             "Real parts nearer to zero than this are counted as near zero.", {.above = 0})
        .add(&JacobianEigenvalues::close_to, "close_to", "1/s",
             "A real number; the distance from it to the closest eigenvalue at each target is recorded.");
  }

  void check_network(const NetworkOutline& network) const override {
    for (const Index target : targets) {
      if (target >= network.patterns) {
        throw ParameterError("targets", "there is no target " + std::to_string(target) + "; targets are 0 to " +
                                            std::to_string(network.patterns - 1));
      }
    }
  }

  std::vector<Facet> further_needs() const override {
    return method == Method::reduced ? std::vector{OffersReducedSpectrum::facet} : std::vector<Facet>{};
  }

  void run(const Question& question) const override {
    const System& system = question.system;
    std::vector<Index> chosen = targets;
    if (chosen.empty()) {
      chosen.resize(static_cast<std::size_t>(system.memories().cols()));
      std::iota(chosen.begin(), chosen.end(), Index{0});
    }
    const bool reduced = method != Method::full && system.offers(OffersReducedSpectrum::facet);
    const std::unique_ptr<ReducedSpectrum> spectrum = reduced ? system.reduced_spectrum() : nullptr;
    std::vector<Eigen::VectorXcd> spectra;
    for (const Index target : chosen) {
      Eigen::VectorXcd values(system.state_size());
      if (spectrum != nullptr) {
        spectrum->eigenvalues(system.memories().col(target), values);
      } else {
        values = full_spectrum(system, system.memories().col(target));
      }
      if (!values.allFinite()) {
        throw RunError("an eigenvalue at target " + std::to_string(target) + " is infinite or NaN");
      }
      sort(values);
      spectra.push_back(std::move(values));
      question.monitor.progress(static_cast<double>(spectra.size()) / static_cast<double>(chosen.size()));
    }
    record(question, chosen, spectra, drifts(system, chosen));
  }

 private:
  static Eigen::VectorXcd full_spectrum(const System& system, const ConstVectorView& pattern) {
    Matrix state(system.state_size(), 1);
    system.initial_states(pattern, state);
    Matrix jacobian(system.state_size(), system.state_size());
    system.jacobian(state.col(0), jacobian);
    return eigenvalues_of(jacobian, "the Jacobian at a target");
  }

  /// Sorts from the largest real part to the smallest. Conjugate pairs stay together; values that differ only by
  /// rounding count as equal, so that the order does not depend on rounding.
  static void sort(Eigen::VectorXcd& values) {
    const double grain = 1e-9 * std::max(1.0, values.cwiseAbs().maxCoeff());
    const auto key = [&](const std::complex<double>& value) {
      return std::pair{-std::round(value.real() / grain), -value.imag()};
    };
    std::sort(values.begin(), values.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  }

  /// The largest |dx/dt| over the state at each target, which measures how far it is from an equilibrium.
  static std::vector<double> drifts(const System& system, const std::vector<Index>& chosen) {
    const auto count = static_cast<Index>(chosen.size());
    Matrix states(system.state_size(), count);
    Matrix derivatives(system.state_size(), count);
    Matrix patterns(system.units(), count);
    for (Index i = 0; i < count; ++i) {
      patterns.col(i) = system.memories().col(chosen[static_cast<std::size_t>(i)]);
    }
    system.initial_states(patterns, states);
    system.flow(count)->derivative(states, derivatives);
    const Vector largest = derivatives.cwiseAbs().colwise().maxCoeff().transpose();
    return {largest.begin(), largest.end()};
  }

  void record(const Question& question, const std::vector<Index>& chosen,
              const std::vector<Eigen::VectorXcd>& spectra, std::vector<double> drift) const {
    const auto count = static_cast<Index>(chosen.size());
    const Index size = question.system.state_size();
    std::vector<double> re;
    std::vector<double> im;
    std::vector<double> abscissas;
    double stable = 0.0;
    std::vector<std::int64_t> zeros;
    std::vector<double> closest;
    for (const Eigen::VectorXcd& spectrum : spectra) {
      zeros.push_back(0);
      for (const std::complex<double>& value : spectrum) {
        re.push_back(value.real());
        im.push_back(value.imag());
        zeros.back() += std::fabs(value.real()) < near_zero ? 1 : 0;
      }
      abscissas.push_back(spectrum.real().maxCoeff());
      if (close_to) {
        closest.push_back((spectrum.array() - *close_to).abs().minCoeff());
      }
      stable += abscissas.back() < 0.0 ? 1.0 : 0.0;
    }
    const auto [mode, share] = most_frequent(re);
    const double greatest = *std::max_element(abscissas.begin(), abscissas.end());
    const auto all_zeros = static_cast<double>(std::accumulate(zeros.begin(), zeros.end(), std::int64_t{0}));

    Recorder& recorder = question.recorder;
    recorder.vector("target", "target", chosen, "1", "Target at which the Jacobian was taken, counted from 0.");
    recorder.record({"eigenvalues_re",
                     {"target", "eigenvalue"},
                     {count, size},
                     std::move(re),
                     "1/s",
                     "Real parts of the eigenvalues of the Jacobian."});
    recorder.record({"eigenvalues_im",
                     {"target", "eigenvalue"},
                     {count, size},
                     std::move(im),
                     "1/s",
                     "Imaginary parts of the eigenvalues of the Jacobian."});
    recorder.vector("spectral_abscissa", "target", abscissas, "1/s", "Largest real part at each target.");
    recorder.vector("residual", "target", drift, "1/s", "Largest |dx/dt| over the state at each target.");
    recorder.vector("near_zero_of_target", "target", zeros, "1",
                    "Eigenvalues at each target whose real part is near zero.");
    if (close_to) {
      recorder.vector("closest_of_target", "target", closest, "1/s",
                      "Distance in the complex plane from close_to to the closest eigenvalue at each target.");
    }
    recorder.scalar("max_spectral_abscissa", greatest, "1/s", "Largest real part over all targets.");
    recorder.scalar("fraction_stable", stable / static_cast<double>(count), "1",
                    "Targets at which all eigenvalues have negative real part.");
    recorder.scalar("near_zero_count", all_zeros / static_cast<double>(count), "1",
                    "Mean over the targets of how many eigenvalues have a real part near zero.");
    recorder.scalar("modal_real_part", mode, "1/s", "The most frequent real part over all targets.");
    recorder.scalar("modal_fraction", share, "1",
                    "Fraction of the eigenvalues at all targets that have the most frequent real part.");
  }

  /// The most frequent value in `numbers`, up to a millionth of the largest, and the fraction of numbers that have
  /// it.
  static std::pair<double, double> most_frequent(std::vector<double> numbers) {
    std::sort(numbers.begin(), numbers.end());
    const double grain = 1e-6 * std::max(std::fabs(numbers.front()), std::fabs(numbers.back()));
    std::size_t first = 0;
    std::size_t best_first = 0;
    std::size_t best_count = 0;
    for (std::size_t at = 0; at < numbers.size(); ++at) {
      while (numbers[at] - numbers[first] > grain) {
        ++first;
      }
      if (at - first + 1 > best_count) {
        best_first = first;
        best_count = at - first + 1;
      }
    }
    return {numbers[best_first + best_count / 2],
            static_cast<double>(best_count) / static_cast<double>(numbers.size())};
  }
};

ENGRAM_PLUGINS(analysis<JacobianEigenvalues>("jacobian_eigenvalues",
                                             "All eigenvalues of the Jacobian of the flow, at each target.")
                   .with_source("arXiv 2406.14723, section 3.1")
                   .with_same_result("method", {"full", "reduced"}));
