#include "store/stored_size.hpp"

#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "h5/layout.hpp"
#include "store/values.hpp"

namespace engram::store {

StoredSize stored_size(const decltype(Dataset::values)& values) {
  StoredSize size;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) {
    for (const std::string& text : *texts) {
      size.plain += bytes_of_text(static_cast<double>(text.size()));
    }
    size.packed = size.plain;
    return size;
  }
  const std::span<const std::byte> bytes = bytes_of(values);
  const bool is_small_number = std::holds_alternative<std::vector<std::int8_t>>(values);
  size.plain = static_cast<double>(bytes.size());
  size.packed = h5::packed_bytes(bytes, is_small_number ? sizeof(std::int8_t) : sizeof(double));
  return size;
}

double bytes_of_text(double letters) {
  // A text of variable length is a reference in its dataset and an object in a heap of HDF5.
  constexpr double reference = 16.0;
  constexpr double head = 16.0;
  constexpr double unit = 8.0;
  return reference + head + unit * std::ceil((letters + 1.0) / unit);
}

double bytes_of_dataset(const StoredSize& each, double count) {
  // Measured on results: the header with the attributes, and the list of the chunks.
  constexpr double header = 570.0;
  constexpr double chunk_list = 3000.0;
  const double plain = each.plain * count;
  if (plain <= static_cast<double>(h5::most_small) || each.packed >= each.plain) {
    return header + plain;
  }
  return header + chunk_list + each.packed * count;
}

}  // namespace engram::store
