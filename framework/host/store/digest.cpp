#include "store/digest.hpp"

#include <bit>
#include <type_traits>
#include <variant>
#include <vector>

namespace engram::store {

void add_values(const decltype(Dataset::values)& values, Sha256& sum) {
  std::visit(
      [&](const auto& list) {
        if constexpr (std::is_same_v<std::decay_t<decltype(list)>, std::vector<std::string>>) {
          for (const std::string& text : list) {
            // Include the zero byte at the end.
            sum.add(text.c_str(), text.size() + 1);
          }
        } else {
          static_assert(std::endian::native == std::endian::little);
          sum.add(list.data(), list.size() * sizeof(list[0]));
        }
      },
      values);
}

std::string digest(const decltype(Dataset::values)& values) {
  Sha256 sum;
  add_values(values, sum);
  return sum.words();
}

}  // namespace engram::store
