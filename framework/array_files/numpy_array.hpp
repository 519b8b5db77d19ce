// Arrays in files of numpy (.npy), of version 1, 2 or 3.
#pragma once

#include <bit>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "array_files/file_array.hpp"

namespace engram::array_files {

class NumpyArray : public FileArray {
 public:
  /// `shown` names the file in messages. Throws ParameterError for `file` if the bytes are not those of an .npy file
  /// with numbers.
  NumpyArray(std::string shown, std::string bytes);

  [[nodiscard]] const std::vector<Index>& shape() const override { return shape_; }
  void read(Matrix& values) const override;

 private:
  struct Element {
    std::string_view name;
    std::size_t bytes;
    double (*value)(const char*, std::endian);
  };
  static const std::vector<Element>& elements();

  [[noreturn]] void fail(const std::string& what) const;

  using Entries = std::vector<std::pair<std::string_view, std::string_view>>;

  /// The keys and values of the header, which is a dictionary as Python writes it, followed by blanks.
  [[nodiscard]] Entries dictionary(std::string_view header) const;
  [[nodiscard]] std::string_view entry(const Entries& entries, std::string_view key) const;
  void read_element(std::string_view text);
  void read_shape(std::string_view text);

  std::string path_;
  std::string bytes_;
  std::size_t data_ = 0;  ///< offset of the first value
  const Element* element_ = nullptr;
  std::endian order_ = std::endian::little;
  bool fortran_order_ = false;
  std::vector<Index> shape_;
};

}  // namespace engram::array_files
