// Counts allocations while a network steps.
#include <atomic>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>

#include "catch.hpp"

namespace {

std::atomic<long> allocations{0};

/// OpenBLAS's kernels for small products take a buffer for each call on some processors; that is theirs to decide.
[[maybe_unused]] bool is_of_blas(const void* caller) {
  Dl_info info{};
  return dladdr(caller, &info) != 0 && info.dli_fname != nullptr && std::strstr(info.dli_fname, "blas") != nullptr;
}

}  // namespace

// Eigen allocates through malloc, so malloc itself is counted and not only operator new.
#ifndef ENGRAM_SANITIZED
// The C library's own name for its malloc. NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* malloc(std::size_t size) {
  if (!is_of_blas(__builtin_return_address(0))) {
    allocations.fetch_add(1, std::memory_order_relaxed);
  }
  return __libc_malloc(size);
}
constexpr bool counts = true;
#else
// A sanitizer brings a malloc of its own.
constexpr bool counts = false;
#endif

#include "hopfield_networks.hpp"
#include "integrators.hpp"
#include "networks.hpp"

using namespace engram;

TEST_CASE("no_allocation: the counter counts") {
  if (!counts) {
    WARN("skipped: a sanitizer has replaced malloc");
    return;
  }
  const long before = allocations;
  const Matrix made = Matrix::Zero(30, 30);
  CHECK(made.size() == 900);
  CHECK(allocations > before);
}

TEST_CASE("no_allocation: steps of a network allocate nothing") {
  const std::string topology = GENERATE("single", "loop");
  using Form = BlockProduct::Form;
  const auto form = GENERATE(Form::dense, Form::factored);
  const Index trials = GENERATE(1, 10);
  CAPTURE(topology, static_cast<int>(form), trials);
  auto model = topology == "single" ? test::make_pc_hopfield({100}, topology, test::make_activation("tanh"))
                                    : test::make_pc_hopfield({50, 30, 20}, topology, test::make_activation("tanh"));
  model.weights = form;
  model.initial_width = 0.01;
  test::initialise(model);
  Euler euler;
  const auto flow = model.flow(trials);
  const auto stepper = euler.stepper(*flow, model.state_size(), trials);
  Matrix states = test::random_matrix(model.state_size(), trials);
  stepper->advance(0.0, 0.01, states);  // the first step may set up the BLAS library's own buffers
  const long before = allocations;
  stepper->advance(0.01, 1.0, states);
  CHECK(allocations == before);
  CHECK(states.allFinite());
}

TEST_CASE("no_allocation: updates of a network allocate nothing") {
  const auto update = GENERATE(Hopfield::Update::synchronous, Hopfield::Update::asynchronous);
  const auto response = GENERATE(Hopfield::Response::sign, Hopfield::Response::tanh);
  const Index trials = GENERATE(1, 10);
  const bool holds = GENERATE(false, true);
  CAPTURE(static_cast<int>(update), static_cast<int>(response), trials, holds);
  auto model = test::make_hopfield(100, update);
  model.response = response;
  model.weights() = test::random_symmetric_weights(100);
  const Mask held = holds ? Mask::Constant(100, trials, false) : Mask();
  const auto updates = model.updates(trials);
  Matrix states = test::random_signs(100, trials);
  auto random = test::trial_streams(trials);
  updates->update(states, held, random);  // as above
  const long before = allocations;
  for (int more = 0; more < 30; ++more) {
    updates->update(states, held, random);
  }
  CHECK(allocations == before);
  CHECK(states.allFinite());
}
