#include "store/values.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include <engram/counted.hpp>

#include "h5/layout.hpp"
#include "h5/utf8.hpp"
#include "store/digest.hpp"
#include "store/format.hpp"
#include "system/reading.hpp"

namespace engram::store {

NumberTypes number_types(const Values& values) {
  if (std::holds_alternative<std::vector<double>>(values)) {
    return {H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE};
  }
  if (std::holds_alternative<std::vector<std::int64_t>>(values)) {
    return {H5T_STD_I64LE, H5T_NATIVE_INT64};
  }
  if (std::holds_alternative<std::vector<std::int8_t>>(values)) {
    return {H5T_STD_I8LE, H5T_NATIVE_INT8};
  }
  throw std::logic_error("texts are stored apart from numbers");
}

std::span<const std::byte> bytes_of(const Values& values) {
  return std::visit(
      [](const auto& list) -> std::span<const std::byte> {
        if constexpr (std::is_arithmetic_v<typename std::decay_t<decltype(list)>::value_type>) {
          return std::as_bytes(std::span(list));
        } else {
          return {};
        }
      },
      values);
}

h5::Handle space_of(const std::vector<Index>& shape) {
  const std::vector<hsize_t> extents(shape.begin(), shape.end());
  return h5::Handle(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr));
}

namespace {

NumberTypes types_of(const Dataset& dataset) {
  const auto* texts = std::get_if<std::vector<std::string>>(&dataset.values);
  if (texts == nullptr) {
    return number_types(dataset.values);
  }
  // netCDF 4.9.0 reads wrong texts, or crashes, for arrays of texts of fixed length.
  const hid_t text = dataset.shape.empty() ? h5::text_type(texts->front().size()) : h5::shared().any_text;
  return {text, text};
}

void write(hid_t dataset, hid_t type, const void* data) {
  h5::check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data));
}

/// HDF5 converts texts of variable length, and clears two buffers of 1 MiB for that even if there is little text, so
/// ask for smaller buffers.
void write_texts(hid_t dataset, hid_t type, const std::vector<std::string>& texts) {
  constexpr std::size_t most = std::size_t{1} << 20U;
  const h5::Handle transfer(H5Pcreate(H5P_DATASET_XFER));
  h5::check(
      H5Pset_buffer(transfer, std::clamp(texts.size() * sizeof(hvl_t), std::size_t{1024}, most), nullptr, nullptr));
  std::vector<const char*> words;
  std::ranges::transform(texts, std::back_inserter(words), &std::string::c_str);
  h5::check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, transfer, static_cast<const void*>(words.data())));
}

void write_values(hid_t dataset, hid_t type, const std::vector<Index>& shape, const Values& values) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) {
    if (h5::check(H5Tis_variable_str(type)) > 0) {
      write_texts(dataset, type, *texts);
    } else {
      write(dataset, type, texts->front().c_str());
    }
  } else if (!h5::write_chunks(dataset, type, shape, bytes_of(values))) {
    write(dataset, type, bytes_of(values).data());
  }
}

bool is_utf8(const std::string& text) {
  return h5::valid_utf8(text) == text;
}

std::vector<std::string> read_variable_texts(hid_t dataset, std::size_t count) {
  std::vector<char*> words(count, nullptr);
  const h5::Handle& type = h5::shared().any_text;
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
  for (std::size_t at = 0; at < count; ++at) {
    const std::string_view text = std::string_view(block).substr(at * size, size);
    texts.emplace_back(text.substr(0, text.find('\0')));
  }
  return texts;
}

template <class Number>
std::vector<Number> read_numbers(hid_t dataset, hid_t type, std::size_t count) {
  std::vector<Number> numbers(count);
  h5::check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()));
  return numbers;
}

h5::Handle create_valid_dataset(hid_t group, const Dataset& dataset) {
  const NumberTypes types = types_of(dataset);
  const h5::Handle array = dataset.shape.empty() ? h5::Handle() : space_of(dataset.shape);
  const hid_t space = dataset.shape.empty() ? h5::shared().scalar : array;
  const auto count = static_cast<std::size_t>(h5::check(H5Sget_simple_extent_npoints(space)));
  const std::size_t bytes_each = H5Tget_size(types.stored);
  const bool is_small = count * bytes_each <= h5::most_small;
  const bool is_text = H5Tget_class(types.stored) == H5T_STRING;
  const h5::Handle large =
      is_small || is_text ? h5::Handle() : h5::creation_of(dataset.shape, bytes_each, bytes_of(dataset.values));
  const hid_t plain = is_small ? h5::shared().small : h5::shared().dataset;
  h5::Handle made(H5Dcreate2(group, dataset.name.c_str(), types.stored, space, H5P_DEFAULT,
                             is_small || is_text ? plain : static_cast<hid_t>(large), H5P_DEFAULT));
  if (count > 0) {
    write_values(made, types.given, dataset.shape, dataset.values);
  }
  if (!is_small || h5::check(H5Tis_variable_str(types.stored)) > 0) {
    h5::write_new_attribute(made, digest_attribute, digest(dataset.values));
  }
  return made;
}

}  // namespace

