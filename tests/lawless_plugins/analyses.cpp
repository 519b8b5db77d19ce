// Analyses that break laws.
#include <array>
#include <stdexcept>

#include <engram/plugin.hpp>

namespace engram::test {

struct BreaksRecords : Analysis {
  static std::vector<Recorded> records() { return {{"answer"}}; }
  void run(const Question& question) const override { question.recorder.scalar("anwser", 1.0, "1", "An answer."); }
};

/// Assumes that every network moves in seconds.
struct BreaksAnyModel : Analysis {
  static std::vector<Recorded> records() { return {{"answer"}}; }
  void run(const Question& question) const override {
    if (question.system.time_unit() != "update") {
      throw RunError("this network is not what I know");
    }
    question.recorder.scalar("answer", 1.0, "1", "An answer.");
  }
};

struct BreaksAgain : Analysis {
  static std::vector<Recorded> records() { return {{"answer"}}; }
  void run(const Question& question) const override {
    static double calls = 0.0;
    question.recorder.scalar("answer", ++calls, "1", "An answer.");
  }
};

struct BreaksAlternatives : Analysis {
  enum class Method { full, reduced };
  Method method = Method::full;
  static auto params() {
    return engram::params<BreaksAlternatives>().choice(&BreaksAlternatives::method, "method",
                                                       {{"full", Method::full}, {"reduced", Method::reduced}},
                                                       "How it is computed.");
  }
  static std::vector<Recorded> records() { return {{"answer"}}; }
  void run(const Question& question) const override {
    question.recorder.scalar("answer", method == Method::full ? 1.0 : 1.01, "1", "An answer.");
  }
};

/// Counts units by a comparison that is false for NaN.
struct BreaksNan : Analysis {
  static std::vector<Recorded> records() { return {{"positive", {"trial"}}}; }
  void run(const Question& question) const override {
    const Matrix& memories = question.system.memories();
    const auto trajectory = question.system.start(memories, question.random);
    trajectory->advance_to(1.0);
    std::vector<double> positive;
    for (Index trial = 0; trial < memories.cols(); ++trial) {
      positive.push_back(static_cast<double>((trajectory->values().col(trial).array() > 0.0).count()));
    }
    question.recorder.record({"positive", {"trial"}, {memories.cols()}, positive, "1", "Units above zero."});
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::analysis<engram::test::BreaksRecords>("breaks_records", "Records what it does not declare."),
               engram::analysis<engram::test::BreaksAnyModel>("breaks_any_model", "Knows one kind of network."),
               engram::analysis<engram::test::BreaksAgain>("breaks_again", "Counts its calls."),
               engram::analysis<engram::test::BreaksAlternatives>("breaks_alternatives", "Two ways, two answers.")
                   .with_same_result("method", {"full", "reduced"}),
               engram::analysis<engram::test::BreaksNan>("breaks_nan", "Does not see lost trials."));
