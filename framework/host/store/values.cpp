#include "store/values.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include "store/utf8.hpp"

namespace engram::store {

namespace {

// What stands in the file is the same on every machine; what is given to HDF5 is of the machine's own kind.
struct Types {
  hid_t stored;
  hid_t given;
};

Types types_of(const Values& values) {
  if (std::holds_alternative<std::vector<double>>(values)) {
    return {H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE};
  }
  if (std::holds_alternative<std::vector<std::int64_t>>(values)) {
    return {H5T_STD_I64LE, H5T_NATIVE_INT64};
  }
  if (std::holds_alternative<std::vector<std::int8_t>>(values)) {
    return {H5T_STD_I8LE, H5T_NATIVE_INT8};
  }
  return {h5::shared().text, h5::shared().text};
}

void write(hid_t dataset, hid_t type, const void* data) {
  h5::check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data));
}

/// Text is converted on its way. HDF5 clears two buffers of 1 MiB for that, for however little text: ask for less.
void write_texts(hid_t dataset, hid_t type, const std::vector<const char*>& words) {
  constexpr std::size_t most = std::size_t{1} << 20U;
  const h5::Handle transfer(H5Pcreate(H5P_DATASET_XFER));
  h5::check(
      H5Pset_buffer(transfer, std::clamp(words.size() * sizeof(hvl_t), std::size_t{1024}, most), nullptr, nullptr));
  h5::check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, transfer, static_cast<const void*>(words.data())));
}

void write_values(hid_t dataset, hid_t type, const Values& values) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) {
    std::deque<std::string> mended;  // hardly ever any
    std::vector<const char*> words;
    words.reserve(texts->size());
    for (const std::string& text : *texts) {
      std::string valid = valid_utf8(text);
      words.push_back(valid == text ? text.c_str() : mended.emplace_back(std::move(valid)).c_str());
    }
    write_texts(dataset, type, words);
  } else if (const auto* reals = std::get_if<std::vector<double>>(&values)) {
    write(dataset, type, reals->data());
  } else if (const auto* bytes = std::get_if<std::vector<std::int8_t>>(&values)) {
    write(dataset, type, bytes->data());
  } else {
    write(dataset, type, std::get<std::vector<std::int64_t>>(values).data());
  }
}

h5::Handle space_of(const std::vector<Index>& shape) {
  const std::vector<hsize_t> extents(shape.begin(), shape.end());
  return h5::Handle(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr));
}

std::vector<std::string> read_variable_texts(hid_t dataset, std::size_t count) {
  std::vector<char*> words(count, nullptr);
  const h5::Handle& type = h5::shared().text;
  h5::check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, static_cast<void*>(words.data())));
  std::vector<std::string> texts;
  texts.reserve(count);
  for (char* word : words) {
    texts.emplace_back(word == nullptr ? "" : word);
    H5free_memory(word);
  }
  return texts;
}

std::vector<std::string> read_fixed_texts(hid_t dataset, hid_t type, std::size_t count) {
  const std::size_t size = H5Tget_size(type);
  std::string block(count * size, '\0');
  h5::check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, block.data()));
  std::vector<std::string> texts;
  texts.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string text = block.substr(i * size, size);
    texts.push_back(text.substr(0, text.find('\0')));
  }
  return texts;
}

template <class Number>
std::vector<Number> read_numbers(hid_t dataset, hid_t type, std::size_t count) {
  std::vector<Number> numbers(count);
  h5::check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()));
  return numbers;
}

}  // namespace

h5::Handle create_dataset(hid_t group, const Dataset& dataset) {
  const Types types = types_of(dataset.values);
  const h5::Handle array = dataset.shape.empty() ? h5::Handle() : space_of(dataset.shape);
  const hid_t space = dataset.shape.empty() ? h5::shared().scalar : array;
  h5::Handle made(
      H5Dcreate2(group, dataset.name.c_str(), types.stored, space, H5P_DEFAULT, h5::shared().dataset, H5P_DEFAULT));
  if (h5::check(H5Sget_simple_extent_npoints(space)) > 0) {
    write_values(made, types.given, dataset.values);
  }
  return made;
}

Values read_values(hid_t dataset) {
  const h5::Handle space(H5Dget_space(dataset));
  const h5::Handle type(H5Dget_type(dataset));
  const auto count = static_cast<std::size_t>(h5::check(H5Sget_simple_extent_npoints(space)));
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      return read_numbers<double>(dataset, H5T_NATIVE_DOUBLE, count);
    case H5T_INTEGER:
      return read_numbers<std::int64_t>(dataset, H5T_NATIVE_INT64, count);
    case H5T_STRING:
      if (h5::check(H5Tis_variable_str(type)) > 0) {
        return read_variable_texts(dataset, count);
      }
      return read_fixed_texts(dataset, type, count);
    default:
      throw h5::Error("it holds neither numbers nor text");
  }
}

Values read_stored_values(hid_t dataset) {
  const h5::Handle type(H5Dget_type(dataset));
  if (H5Tget_class(type) == H5T_INTEGER && H5Tget_size(type) == 1) {
    const h5::Handle space(H5Dget_space(dataset));
    return read_numbers<std::int8_t>(dataset, H5T_NATIVE_INT8,
                                     static_cast<std::size_t>(h5::check(H5Sget_simple_extent_npoints(space))));
  }
  return read_values(dataset);
}

std::vector<Index> read_shape(hid_t dataset) {
  const h5::Handle space(H5Dget_space(dataset));
  std::vector<hsize_t> extents(static_cast<std::size_t>(h5::check(H5Sget_simple_extent_ndims(space))));
  h5::check(H5Sget_simple_extent_dims(space, extents.data(), nullptr));
  return {extents.begin(), extents.end()};
}

}  // namespace engram::store
