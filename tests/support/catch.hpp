// Catch2, of version 2 or 3, under the names that tests use.
#pragma once

#if __has_include(<catch2/catch_test_macros.hpp>)

#include <catch2/catch_approx.hpp>
#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <catch2/matchers/catch_matchers_vector.hpp>

// Version 3 calls Contains ContainsSubstring, and no longer has the matchers and Approx in the outer namespaces.
namespace Catch {
namespace Matchers {
inline auto Contains(const std::string& text) {
  return ContainsSubstring(text);
}
}  // namespace Matchers
using Matchers::Contains;
using Matchers::EndsWith;
using Matchers::StartsWith;
}  // namespace Catch
using Catch::Approx;

#else

#include <catch2/catch.hpp>

#endif
