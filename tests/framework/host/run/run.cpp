#include "run/run.hpp"

#include <map>

#include "catch.hpp"
#include "parts.hpp"

using namespace engram;

namespace {

struct MemoryOutput : run::Output {
  std::map<std::string, MemoryRecorder> groups;
  std::vector<std::string> works;
  SilentMonitor monitor;

  Recorder& group(const std::string& path) override { return groups[path]; }
  Monitor& begin(const std::string& work) override {
    works.push_back(work);
    return monitor;
  }
};

run::Experiment experiment() {
  run::Experiment made;
  made.patterns = std::make_shared<test::Ones>();
  made.model = std::make_shared<test::Decaying>();
  made.learning = {{"", std::make_shared<test::Counting>()}};
  made.integrator = std::make_shared<test::OneStep>();
  made.analyses = {{"ending", std::make_shared<test::Ending>()}};
  return made;
}

}  // namespace

TEST_CASE("run: patterns, training, model and analyses each record into their group") {
  MemoryOutput output;
  run::run(experiment(), output);
  CHECK(output.groups["patterns"].find("targets").shape == std::vector<Index>{2, 3});
  CHECK(output.groups["training"].reals("seen") == std::vector<double>{2.0});
  CHECK(output.groups["model"].reals("trained_on") == std::vector<double>{2.0});
  // Two explicit steps of half a second each.
  CHECK(output.groups["analyses/ending"].reals("end") == std::vector<double>{0.25});
  CHECK(output.works == std::vector<std::string>{"training", "analysis ending"});
}

TEST_CASE("run: after failed training no analysis runs, and what was recorded stays") {
  run::Experiment failing = experiment();
  auto rule = std::make_shared<test::Counting>();
  rule->fails = true;
  failing.learning = {{"", rule}};
  MemoryOutput output;
  run::run(failing, output);
  CHECK(output.groups["training"].failures ==
        std::vector<std::string>{"the weights became infinite or NaN at target 2"});
  CHECK(output.groups["training"].reals("seen") == std::vector<double>{2.0});
  CHECK(output.groups["model"].datasets.size() == 1);
  CHECK(output.groups.count("analyses/ending") == 0);
}

TEST_CASE("run: a failed analysis does not stop the next one") {
  run::Experiment failing = experiment();
  auto broken = std::make_shared<test::Ending>();
  broken->fails = true;
  failing.analyses.insert(failing.analyses.begin(), {"broken", broken});
  MemoryOutput output;
  run::run(failing, output);
  CHECK(output.groups["analyses/broken"].failures == std::vector<std::string>{"lost the thread"});
  CHECK(output.groups["analyses/broken"].reals("half_way") == std::vector<double>{0.5});
  CHECK(output.groups["analyses/ending"].reals("end") == std::vector<double>{0.25});
}

TEST_CASE("run: a network that blows up is noted, trial by trial, and the others stay") {
  run::Experiment growing = experiment();
  auto model = std::make_shared<test::Decaying>();
  model->rate = -1e308;
  growing.model = model;
  MemoryOutput output;
  run::run(growing, output);
  CHECK(output.groups["analyses/ending"].failures ==
        std::vector<std::string>{"trial 0 diverged", "trial 1 diverged"});
  CHECK(std::isnan(output.groups["analyses/ending"].reals("end").at(0)));
}

TEST_CASE("run: a request to stop is followed, and recorded datasets stay") {
  struct Stopping : Analysis {
    void run(const Question& question) const override {
      question.recorder.scalar("before", 1.0, "1", "Recorded before the stop.");
      throw Stopped("stop");
    }
  };
  run::Experiment stopping = experiment();
  stopping.analyses.insert(stopping.analyses.begin(), {"stopping", std::make_shared<Stopping>()});
  MemoryOutput output;
  CHECK_THROWS_AS(run::run(stopping, output), Stopped);
  CHECK(output.groups["analyses/stopping"].reals("before").size() == 1);
  CHECK(output.groups["analyses/stopping"].failures == std::vector<std::string>{"stopped by the user"});
  CHECK(output.groups.count("analyses/ending") == 0);
}

TEST_CASE("run: whatever a plugin throws is a failure of its group and no more") {
  struct Throwing : Analysis {
    void run(const Question& /*question*/) const override { throw 42; }
  };
  struct Refusing : PatternSource {
    [[nodiscard]] Index pattern_count() const override { return 1; }
    [[nodiscard]] Index pattern_size() const override { return 3; }
    void generate(const RandomStreams& /*random*/, MatrixView /*patterns*/) const override {
      throw ParameterError("file", "the file is gone");
    }
  };
  run::Experiment throwing = experiment();
  throwing.analyses.insert(throwing.analyses.begin(), {"throwing", std::make_shared<Throwing>()});
  MemoryOutput output;
  run::run(throwing, output);
  CHECK(output.groups["analyses/throwing"].failures ==
        std::vector<std::string>{"a plugin threw something that is not a std::exception"});
  CHECK(output.groups["analyses/ending"].datasets.size() == 2);
  run::Experiment refusing = experiment();
  refusing.patterns = std::make_shared<Refusing>();
  MemoryOutput second;
  run::run(refusing, second);
  CHECK(second.groups["patterns"].failures == std::vector<std::string>{"the file is gone"});
  CHECK(second.groups.count("training") == 0);
}

