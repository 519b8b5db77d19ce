// Anti-Hebbian learning subtracts from the weights the products that Hebbian learning would add: for given patterns,
// or for the states in which the network comes to rest from random states. The latter, unlearning, weakens spurious
// states more than memories.
//
// Source: J. J. Hopfield, D. I. Feinstein, R. G. Palmer, 'Unlearning' has a stabilizing effect in collective
// memories, Nature 304 (1983):
//     W -= (rate / N) s s^T, for the states s in which random states end
#include <memory>
#include <vector>

#include <engram/plugin.hpp>
#include <engram/stability.hpp>

using namespace engram;

struct AntiHebbian : LearningRuleFor<OffersOuterProducts, OffersUpdates> {
  enum class Of { patterns, own_states };

  Of of = Of::own_states;
  double rate = 0.01;
  Index repetitions = 100;
  Index most_updates = 100;

  static auto params() {
    return engram::params<AntiHebbian>()
        .choice(&AntiHebbian::of, "of", {{"patterns", Of::patterns}, {"own_states", Of::own_states}},
                "Whose outer products are taken away: the patterns', or those of states that the network comes to "
                "rest in from random ones (unlearning).")
        .add(&AntiHebbian::rate, "rate", "1", "How much of (1/N) s s^T is taken away each time.", {.above = 0})
        .add(&AntiHebbian::repetitions, "repetitions", "1",
             "How often: states that are unlearned one after the other, or rounds through the patterns.", {.min = 1})
        .add(&AntiHebbian::most_updates, "most_updates", "1", "Updates after which a state counts, at rest or not.",
             {.min = 1});
  }

  void teach(OffersOuterProducts& network, OffersUpdates& motion, const Training& training) const override {
    const Index units = training.patterns.rows();
    const double factor = -rate / static_cast<double>(units);
    Index at_rest = 0;
    if (of == Of::patterns) {
      network.add_outer_products(training.patterns, 0.0, factor * static_cast<double>(repetitions), false);
    } else {
      for (Index repetition = 0; repetition < repetitions; ++repetition) {
        const auto number = static_cast<std::uint64_t>(repetition);
        RandomStream start = training.random.within("start").stream(number);
        std::vector<RandomStream> stream{training.random.within("motion").stream(number)};
        Matrix state = Matrix::NullaryExpr(units, 1, [&] { return start.sign(); });
        const auto listen = [&] {
          training.monitor.progress(static_cast<double>(repetition) / static_cast<double>(repetitions));
        };
        at_rest += settle(motion, state, stream, listen) ? 1 : 0;
        network.add_outer_products(state, 0.0, factor, false);
      }
      training.recorder.scalar("fraction_at_rest", static_cast<double>(at_rest) / static_cast<double>(repetitions),
                               "1", "Unlearned states at which the network had come to rest.");
    }
    record_stability(network, training.patterns, training.recorder);
  }

 private:
  /// Updates the single trial in `state` until it rests; returns whether it does. A network that moves at random
  /// never rests, even if an update happens to change nothing. Graded values approach their limits without reaching
  /// them, so a very small change counts as rest. Calls `listen` before each update, so that a request to stop is
  /// noticed.
  [[nodiscard]] bool settle(const OffersUpdates& motion, Matrix& state, std::vector<RandomStream>& stream,
                            const auto& listen) const {
    const std::unique_ptr<Updates> updates = motion.updates(1);
    for (Index update = 0; update < most_updates; ++update) {
      listen();
      const Matrix before = state;
      updates->update(state, {}, stream);
      constexpr double at_rest = 1e-9;
      if (!motion.moves_at_random() && (state - before).cwiseAbs().maxCoeff() <= at_rest) {
        return true;
      }
    }
    return false;
  }
};

ENGRAM_PLUGINS(learning_rule<AntiHebbian>("anti_hebbian",
                                          "Takes outer products from pairwise weights: of patterns, or unlearning.")
                   .with_equation("W_ij -= (rate / N) s_i s_j, i != j")
                   .with_source("J. J. Hopfield, D. I. Feinstein, R. G. Palmer, Nature 304, 158 (1983)"));
