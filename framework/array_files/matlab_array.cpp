#include "array_files/matlab_array.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <utility>
#include <vector>

#include <engram/error.hpp>

#include "array_files/matlab_variables.hpp"

namespace engram::array_files {

namespace {

class MatlabArray : public FileArray {
 public:
  MatlabArray(const MatlabFile& file, const MatlabVariable& variable)
      : bytes_(file.bytes_of(variable)),
        data_(variable.data),
        number_(variable.number),
        order_(file.order()),
        shape_(variable.shape) {}

  [[nodiscard]] const std::vector<Index>& shape() const override { return shape_; }

  void read(Matrix& values) const override {
    const std::vector<Index> places = reversed_places(shape_);
    for (Index unit = 0; unit < values.rows(); ++unit) {
      for (Index pattern = 0; pattern < values.cols(); ++pattern) {
        const auto place = static_cast<std::size_t>(pattern + places[static_cast<std::size_t>(unit)]);
        values(unit, pattern) = number_.value(bytes_.data() + data_ + place * number_.bytes, order_);
      }
    }
  }

 private:
  std::string bytes_;
  std::size_t data_;
  MatlabNumber number_;
  std::endian order_;
  std::vector<Index> shape_;
};

/// The variable that a name stands for. Throws ParameterError for `dataset`.
const MatlabVariable& chosen(const std::vector<MatlabVariable>& variables, const std::string& path,
                             const std::string& name) {
  // A scalar of MATLAB is an array of 1 x 1 values.
  const auto holds_numbers = [](const MatlabVariable& variable) {
    return variable.problem.empty() && count_of(variable.shape) != 1.0;
  };
  const auto found = name.empty() ? std::ranges::find_if(variables, holds_numbers)
                                  : std::ranges::find(variables, name, &MatlabVariable::name);
  if (found == variables.end() || (name.empty() && std::ranges::count_if(variables, holds_numbers) > 1)) {
    std::vector<std::string> names;
    for (const MatlabVariable& variable : variables) {
      names.push_back(variable.name);
    }
    throw ParameterError("dataset", no_such_array("variable", path, name, std::move(names)));
  }
  return *found;
}

}  // namespace

bool is_matlab(std::string_view first) {
  std::endian order = std::endian::little;
  return is_matlab_5(first) || is_matlab_4(first, order);
}

std::unique_ptr<FileArray> open_matlab(const std::string& path, const std::string& name) {
  const MatlabFile file(path);
  const MatlabVariable& variable = chosen(file.variables(), path, name);
  if (!variable.problem.empty()) {
    throw ParameterError("dataset", "'" + variable.name + "' in '" + path + "' " + variable.problem +
                                        (variable.problem == "is a sparse matrix"
                                             ? " of MATLAB; save full(" + variable.name + ") instead"
                                             : "; values have to be whole or floating-point numbers"));
  }
  return std::make_unique<MatlabArray>(file, variable);
}

}  // namespace engram::array_files
