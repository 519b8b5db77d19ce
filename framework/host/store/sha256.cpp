#include "store/sha256.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include <engram/error.hpp>
#include <engram/special_file.hpp>

namespace engram::store {

struct Sha256::Context {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> openssl{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

namespace {

void require(int done) {
  if (done != 1) {
    throw std::runtime_error("OpenSSL computes no SHA-256");
  }
}

}  // namespace

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  require(EVP_DigestInit_ex(context_->openssl.get(), EVP_sha256(), nullptr));
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(const void* bytes, std::size_t count) {
  require(EVP_DigestUpdate(context_->openssl.get(), bytes, count));
  return *this;
}

Sha256::Digest Sha256::digest() {
  Digest digest{};
  require(EVP_DigestFinal_ex(context_->openssl.get(), digest.data(), nullptr));
  return digest;
}

std::string Sha256::words() {
  const Digest sum = digest();
  return fmt::format("{:02x}", fmt::join(sum, ""));
}

std::string sha256_of_file(const std::filesystem::path& path) {
  if (const std::string kind = special_file(path); !kind.empty()) {
    throw RequestError(fmt::format("{} cannot be read: it is {}", path.string(), kind));
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  Sha256 sum;
  std::vector<char> block(1U << 16U);
  bool fine = file.is_open();
  while (fine && !file.eof()) {
    file.read(block.data(), std::ssize(block));
    fine = !file.bad();
    sum.add(block.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (!fine) {
    throw RequestError(fmt::format("{} cannot be read: {}", path.string(), std::generic_category().message(errno)));
  }
  return sum.words();
}

}  // namespace engram::store
