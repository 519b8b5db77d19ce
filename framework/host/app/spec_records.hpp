// What the records of a spec (figures, claims) have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <engram/error.hpp>

#include "spec/spec.hpp"

namespace engram::app {

/// The notes of a word that is none of those allowed.
std::vector<std::string> notes_on(const std::string& word, const std::string& what,
                                  const std::vector<std::string>& allowed);

/// The value of a parameter that is a text.
std::string text_of(const spec::Record& record, std::string_view name);

/// The labels that a record's `cases` stand for, all where there are none; what stands for none becomes a problem.
std::vector<std::string> cells_of(const spec::Spec& spec, const spec::Record& record, spec::Problems& problems);

/// A dataset "analyses/<label>/..." must name an analysis of each of the cases.
void check_analysis(const spec::Spec& spec, const spec::Record& record, const std::vector<std::string>& cases,
                    spec::Problems& problems);

/// Gives each declared value of a record to the object that it describes.
template <class T>
T make_from(const spec::Record& record, spec::Problems& problems) {
  T made;
  for (const Parameter& parameter : T::params().list()) {
    parameter.assign(&made, record.value(parameter.name));
  }
  try {
    made.check();
  } catch (const ParameterError& error) {
    problems.add(record.mark_of(error.parameter()), error.what());
  }
  return made;
}

}  // namespace engram::app
