// Curves of a theory: formulas, unknowns and means over a normal number, and the words for mistakes.
#include "theory/curve.hpp"

#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <engram/error.hpp>

#include "catch.hpp"

using Catch::Matchers::Contains;
using engram::theory::Curve;
using Names = std::vector<std::string>;

namespace {

double at(const std::string& text, double x, const std::vector<double>& settings = {}) {
  return Curve(text).at(x, settings);
}

/// The message of a text that is refused.
std::string refusal(const std::string& text) {
  try {
    (void)Curve(text);
  } catch (const engram::RequestError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("theory: formulas are those of mathematics") {
  const double x = 0.7;
  const std::vector<std::pair<std::string, double>> table{
      {"x", x},
      {"-x^2", -x * x},
      {"2^3^2", 512.0},
      {"1 / (1 + exp(-x))", 1.0 / (1.0 + std::exp(-x))},
      {"tanh(x)", std::tanh(x)},
      {"log(x) + log10(100) + log2(8)", std::log(x) + 5.0},
      {"erf(x) - erfc(x)", std::erf(x) - std::erfc(x)},
      {"0.5 * erfc(1 / sqrt(2 * x))", 0.5 * std::erfc(1.0 / std::sqrt(2.0 * x))},
      {"pi", std::numbers::pi},
      {"x < 1 ? 3 : 4", 3.0},
      {"max(x, 2) + min(x, 2)", 2.0 + x}};
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    CHECK(at(text, x) == Approx(expected).epsilon(1e-14));
  }
}

TEST_CASE("theory: names with dots are settings, in the order of their first use") {
  Curve curve("model.gain * x + patterns.count / patterns.size + model.gain");
  CHECK(curve.settings() == Names{"model.gain", "patterns.count", "patterns.size"});
  CHECK(curve.at(2.0, {3.0, 10.0, 4.0}) == 11.5);
  CHECK(curve.at(0.0, {1.0, 0.0, 4.0}) == 1.0);
}

TEST_CASE("theory: unknowns solve their equations") {
  // Values of m = tanh(m / T) from a table of the mean-field magnet.
  for (const auto& [T, m] : {std::pair{0.5, 0.9575040240772687}, {0.7, 0.8286}, {0.9, 0.5254}}) {
    CHECK(at("m where m = tanh(m / x)", T) == Approx(m).epsilon(1e-4));
  }
  const double m = at("m where m = tanh(m / x)", 0.5);
  CHECK(std::fabs(m - std::tanh(m / 0.5)) < 1e-12);
  CHECK(at("m where m = tanh(m / x)", 1.5) == Approx(0.0).margin(1e-9));
  // The start decides between solutions.
  CHECK(at("m where m = tanh(m / x) from -1", 0.5) == Approx(-m).epsilon(1e-12));
  CHECK(at("m where m = tanh(m / x) from 0", 0.5) == 0.0);
  // Two unknowns, of which one uses the other: a^2 = x with b = a by Newton's method.
  CHECK(at("a + b where a = 0.5 * (a + x / a) from 3, b = a", 2.0) == Approx(2.0 * std::sqrt(2.0)).epsilon(1e-13));
}

TEST_CASE("theory: the retrieval overlap of a Hopfield network without noise jumps near 0.138") {
  // Amit, Gutfreund, Sompolinsky (1985): y (sqrt(2 alpha) + 2 / sqrt(pi) exp(-y^2)) = erf(y), m = erf(y).
  const std::string text = "erf(y) where y = erf(y) / (sqrt(2 * x) + 2 / sqrt(pi) * exp(-y^2)) from 5";
  CHECK(at(text, 0.01) == Approx(1.0).margin(1e-9));
  // The greatest root by bisection in Python.
  CHECK(at(text, 0.137) == Approx(0.9754441294273473).epsilon(1e-11));
  CHECK(at(text, 0.1) == Approx(0.9979992663472992).epsilon(1e-12));
  CHECK(at(text, 0.14) < 1e-3);
}

TEST_CASE("theory: gauss is a mean over a standard normal number") {
  CHECK(at("gauss(1)", 0.0) == Approx(1.0).epsilon(1e-14));
  CHECK(at("gauss(z^2) + gauss(z^4)", 0.0) == Approx(4.0).epsilon(1e-13));
  CHECK(at("gauss(cos(x * z))", 1.3) == Approx(std::exp(-0.5 * 1.3 * 1.3)).epsilon(1e-13));
  CHECK(at("2 * gauss(x + z) / gauss( (1) )", 0.4) == Approx(0.8).epsilon(1e-13));
  // From Amit, Gutfreund, Sompolinsky: for alpha -> 0 the equations of a network at a temperature are m = tanh(m /
  // T).
  const std::string replicas =
      "m where m = gauss(tanh((m + sqrt(model.load * r) * z) / x)), q = gauss(tanh((m + sqrt(model.load * r) * z) / "
      "x)^2), r = q / (1 - (1 - q) / x)^2";
  CHECK(Curve(replicas).settings() == Names{"model.load"});
  CHECK(at(replicas, 0.5, {1e-9}) == Approx(at("m where m = tanh(m / x)", 0.5)).epsilon(1e-6));
  CHECK(at(replicas, 0.5, {0.05}) < at(replicas, 0.5, {0.01}));
}

TEST_CASE("theory: unknowns that jump to and fro come to rest in shorter steps") {
  CHECK(at("y where y = -y from 2", 0.0) == Approx(0.0).margin(1e-9));
  CHECK(at("y where y = 3 - 2 * y", 0.0) == Approx(1.0).epsilon(1e-9));
  CHECK(at("y where y = 3 - 2 * y from 9", 0.0) == Approx(1.0).epsilon(1e-9));
}

TEST_CASE("theory: a place without a value is a gap") {
  for (const char* text : {"1 / x", "log(-1)", "y where y = y + 1 + x", "y where y = 2 * y", "y where y = 1 / x"}) {
    CAPTURE(text);
    CHECK(std::isnan(at(text, 0.0)));
  }
}

TEST_CASE("theory: a curve may be moved") {
  std::vector<Curve> curves;
  for (int at = 1; at <= 9; ++at) {
    curves.emplace_back(std::to_string(at) + " * x + gauss(z + model.a) + b where b = model.c");
  }
  for (std::size_t at = 0; at < curves.size(); ++at) {
    CHECK(curves[at].at(2.0, {0.5, 0.25}) == Approx(2.0 * static_cast<double>(at + 1) + 0.75).epsilon(1e-13));
  }
}

TEST_CASE("theory: mistakes are answered with what is allowed") {
  const std::string allowed =
      "; allowed are numbers, x, names of unknowns and paths of settings, + - * / ^ ( ), pi, and the functions sqrt, "
      "exp, log, log2, log10, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, erf, erfc, "
      "abs, "
      "min, max and gauss";
  const std::string definition =
      " does not define an unknown; after `where` stands `NAME = EXPRESSION`, or `NAME = EXPRESSION from NUMBER`, "
      "separated by commas";
  CHECK(refusal("m = tanh(x)") ==
        "'m = tanh(x)' is not an expression: '=' defines an unknown, after `where`" + allowed);
  CHECK(refusal("gauss(tanh(gauss(z)))") ==
        "'gauss(tanh(gauss(z)))' is not an expression: gauss() cannot stand within gauss()" + allowed);
  CHECK(refusal("gauss(z") == "'gauss(z' is not an expression: a '(' is never closed" + allowed);
  for (const char* text : {"", "x +", "tanhh(x)", "2 x", "(x", "x)", "where m = 1", "@", "x & 1", "m where m = tanh(",
                           "sqrt()", "sqrt(1, 2)"}) {
    CAPTURE(text);
    CHECK_THAT(refusal(text), Contains("is not an expression: ") && Catch::Matchers::EndsWith(allowed));
  }
  CHECK(refusal("m where tanh(m)") == "'tanh(m)'" + definition);
  CHECK(refusal("m where m = ") == "'m ='" + definition);
  CHECK(refusal("m where m == 2") == "'m == 2'" + definition);
  CHECK(refusal("m where m = 2 from here") == "'m = 2 from here'" + definition);
  CHECK(refusal("m where m = 2,") == "''" + definition);
  CHECK(refusal("m where 2m = 2") == "'2m = 2'" + definition);
  CHECK(refusal("m where a.b = 2") == "'a.b = 2'" + definition);
  CHECK(refusal("m where m = 2, m = 3") == "'m' is defined twice");
  CHECK(refusal("x where x = 2") == "x is the place on the axis, and no equation can define it");
}