bool has_missing(const Values& values) {
  const auto* numbers = std::get_if<std::vector<std::int64_t>>(&values);
  return numbers != nullptr && std::ranges::find(*numbers, missing_whole_number) != numbers->end();
}

void write_fill(hid_t dataset, const Values& values) {
  if (has_missing(values)) {
    h5::write_attribute(dataset, fill_attribute, missing_whole_number);
  }
  const auto* small = std::get_if<std::vector<std::int8_t>>(&values);
  if (small != nullptr && std::ranges::find(*small, missing_small_number) != small->end() &&
      h5::check(H5Aexists(dataset, fill_attribute)) == 0) {
    const h5::Handle fill(
        H5Acreate2(dataset, fill_attribute, H5T_STD_I8LE, h5::shared().scalar, H5P_DEFAULT, H5P_DEFAULT));
    h5::check(H5Awrite(fill, H5T_NATIVE_INT8, &missing_small_number));
  }
}

h5::Handle create_dataset(hid_t group, const Dataset& dataset) {
  const auto* texts = std::get_if<std::vector<std::string>>(&dataset.values);
  if (texts != nullptr && !std::ranges::all_of(*texts, is_utf8)) {
    Dataset valid = dataset;
    std::ranges::transform(*texts, std::get<std::vector<std::string>>(valid.values).begin(), h5::valid_utf8);
    return create_valid_dataset(group, valid);
  }
  return create_valid_dataset(group, dataset);
}

std::size_t count_values(hid_t dataset) {
  const h5::Handle space(H5Dget_space(dataset));
  if (H5Sget_simple_extent_type(space) == H5S_NULL) {
    throw h5::Error("it has no values");
  }
  const auto count = static_cast<std::size_t>(h5::check(H5Sget_simple_extent_npoints(space)));
  if (count > 0 && H5Dget_storage_size(dataset) == 0) {
    throw h5::Error(fmt::format("none of its {} is in the file", counted(count, "value")));
  }
  return count;
}

namespace {

Values read_unchecked(hid_t dataset) {
  const h5::Handle type(H5Dget_type(dataset));
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      return read_numbers<double>(dataset, H5T_NATIVE_DOUBLE, count_values(dataset));
    case H5T_INTEGER:
      return read_numbers<std::int64_t>(dataset, H5T_NATIVE_INT64, count_values(dataset));
    case H5T_STRING:
      if (h5::check(H5Tis_variable_str(type)) > 0) {
        return read_variable_texts(dataset, count_values(dataset));
      }
      return read_fixed_texts(dataset, type, count_values(dataset));
    default:
      throw h5::Error("it holds neither numbers nor text");
  }
}

Values read_unchecked_as_stored(hid_t dataset) {
  const h5::Handle type(H5Dget_type(dataset));
  if (H5Tget_class(type) == H5T_INTEGER && H5Tget_size(type) == 1) {
    return read_numbers<std::int8_t>(dataset, H5T_NATIVE_INT8, count_values(dataset));
  }
  return read_unchecked(dataset);
}

}  // namespace

bool is_guarded(hid_t dataset) {
  const h5::Handle type(H5Dget_type(dataset));
  const h5::Handle creation(H5Dget_create_plist(dataset));
  const bool is_in_header = H5Pget_layout(creation) == H5D_COMPACT && h5::check(H5Tis_variable_str(type)) == 0;
  return is_in_header || h5::check(H5Aexists(dataset, digest_attribute)) > 0;
}

Values read_stored_values(hid_t dataset) {
  Values values = read_unchecked_as_stored(dataset);
  system::Reading::part_done();
  const std::string noted = h5::text_attribute(dataset, digest_attribute);
  if (!noted.empty() && noted != digest(values)) {
    throw h5::Error(changed_values);
  }
  return values;
}

std::vector<Index> read_shape(hid_t dataset) {
  const h5::Handle space(H5Dget_space(dataset));
  std::vector<hsize_t> extents(static_cast<std::size_t>(h5::check(H5Sget_simple_extent_ndims(space))));
  h5::check(H5Sget_simple_extent_dims(space, extents.data(), nullptr));
  return {extents.begin(), extents.end()};
}

}  // namespace engram::store