TEST_CASE("run: patterns that the model refuses are a failure of the patterns, which stay, and nothing is taught") {
  struct Choosy : test::Decaying {
    void check_patterns(const Patterns& patterns) const override {
      throw RequestError("the model takes no " + std::to_string(patterns.cols()) + " patterns");
    }
  };
  run::Experiment choosy = experiment();
  choosy.model = std::make_shared<Choosy>();
  MemoryOutput output;
  run::run(choosy, output);
  CHECK(output.groups["patterns"].failures == std::vector<std::string>{"the model takes no 2 patterns"});
  CHECK(output.groups["patterns"].find("targets").shape == std::vector<Index>{2, 3});
  CHECK(output.groups.count("training") == 0);
  CHECK(output.groups.count("model") == 0);
}

TEST_CASE(
    "run: a network that an analysis teaches is initialised and trained by every rule, with streams of its own") {
  // Each rule adds the first number of its stream to all weights, here one value.
  struct Network : test::Decaying {
    double initial = 0.0;
    std::vector<double> drawn;
    void initialise(RandomStream& random) override { initial = random.uniform(); }
  };
  struct Drawing : LearningRule {
    void train(Model& model, const Training& training) const override {
      auto& network = dynamic_cast<Network&>(model);
      network.drawn.push_back(training.random.stream(0).uniform());
      network.trained_on = static_cast<double>(training.patterns.cols());
      training.recorder.scalar("drawn", network.drawn.back(), "1", "The number that was drawn.");
    }
  };
  struct Teaching : Analysis {
    std::vector<double>& seen;
    explicit Teaching(std::vector<double>& values) : seen(values) {}
    void run(const Question& question) const override {
      const auto other = question.system.taught(Matrix::Ones(3, 5), question.random);
      seen.push_back(static_cast<double>(other->memories().cols()));
    }
  };
  std::vector<double> seen;
  std::vector<std::shared_ptr<Network>> made;
  PluginInfo plugin;
  plugin.kind = Kind::model;
  plugin.name = "network";
  plugin.create = [&made](const Part& /*part*/) -> std::shared_ptr<void> {
    made.push_back(std::make_shared<Network>());
    // The host takes a pointer to the base class.
    return std::static_pointer_cast<Model>(made.back());
  };
  run::Experiment teaching = experiment();
  const auto own = std::make_shared<Network>();
  teaching.seed = 7;
  teaching.model = own;
  teaching.model_part = Part{&plugin, {}};
  teaching.learning = {{"first", std::make_shared<Drawing>()}, {"second", std::make_shared<Drawing>()}};
  teaching.analyses = {{"teaching", std::make_shared<Teaching>(seen)}};
  MemoryOutput output;
  run::run(teaching, output);
  INFO(output.groups["analyses/teaching"].failures.size());
  REQUIRE(made.size() == 1);
  const RandomStreams own_learning(7, "learning");
  CHECK(own->initial == RandomStreams(7, "model").stream(0).uniform());
  CHECK(own->drawn == std::vector{own_learning.within("first").stream(0).uniform(),
                                  own_learning.within("second").stream(0).uniform()});
  CHECK(own->trained_on == 2.0);
  const RandomStreams other(7, "analyses/teaching");
  CHECK(made[0]->initial == other.within("model").stream(0).uniform());
  CHECK(made[0]->drawn == std::vector{other.within("learning").within("first").stream(0).uniform(),
                                      other.within("learning").within("second").stream(0).uniform()});
  CHECK(made[0]->trained_on == 5.0);
  CHECK(seen == std::vector{5.0});
  CHECK(output.groups["training/first"].reals("drawn") == std::vector{own->drawn[0]});
}

TEST_CASE("run: a trajectory does not run backwards") {
  struct Backwards : Analysis {
    void run(const Question& question) const override {
      const auto trajectory = question.system.start(question.system.memories().matrix(), question.random);
      trajectory->advance_to(2.0);
      trajectory->advance_to(1.0);
    }
  };
  run::Experiment backwards = experiment();
  backwards.analyses = {{"backwards", std::make_shared<Backwards>()}};
  MemoryOutput output;
  run::run(backwards, output);
  CHECK(output.groups["analyses/backwards"].failures ==
        std::vector<std::string>{"a trajectory at 2 cannot go back to 1"});
}
