#include <engram/array.hpp>
#include <engram/recorder.hpp>

#include "catch.hpp"

using namespace engram;

TEST_CASE("recorder: a matrix is stored row by row, also one that is an expression") {
  const Matrix values{{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}};
  MemoryRecorder recorder;
  recorder.matrix("W", {"unit", "source_unit"}, values, "1", "Weights.");
  recorder.matrix("V", {"source_unit", "unit"}, 2.0 * values.transpose(), "s", "Others.", {"own"});
  const Dataset& W = recorder.find("W");
  CHECK(W.dimensions == std::vector<std::string>{"unit", "source_unit"});
  CHECK(W.shape == std::vector<Index>{2, 3});
  CHECK(recorder.reals("W") == std::vector<double>{1, 2, 3, 4, 5, 6});
  CHECK(recorder.find("V").shape == std::vector<Index>{3, 2});
  CHECK(recorder.reals("V") == std::vector<double>{2, 8, 4, 10, 6, 12});
  CHECK(recorder.find("V").coordinates == std::vector<std::string>{"own"});
}

TEST_CASE("recorder: a list keeps its type") {
  MemoryRecorder recorder;
  recorder.vector("reals", "a", Vector::Constant(2, 0.5), "1", "Numbers.");
  recorder.vector("wholes", "b", std::vector<Index>{3, 4, 5}, "1", "Whole numbers.");
  recorder.vector("texts", "c", std::vector<std::string>{"x"}, "", "Texts.");
  CHECK(recorder.reals("reals") == std::vector<double>{0.5, 0.5});
  CHECK(std::get<std::vector<std::int64_t>>(recorder.find("wholes").values) == std::vector<std::int64_t>{3, 4, 5});
  CHECK(recorder.find("wholes").shape == std::vector<Index>{3});
  CHECK(std::get<std::vector<std::string>>(recorder.find("texts").values) == std::vector<std::string>{"x"});
}

TEST_CASE("recorder: signs take a byte each, and any other value makes all of them numbers") {
  MemoryRecorder recorder;
  recorder.signs("signs", {"a", "b"}, Matrix{{1.0, -1.0}, {0.0, 1.0}}, "1", "Signs.");
  recorder.signs("others", {"a", "b"}, Matrix{{1.0, -1.0}, {0.5, 1.0}}, "1", "Others.");
  CHECK(std::get<std::vector<std::int8_t>>(recorder.find("signs").values) == std::vector<std::int8_t>{1, -1, 0, 1});
  CHECK(recorder.reals("others") == std::vector<double>{1.0, -1.0, 0.5, 1.0});
}
