#include "conformance/law.hpp"

#include <iterator>

#include <engram/error.hpp>

#include "conformance/contain.hpp"

namespace engram::conformance {

namespace {

std::vector<Law> own_laws(Kind kind) {
  switch (kind) {
    case Kind::activation:
      return activation_laws();
    case Kind::model:
      return model_laws();
    case Kind::learning_rule:
      return learning_rule_laws();
    case Kind::pattern_source:
      return pattern_source_laws();
    case Kind::corruption:
      return corruption_laws();
    case Kind::integrator:
      return integrator_laws();
    case Kind::analysis:
      return analysis_laws();
  }
  return {};
}

Finding held(const Specimen& specimen, const Law& law) {
  try {
    return {law.name, Verdict::holds, law.hold(specimen)};
  } catch (const Skipped& skipped) {
    return {law.name, Verdict::skipped, skipped.what()};
  } catch (const Broken& broken) {
    return {law.name, Verdict::broken, broken.what()};
  } catch (const std::exception& error) {
    return {law.name, Verdict::broken, std::string("it threw: ") + error.what()};
  } catch (...) {
    return {law.name, Verdict::broken, "it threw something that is not a std::exception"};
  }
}

}  // namespace

std::vector<Law> laws_of(Kind kind) {
  std::vector<Law> laws = laws_of_every_kind();
  std::vector<Law> own = own_laws(kind);
  laws.insert(laws.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
  return laws;
}

Finding examine(const Specimen& specimen, const Law& law, double timeout) {
  const Contained contained = contain(
      [&] {
        const Finding finding = held(specimen, law);
        return std::to_string(static_cast<int>(finding.verdict)) + finding.sentence;
      },
      timeout);
  if (!contained.lost.empty()) {
    return {law.name, Verdict::broken, contained.lost};
  }
  return {law.name, static_cast<Verdict>(contained.answer.front() - '0'), contained.answer.substr(1)};
}

}  // namespace engram::conformance
