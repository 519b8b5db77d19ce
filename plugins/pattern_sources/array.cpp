// Array: patterns from a .npy file or a dataset of an HDF5 file; the first axis counts the patterns, the others are
// laid out one after the other. Format of .npy: NumPy Enhancement Proposal 1.
#include <algorithm>
#include <bit>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <hdf5.h>

#include <engram/labelled_patterns.hpp>
#include <engram/plugin.hpp>

namespace engram::plugins {

namespace array_files {

/// Numbers in row-major order.
struct Numbers {
  std::vector<std::size_t> shape;
  std::vector<double> values;
};

[[noreturn]] inline void refuse(const std::string& file, const std::string& what) {
  throw ParameterError("file", "'" + file + "' " + what);
}

/// The text behind `'key':` in the header of a .npy file, up to the next comma outside of brackets.
inline std::string header_entry(const std::string& header, const std::string& key) {
  const std::size_t found = header.find("'" + key + "':");
  if (found == std::string::npos) {
    return "";
  }
  const std::size_t from = header.find_first_not_of(' ', found + key.size() + 3);
  const std::size_t to = header[from] == '(' ? header.find(')', from) : header.find_first_of(",}", from);
  return from == std::string::npos || to == std::string::npos ? "" : header.substr(from, to - from);
}

/// One number of a .npy file, of a kind (f, i, u, b) and a width in bytes.
inline double npy_number(const unsigned char* bytes, char kind, std::size_t width, bool is_big) {
  std::uint64_t bits = 0;
  for (std::size_t byte = 0; byte < width; ++byte) {
    bits |= std::uint64_t{bytes[is_big ? width - 1 - byte : byte]} << (8 * byte);
  }
  if (kind == 'f') {
    return width == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(bits)) : std::bit_cast<double>(bits);
  }
  if (kind == 'i') {
    const auto unused = static_cast<unsigned>(64 - 8 * width);
    return static_cast<double>(static_cast<std::int64_t>(bits << unused) >> unused);
  }
  return static_cast<double>(bits);
}

inline Numbers read_npy(const std::string& file, const std::vector<unsigned char>& bytes) {
  constexpr std::string_view magic = "\x93NUMPY";
  const bool is_npy = bytes.size() > 12 && std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
  if (!is_npy) {
    refuse(file, "is neither a .npy nor an HDF5 file");
  }
  const bool is_short = bytes[6] == 1;
  const std::size_t length =
      is_short ? bytes[8] + 256U * bytes[9] : bytes[8] + 256U * bytes[9] + 65536U * bytes[10] + 16777216U * bytes[11];
  const std::size_t begin = is_short ? 10 : 12;
  if (begin + length > bytes.size()) {
    refuse(file, "is cut off within its header");
  }
  const std::string header(bytes.begin() + static_cast<std::ptrdiff_t>(begin),
                           bytes.begin() + static_cast<std::ptrdiff_t>(begin + length));
  const std::string type = header_entry(header, "descr");
  constexpr std::string_view allowed = "f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1";
  // '<f8' with its quotes.
  if (type.size() != 5 || allowed.find(type.substr(2, 2)) == std::string_view::npos) {
    refuse(file, "holds values of the type " + (type.empty() ? "?" : type) + "; allowed: " + std::string(allowed));
  }
  Numbers numbers;
  const std::string shape = header_entry(header, "shape");
  double count = 1.0;
  for (std::size_t at = 1; at < shape.size();) {
    std::size_t extent = 0;
    const auto [stop, code] = std::from_chars(shape.data() + at, shape.data() + shape.size(), extent);
    if (code == std::errc{}) {
      numbers.shape.push_back(extent);
      count *= static_cast<double>(extent);
    }
    at = shape.find(',', at);
    at = at == std::string::npos ? at : shape.find_first_not_of(" ,", at);
  }
  const auto width = static_cast<std::size_t>(type[3] - '0');
  const double needed = static_cast<double>(begin + length) + count * static_cast<double>(width);
  if (static_cast<double>(bytes.size()) < needed) {
    refuse(file, "is cut off: it needs " + number_text(needed) + " bytes and has " + std::to_string(bytes.size()));
  }
  const auto total = static_cast<std::size_t>(count);
  numbers.values.resize(total);
  const bool by_columns = header_entry(header, "fortran_order") == "True";
  std::vector<std::size_t> place(numbers.shape.size(), 0);
  for (std::size_t at = 0; at < total; ++at) {
    std::size_t row_major = 0;
    for (std::size_t axis = 0; axis < place.size(); ++axis) {
      row_major = row_major * numbers.shape[axis] + place[axis];
    }
    numbers.values[by_columns ? row_major : at] =
        npy_number(bytes.data() + begin + length + at * width, type[2], width, type[1] == '>');
    // The first axis runs fastest where the file is laid out by columns.
    for (std::size_t axis = 0; by_columns && axis < place.size() && ++place[axis] == numbers.shape[axis]; ++axis) {
      place[axis] = 0;
    }
  }
  return numbers;
}

/// Closes what HDF5 opened.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (id_ >= 0) {
      close_(id_);
    }
  }
  [[nodiscard]] hid_t id() const { return id_; }
  [[nodiscard]] bool is_open() const { return id_ >= 0; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// HDF5 prints what goes wrong by itself; here it is quiet.
class Quiet {
 public:
  Quiet() {
    H5Eget_auto2(H5E_DEFAULT, &print_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
  ~Quiet() { H5Eset_auto2(H5E_DEFAULT, print_, data_); }

 private:
  H5E_auto2_t print_ = nullptr;
  void* data_ = nullptr;
};

inline herr_t add_dataset_name(hid_t /*group*/, const char* name, const H5O_info_t* info, void* names) {
  if (info->type == H5O_TYPE_DATASET) {
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  }
  return 0;
}

inline Numbers read_hdf5(const std::string& file, const std::string& dataset) {
  const Quiet quiet;
  const Handle opened(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!opened.is_open()) {
    refuse(file, "cannot be read as an HDF5 file");
  }
  const Handle data(dataset.empty() ? -1 : H5Dopen2(opened.id(), dataset.c_str(), H5P_DEFAULT), H5Dclose);
  if (!data.is_open()) {
    std::vector<std::string> names;
    H5Ovisit2(opened.id(), H5_INDEX_NAME, H5_ITER_INC, add_dataset_name, &names, H5O_INFO_BASIC);
    const std::string near = did_you_mean(dataset, names);
    throw ParameterError("dataset", "'" + file + "' has no dataset '" + dataset + "'; " +
                                        (near.empty() ? "it has " + join(names) : near));
  }
  const Handle type(H5Dget_type(data.id()), H5Tclose);
  const H5T_class_t kind = H5Tget_class(type.id());
  if (kind != H5T_INTEGER && kind != H5T_FLOAT) {
    throw ParameterError("dataset", "dataset '" + dataset + "' of '" + file + "' holds no numbers");
  }
  const Handle space(H5Dget_space(data.id()), H5Sclose);
  std::vector<hsize_t> extents(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space.id()))));
  H5Sget_simple_extent_dims(space.id(), extents.data(), nullptr);
  Numbers numbers;
  numbers.shape.assign(extents.begin(), extents.end());
  const auto count = static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space.id())));
  require_memory(16.0 * static_cast<double>(count), "dataset", "the numbers of " + dataset);
  numbers.values.resize(count);
  if (H5Dread(data.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.values.data()) < 0) {
    throw ParameterError("dataset", "dataset '" + dataset + "' of '" + file + "' cannot be read");
  }
  return numbers;
}

}  // namespace array_files

