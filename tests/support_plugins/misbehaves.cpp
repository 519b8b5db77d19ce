// An analysis that ends its process as plugins under development do, for tests that only its cell is lost.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include <engram/plugin.hpp>

namespace engram::test {

enum class How { behave, crash, hang, exit, throw_error };

struct Misbehaves : Analysis {
  How how = How::behave;
  double pause = 0.0;

  static auto params() {
    return engram::params<Misbehaves>()
        .choice(&Misbehaves::how, "how",
                {{"behave", How::behave},
                 {"crash", How::crash},
                 {"hang", How::hang},
                 {"exit", How::exit},
                 {"throw", How::throw_error}},
                "What becomes of the process.")
        .add(&Misbehaves::pause, "pause", "s", "Time that it takes all the same.", {.min = 0});
  }
  void run(const Question& question) const override {
    for (int step = 0; step < 10; ++step) {
      std::this_thread::sleep_for(std::chrono::duration<double>(pause / 10));
      question.monitor.progress(0.1 * step);
    }
    switch (how) {
      case How::behave:
        break;
      case How::crash:
        std::fputs("last words of the plugin\n", stderr);
        (void)std::signal(SIGSEGV, SIG_DFL);  // without the sanitizer's handler
        (void)std::raise(SIGSEGV);
        break;
      case How::hang:
        for (;;) {
          std::this_thread::sleep_for(std::chrono::seconds(1));
        }
      case How::exit:
        std::_Exit(7);
      case How::throw_error:
        throw std::runtime_error("the analysis gave up");
    }
    question.recorder.scalar("answer", 42.0, "1", "What it was asked for.");
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::analysis<engram::test::Misbehaves>("misbehaves",
                                                          "Crashes, hangs, ends its process or throws."));
