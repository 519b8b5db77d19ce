// Presentations: shared by learning rules that show a network one pattern after the other, repeatedly.
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include <Eigen/QR>

#include <engram/facets.hpp>
#include <engram/learning_rule.hpp>
#include <engram/parameters.hpp>
#include <engram/words.hpp>

namespace engram {

/// The parameters of presentations. A learning rule derives from it and declares them with `.with<Presentations>()`.
struct Presentations {
  enum class Order { in_turn, shuffled };

  double rate = 0.001;
  Index epochs = 100;
  Order order = Order::shuffled;
  bool centre = false;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return std::move(parameters)
        .add(&Presentations::rate, "rate", "1",
             "Learning rate eta. The squared length of a pattern times the rate is to stay below 1, for patterns of "
             "+1 "
             "and -1 the number of units times the rate: beyond, weights become infinite or NaN.",
             {.above = 0})
        .add(&Presentations::epochs, "epochs", "1", "How often every pattern is shown.", {.min = 1})
        .choice(&Presentations::order, "order", {{"in_turn", Order::in_turn}, {"shuffled", Order::shuffled}},
                "Whether the patterns of an epoch come as they are numbered, or in a fresh random order.")
        .add(&Presentations::centre, "centre", "Whether the mean pattern is taken from every pattern first.");
  }

  /// Shows every pattern once in each epoch to `step`, which changes `weights` (output x unit). Records
  /// `weight_change`; throws RunError if weights are no longer finite.
  void present(const Training& training, MatrixView weights, const std::function<void(const Vector&)>& step) const {
    const Matrix patterns = shown(training.patterns);
    std::vector<double> changes;
    std::vector<Index> turn(static_cast<std::size_t>(patterns.cols()));
    std::iota(turn.begin(), turn.end(), Index{0});
    for (Index epoch = 0; epoch < epochs; ++epoch) {
      if (order == Order::shuffled) {
        RandomStream random = training.random.within("epoch").stream(static_cast<std::uint64_t>(epoch));
        random.shuffle(turn);
      }
      const Matrix before = weights;
      double done = 0.0;
      for (const Index pattern : turn) {
        step(patterns.col(pattern));
        done += 1.0;
        training.monitor.progress((static_cast<double>(epoch) + done / static_cast<double>(turn.size())) /
                                  static_cast<double>(epochs));
      }
      changes.push_back((weights - before).norm());
      if (!weights.allFinite()) {
        throw RunError("the weights became infinite or NaN in epoch " + std::to_string(epoch) + ", with a rate of " +
                       number_text(rate) + " and patterns of a squared length of up to " +
                       number_text(patterns.colwise().squaredNorm().maxCoeff()) +
                       "; a lower rate, or smaller patterns, may help");
      }
    }
    training.recorder.vector("weight_change", "epoch", changes, "1",
                             "Euclidean length of the change of all weights over an epoch.");
  }

  /// The patterns as they are shown, unit x pattern.
  [[nodiscard]] Matrix shown(const Matrix& patterns) const {
    return centre ? Matrix(patterns.colwise() - patterns.rowwise().mean()) : patterns;
  }

  /// Records `explained_variance`, the share of the shown patterns' summed squares that lies in the row space of W.
  void record_explained(const Training& training, const ConstMatrixView& weights) const {
    const Matrix patterns = shown(training.patterns);
    Eigen::ColPivHouseholderQR<Matrix> qr(weights.transpose());
    const Index rank = qr.rank();
    const Matrix basis = qr.householderQ() * Matrix::Identity(weights.cols(), rank);
    const double whole = patterns.squaredNorm();
    training.recorder.scalar("explained_variance",
                             whole > 0.0 ? (basis.transpose() * patterns).squaredNorm() / whole : 1.0, "1",
                             "Share of the patterns' summed squares that lies in the space of the features.");
  }
};

}  // namespace engram