struct Array : PatternSource, LabelledPatterns {
  std::string file;
  std::string dataset;

  static auto params() {
    return labelled(engram::params<Array>()
                        .files(&Array::file, "file", "A .npy file, or an HDF5 file.", true)
                        .add(&Array::dataset, "dataset", "Path of the dataset in an HDF5 file."));
  }

  void check() {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error) {
      array_files::refuse(file, "cannot be read: " + error.message());
    }
    require_memory(9.0 * static_cast<double>(size), "file", "the numbers in " + file);
    const array_files::Numbers numbers = read();
    if (numbers.shape.size() < 2) {
      array_files::refuse(file, "has " + std::to_string(numbers.shape.size()) +
                                    " axes; patterns need two or more, the first of which counts them");
    }
    const std::size_t rows = numbers.shape.front();
    const std::size_t values = rows == 0 ? 0 : numbers.values.size() / rows;
    if (values == 0) {
      array_files::refuse(file, "holds no values");
    }
    std::vector<std::vector<double>> all;
    for (std::size_t row = 0; row < rows; ++row) {
      const auto first = numbers.values.begin() + static_cast<std::ptrdiff_t>(row * values);
      all.emplace_back(first, first + static_cast<std::ptrdiff_t>(values));
    }
    take(file, std::move(all), {});
    if (numbers.shape.size() == 3) {
      image_shape_ = {static_cast<std::int64_t>(numbers.shape[1]), static_cast<std::int64_t>(numbers.shape[2])};
    }
  }

  [[nodiscard]] Index pattern_count() const override { return taken_count(); }
  [[nodiscard]] Index pattern_size() const override { return taken_size(); }
  void generate(const RandomStreams& /*random*/, MatrixView patterns) const override { fill(patterns); }
  void record(Recorder& recorder) const override {
    if (!image_shape_.empty()) {
      recorder.record(
          {"image_shape", {"image_axis"}, {2}, image_shape_, "1", "Height and width of the images, in pixels."});
    }
  }

 private:
  [[nodiscard]] array_files::Numbers read() const {
    constexpr std::string_view hdf5_magic = "\x89HDF";
    std::ifstream stream(file, std::ios::binary);
    std::string begin(hdf5_magic.size(), '\0');
    stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    if (begin == hdf5_magic) {
      return array_files::read_hdf5(file, dataset);
    }
    stream.clear();
    stream.seekg(0);
    return array_files::read_npy(file, {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()});
  }

  std::vector<std::int64_t> image_shape_;
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(
    engram::pattern_source<engram::plugins::Array>("array", "Patterns from a .npy file or a dataset of an HDF5 file.")
        .with_source("NumPy Enhancement Proposal 1, for .npy"));
