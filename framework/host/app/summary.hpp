// The summary of a file with cases: what was varied beside each single number that came out.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

#include "app/result_output.hpp"

namespace engram::app {

struct CaseSummary {
  std::string label;
  std::string case_name;  ///< of the case that a cell of a sweep belongs to; empty where there is no sweep
  std::map<std::string, std::string> settings;  ///< by dotted path
  std::vector<Scalar> scalars;
};

/// Records one row per case: a column for each setting that is not the same in all cases, one for each scalar.
void record_summary(const std::vector<CaseSummary>& cases, Recorder& recorder);

}  // namespace engram::app
