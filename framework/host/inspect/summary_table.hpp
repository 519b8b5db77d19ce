// The summary as a table of words.
#pragma once

#include <string>
#include <vector>

#include "store/reader.hpp"

namespace engram::inspect {

/// The rows and columns of the summary that a user asks for.
struct SummaryChoice {
  std::vector<std::string> columns;  ///< names or ends of names; empty for all that are not the same in every row
  std::vector<std::string> where;    ///< conditions such as "seed=1..5"
  std::string sort;                  ///< a column; after a '-' in falling order; empty for the order of the cells
};

/// The summary as rows of words, the names of columns with their units first. An entry that a row does not have is
/// empty. Throws RequestError, with the nearest match, if a column does not exist.
std::vector<std::vector<std::string>> summary_table(const store::Reader& reader, const SummaryChoice& choice);

}  // namespace engram::inspect
