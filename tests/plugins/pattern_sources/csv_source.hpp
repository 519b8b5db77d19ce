// The source of patterns `csv` for its tests, which are in several files.
#pragma once

#include <string>

#include "plugins/pattern_sources/csv.cpp"

namespace engram::test {

inline Csv csv(const std::string& file) {
  Csv source;
  source.file = file;
  return source;
}

/// A source of labelled rows: a label in column 1 of three.
inline Csv labelled(const std::string& file) {
  Csv source = csv(file);
  source.label_column = 1;
  return source;
}

}  // namespace engram::test
