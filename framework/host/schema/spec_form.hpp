// The keys of a spec besides plugins, handed over by the rooms that read them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <engram/parameters.hpp>
#include <engram/plugin_info.hpp>

namespace engram::schema {

/// A record within a spec, such as a figure: parameters, and possibly a list of further records under one key.
struct RecordForm {
  std::string what;     ///< "figure"
  std::string summary;  ///< one sentence
  std::vector<Parameter> parameters;
  std::string children_key;                 ///< "panels"; empty if there are no further records
  std::shared_ptr<const RecordForm> child;  ///< the form of the records under that key
};

/// A key that takes one part.
struct SectionForm {
  std::string key;
  Kind kind = Kind::model;
  bool required = true;
};

struct SpecForm {
  std::vector<std::string> keys;        ///< all keys at the top of a spec
  std::vector<SectionForm> sections;    ///< except learning and analyses, which are lists
  std::vector<std::string> time_units;  ///< units that a spec may write for a parameter of unit "s"
  std::vector<std::string> contents;    ///< keys of `keep`
  std::vector<std::string> keep_words;  ///< values of `keep`, and of its keys
  RecordForm figure;
  RecordForm claim;
  std::vector<Parameter> initial = {};  ///< keys of `initial`; a text in place of the mapping is the first
};

}  // namespace engram::schema
