// The numbers of an independent implementation, in tests/reference.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <engram/array.hpp>

namespace engram::test {

/// tests/reference, as a whole path.
std::string reference_folder();

/// The cases of tests/reference/<name>.json.
inline nlohmann::json reference_cases(const std::string& name) {
  std::ifstream file(reference_folder() + "/" + name + ".json");
  return nlohmann::json::parse(file).at("cases");
}

/// A list of rows.
inline Matrix matrix(const nlohmann::json& rows) {
  Matrix result(static_cast<Index>(rows.size()), static_cast<Index>(rows.at(0).size()));
  for (Index i = 0; i < result.rows(); ++i) {
    for (Index j = 0; j < result.cols(); ++j) {
      result(i, j) = rows.at(static_cast<std::size_t>(i)).at(static_cast<std::size_t>(j));
    }
  }
  return result;
}

inline Vector vector(const nlohmann::json& list) {
  const auto values = list.get<std::vector<double>>();
  return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

}  // namespace engram::test
