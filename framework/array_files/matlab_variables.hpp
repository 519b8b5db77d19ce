// The variables in a file of MATLAB of version 4 to 7, as the document "MAT-File Format" describes them.
#pragma once

#include <bit>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <engram/array.hpp>

namespace engram::array_files {

/// How the numbers of a variable are stored.
struct MatlabNumber {
  int code = 0;  ///< in the file
  std::size_t bytes = 0;
  double (*value)(const char*, std::endian) = nullptr;
};

struct MatlabVariable {
  std::string name;
  std::string problem;  ///< "is a cell array", for one that holds no numbers; empty otherwise
  std::vector<Index> shape = {};
  std::size_t data = 0;    ///< offset of the first value in the bytes of the variable
  std::string_view whole;  ///< the variable in its file, perhaps compressed
  bool is_compressed = false;
  MatlabNumber number = {};
};

class MatlabFile {
 public:
  /// Throws ParameterError for `file` if it cannot be read or is damaged.
  explicit MatlabFile(std::string path);
  MatlabFile(const MatlabFile&) = delete;
  MatlabFile& operator=(const MatlabFile&) = delete;
  ~MatlabFile() = default;

  [[nodiscard]] const std::vector<MatlabVariable>& variables() const { return variables_; }
  [[nodiscard]] std::endian order() const { return order_; }
  /// The bytes of a variable, to which `data` refers, with all of its values.
  [[nodiscard]] std::string bytes_of(const MatlabVariable& variable) const;

 private:
  class Elements;
  [[noreturn]] void damaged(const std::string& why) const;
  void read_level_4();
  void read_level_5();
  [[nodiscard]] MatlabVariable described(std::string_view body) const;
  /// The first `most` bytes of what zlib packed, or all if there are fewer.
  [[nodiscard]] std::string inflated(std::string_view packed, std::size_t most) const;
  [[nodiscard]] std::string beginning_of(std::string_view packed) const;
  [[nodiscard]] std::string unpacked(std::string_view packed) const;

  std::string path_;
  std::string bytes_;
  std::endian order_ = std::endian::little;
  std::vector<MatlabVariable> variables_;
};

/// The number of values in an array; in double precision, since the extents in a damaged file may overflow a whole
/// number.
double count_of(const std::vector<Index>& shape);

/// Whether a file that begins with these 128 bytes, or with all that it has, is one of version 5 to 7.
bool is_matlab_5(std::string_view first);

/// The byte order of a file of version 4 that begins so, in `order`; false if it is none.
bool is_matlab_4(std::string_view first, std::endian& order);

}  // namespace engram::array_files
