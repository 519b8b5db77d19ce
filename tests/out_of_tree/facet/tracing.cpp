// A model with traces: a unit takes the sign of its trace.
#include "traces.hpp"

using namespace engram;

struct Tracing : Model, OffersUpdates, OffersTraces {
  Index unit_count = 0;

  static auto params() {
    return engram::params<Tracing>().add(&Tracing::unit_count, "units", "1", "Number of units.",
                                         {.min = 1, .required = true});
  }

  Index units() const override { return unit_count; }
  void initialise(RandomStream& /*random*/) override { traces_ = Vector::Zero(unit_count); }
  void record(Recorder& recorder) const override {
    recorder.vector("traces", "unit", traces_, "1", "Trace of each unit.");
  }
  VectorView traces() override { return traces_; }

  struct TakeSigns : Updates {
    explicit TakeSigns(const Vector& of) : traces(of) {}
    void update(MatrixView states, const Mask& held, std::vector<RandomStream>& /*random*/) override {
      // NaN in a state has to spread.
      put(traces.cwiseSign().replicate(1, states.cols()) + 0.0 * states, held, states);
    }
    const Vector& traces;
  };
  std::unique_ptr<Updates> updates(Index /*trials*/) const override { return std::make_unique<TakeSigns>(traces_); }

 private:
  Vector traces_;
};

ENGRAM_PLUGINS(
    model<Tracing, OffersTraces>("tracing", "Units that keep a trace of the patterns.").with_example("units: 24"));
