#include "study/process.hpp"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <dlfcn.h>
#include <fmt/core.h>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>

#include <engram/error.hpp>

#include "system/memory_limit.hpp"

namespace engram::study {

namespace fs = std::filesystem;

namespace {

using Library = std::unique_ptr<void, int (*)(void*)>;

/// The loaded libraries whose names look like a library of linear algebra.
std::vector<std::string> candidates() {
  std::vector<std::string> paths;
  ::dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t /*size*/, void* into) {
        const fs::path path = object->dlpi_name;
        const std::string name = path.filename().string();
        for (const std::string_view word : {"blas", "blis", "mkl_core", "mkl_rt", "nvpl"}) {
          if (name.find(word) != std::string::npos) {
            static_cast<std::vector<std::string>*>(into)->push_back(path.string());
            break;
          }
        }
        return 0;
      },
      &paths);
  return paths;
}

template <class Function>
Function* symbol(void* library, const char* name) {
  return reinterpret_cast<Function*>(::dlsym(library, name));  // NOLINT(*-reinterpret-cast): as POSIX has it
}

/// "OpenBLAS 0.3.21" of "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Haswell MAX_THREADS=64".
std::string name_and_version(const std::string& config) {
  const std::size_t name = config.find(' ');
  return config.substr(0, name == std::string::npos ? name : config.find(' ', name + 1));
}

store::Blas look_into(const std::string& path) {
  // The library is loaded already; this only adds a reference.
  const Library library(::dlopen(path.c_str(), RTLD_LAZY | RTLD_NOLOAD), ::dlclose);
  if (library == nullptr) {
    return {};
  }
  if (auto* config = symbol<char*()>(library.get(), "openblas_get_config")) {
    auto* corename = symbol<char*()>(library.get(), "openblas_get_corename");
    auto* count = symbol<int()>(library.get(), "openblas_get_num_threads");
    std::string kernel = corename == nullptr ? "" : corename();
    // Several threads add up the terms of a product in another order.
    if (count != nullptr && count() > 1) {
      kernel += fmt::format(", {} threads", count());
    }
    return {name_and_version(config()), kernel};
  }
  if (auto* version = symbol<const char*()>(library.get(), "bli_info_get_version_str")) {
    return {std::string("BLIS ") + version(), ""};
  }
  if (auto* version = symbol<void(char*, int)>(library.get(), "MKL_Get_Version_String")) {
    std::array<char, 200> text{};
    version(text.data(), static_cast<int>(text.size() - 1));
    return {text.data(), ""};
  }
  std::error_code none;
  return {fs::canonical(path, none).filename().string(), ""};
}

bool can_be_mapped(std::size_t bytes) {
  void* mapped = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return mapped != MAP_FAILED && ::munmap(mapped, bytes) == 0;
}

}  // namespace

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int megabytes = 1 << 20;
  mallopt(M_TRIM_THRESHOLD, 64 * megabytes);
  mallopt(M_TOP_PAD, megabytes);
#endif
}

void use_one_blas_thread() {
  constexpr int keep_what_the_user_chose = 0;
  setenv("OPENBLAS_NUM_THREADS", "1", keep_what_the_user_chose);
}

void reserve_blas_memory() {
  const std::string limit = system::memory_limit();
  if (limit.empty()) {
    return;
  }
  for (const std::string& path : candidates()) {
    const Library library(::dlopen(path.c_str(), RTLD_LAZY | RTLD_NOLOAD), ::dlclose);
    auto* take = library == nullptr ? nullptr : symbol<void*(int)>(library.get(), "blas_memory_alloc");
    auto* give_back = library == nullptr ? nullptr : symbol<void(void*)>(library.get(), "blas_memory_free");
    if (take == nullptr || give_back == nullptr) {
      continue;
    }
    // OpenBLAS maps this much at once on x86-64 and ARM, and keeps it for the next product.
    constexpr std::size_t needed = std::size_t{128} << 20U;
    if (!can_be_mapped(needed)) {
      throw RunError(fmt::format("{} needs {} MB, and {}", look_into(path).library, needed >> 20U, limit));
    }
    give_back(take(0));
    return;
  }
}

store::Blas blas_in_use() {
  store::Blas found;
  for (const std::string& path : candidates()) {
    store::Blas blas = look_into(path);
    if (!blas.kernel.empty()) {
      return blas;
    }
    if (!blas.library.empty()) {
      found = std::move(blas);
    }
  }
  return found;
}

}  // namespace engram::study
