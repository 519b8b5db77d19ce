// Activations that break laws.
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <limits>

#include <engram/plugin.hpp>

namespace engram::test {

struct BreaksSlope {
  double value(double x) const { return std::tanh(x); }
  double slope(double x) const { return 1.0 - std::tanh(x); }
};

struct BreaksCurvature {
  double value(double x) const { return std::tanh(x); }
  double slope(double x) const { return 1.0 - value(x) * value(x); }
  double curvature(double /*x*/) const { return 1.0; }
};

struct BreaksPotential {
  double value(double x) const { return x; }
  double slope(double /*x*/) const { return 1.0; }
  double potential(double x) const { return x * x; }
};

/// A batch in which every element after the first depends on the one before it.
struct BreaksBatch : Activation {
  void values(const ConstMatrixView& x, MatrixView f) const override {
    for (Index column = 0; column < x.cols(); ++column) {
      double last = 0.0;
      for (Index row = 0; row < x.rows(); ++row) {
        f(row, column) = x(row, column) + 0.01 * last;
        last = x(row, column);
      }
    }
  }
  void values_and_slopes(const ConstMatrixView& x, MatrixView f, MatrixView slopes) const override {
    values(x, f);
    slopes.setOnes();
  }
  void curvatures(const ConstMatrixView& /*x*/, MatrixView curvatures) const override { curvatures.setZero(); }
};

/// Changes one row too many in one of the functions, if the matrix has that row.
struct BreaksBlock : Activation {
  enum class In { values, values_beside_slopes, slopes };
  explicit BreaksBlock(In in) : in_(in) {}

  void values(const ConstMatrixView& x, MatrixView f) const override {
    f = x;
    overrun(f, In::values);
  }
  void values_and_slopes(const ConstMatrixView& x, MatrixView f, MatrixView slopes) const override {
    f = x;
    slopes.setOnes();
    overrun(f, In::values_beside_slopes);
    overrun(slopes, In::slopes);
  }
  void curvatures(const ConstMatrixView& /*x*/, MatrixView curvatures) const override { curvatures.setZero(); }

 private:
  void overrun(MatrixView block, In where) const {
    if (in_ == where && block.outerStride() > block.rows()) {
      block.data()[block.rows()] = 0.0;
    }
  }

  In in_;
};

struct BreaksBlockOfValues : BreaksBlock {
  BreaksBlockOfValues() : BreaksBlock(In::values) {}
};
struct BreaksBlockBesideSlopes : BreaksBlock {
  BreaksBlockBesideSlopes() : BreaksBlock(In::values_beside_slopes) {}
};
struct BreaksBlockOfSlopes : BreaksBlock {
  BreaksBlockOfSlopes() : BreaksBlock(In::slopes) {}
};

struct BreaksNan {
  double value(double x) const { return x > 0.0 ? x : 0.0; }
  double slope(double x) const { return x > 0.0 ? 1.0 : 0.0; }
};

struct BreaksDeclaration {
  double gain = -1.0;
  static auto params() {
    return engram::params<BreaksDeclaration>().add(&BreaksDeclaration::gain, "gain", "1", "Slope.", {.above = 0});
  }
  double value(double x) const { return gain * x; }
  double slope(double /*x*/) const { return gain; }
};

struct BreaksLimits {
  double width = 1.0;
  static auto params() {
    return engram::params<BreaksLimits>().add(&BreaksLimits::width, "width", "1", "Width of the linear part.");
  }
  void check() const {
    if (width == 0.0) {
      throw std::domain_error("division by zero");
    }
  }
  double value(double x) const { return x / width; }
  double slope(double /*x*/) const { return 1.0 / width; }
};

struct BreaksDeterminism {
  double value(double x) const { return x * (1.0 + 1e-9 * static_cast<double>(++calls)); }
  double slope(double /*x*/) const { return 1.0; }

 private:
  static inline thread_local int calls = 0;
};

struct BreaksRuns {
  double value(double x) const { return x; }
  double slope(double /*x*/) const { return std::numeric_limits<double>::infinity(); }
};

/// Crashes at the first value.
struct Crashes {
  double value(double x) const {
    if (x != 0.5) {
      std::raise(SIGSEGV);
    }
    return x;
  }
  double slope(double /*x*/) const { return 1.0; }
};

struct Exits {
  double value(double /*x*/) const { std::_Exit(3); }
  double slope(double /*x*/) const { return 1.0; }
};

}  // namespace engram::test

ENGRAM_PLUGINS(
    engram::activation<engram::test::BreaksSlope>("breaks_slope", "Its slope is wrong."),
    engram::activation<engram::test::BreaksCurvature>("breaks_curvature", "Its curvature is wrong."),
    engram::activation<engram::test::BreaksPotential>("breaks_potential", "Its potential is wrong."),
    engram::activation<engram::test::BreaksBatch>("breaks_batch", "Elements influence each other."),
    engram::activation<engram::test::BreaksBlockOfValues>("breaks_block_of_values", "Writes values too far."),
    engram::activation<engram::test::BreaksBlockBesideSlopes>("breaks_block_beside_slopes",
                                                              "Writes values beside slopes too far."),
    engram::activation<engram::test::BreaksBlockOfSlopes>("breaks_block_of_slopes", "Writes slopes too far."),
    engram::activation<engram::test::BreaksNan>("breaks_nan", "It hides NaN."),
    engram::activation<engram::test::BreaksDeclaration>("breaks_declaration", "Its default is not allowed."),
    engram::activation<engram::test::BreaksLimits>("breaks_limits", "It throws what it likes."),
    engram::activation<engram::test::BreaksDeterminism>("breaks_determinism", "It counts its calls."),
    engram::activation<engram::test::BreaksRuns>("breaks_runs", "Its slope has no bounds."),
    engram::activation<engram::test::Crashes>("crashes", "It crashes when called."),
    engram::activation<engram::test::Exits>("exits", "It ends the process when called."));
