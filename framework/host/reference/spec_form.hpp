// What a spec is made of besides plugins, as the rooms that know it hand it over.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <engram/parameters.hpp>
#include <engram/plugin_info.hpp>

namespace engram::reference {

/// A record within a spec, such as a figure: parameters, and perhaps a list of further records under one key.
struct RecordForm {
  std::string what;     ///< "figure"
  std::string summary;  ///< one sentence
  std::vector<Parameter> parameters;
  std::string children_key;                 ///< "panels"; empty where there are none
  std::shared_ptr<const RecordForm> child;  ///< what stands under that key
};

/// A key that takes one part.
struct SectionForm {
  std::string key;
  Kind kind = Kind::model;
  bool required = true;
};

struct SpecForm {
  std::vector<std::string> keys;        ///< all that may stand at the top of a spec
  std::vector<SectionForm> sections;    ///< besides learning and analyses, which are lists
  std::vector<std::string> time_units;  ///< in which a spec may write a parameter of unit "s"
  RecordForm figure;
  RecordForm claim;
};

}  // namespace engram::reference
