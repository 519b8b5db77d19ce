// An analysis with a fault for some pairs of its two choices, for the test that run.py notices each of them.
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include <engram/plugin.hpp>

namespace engram::test {

enum class Left { plain, crash, hang, words };
enum class Right { plain, crash, hang, words };

struct Planted : Analysis {
  Left left = Left::plain;
  Right right = Right::plain;
  double third = 1.0;

  static auto params() {
    return engram::params<Planted>()
        .choice(&Planted::left, "left",
                {{"plain", Left::plain}, {"crash", Left::crash}, {"hang", Left::hang}, {"words", Left::words}},
                "One half of a fault.")
        .choice(&Planted::right, "right",
                {{"plain", Right::plain}, {"crash", Right::crash}, {"hang", Right::hang}, {"words", Right::words}},
                "The other half; the two halves of one name make a fault.")
        .add(&Planted::third, "third", "1", "A number without influence.", {.min = 0, .max = 1});
  }
  void run(const Question& question) const override {
    if (left == Left::crash && right == Right::crash) {
      // A sanitizer would report the signal with its own message.
      (void)std::signal(SIGSEGV, SIG_DFL);
      (void)std::raise(SIGSEGV);
    }
    while (left == Left::hang && right == Right::hang) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      question.monitor.progress(0.5);
    }
    if (left == Left::words && right == Right::words) {
      throw std::runtime_error("std::bad_alloc");
    }
    question.recorder.scalar("answer", third, "1", "The number that it was given.");
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::analysis<engram::test::Planted>("planted",
                                                       "Crashes, hangs or gives bad words for some pairs."));
