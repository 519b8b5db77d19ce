#include "store/provenance.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <system_error>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "store/path.hpp"

namespace engram::store {

namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::string cpu_model() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const std::size_t colon = line.find(':');
    if (line.starts_with("model name") && colon + 2 < line.size()) {
      return line.substr(colon + 2);
    }
  }
  return "unknown";
}

/// A word as a shell takes it back.
std::string quoted(const std::string& word) {
  const auto is_plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_-./=:,+@%").find(c) != std::string_view::npos;
  };
  bool plain = !word.empty();
  std::string inner;
  for (const char c : word) {
    plain = plain && is_plain(c);
    inner += c == '\'' ? R"('\'')" : std::string(1, c);
  }
  return plain ? word : fmt::format("'{}'", inner);
}

void write_plugins(Recorder& recorder, const std::vector<PluginRecord>& plugins) {
  const std::vector<std::string> fields = {"kind", "name", "version", "file", "sha256"};
  std::vector<std::string> table;
  for (const PluginRecord& plugin : plugins) {
    table.insert(table.end(), {plugin.kind, plugin.name, plugin.version, plugin.file, plugin.sha256});
  }
  const auto columns = std::ssize(fields);
  recorder.record({"field", {"field"}, {columns}, fields, "", "What is known of a plugin."});
  recorder.record({"plugins",
                   {"plugin", "field"},
                   {std::ssize(plugins), columns},
                   std::move(table),
                   "",
                   "The plugins that took part."});
}

}  // namespace

Provenance begin_provenance(const Build& build, const std::vector<std::string>& arguments, std::int64_t seed) {
  std::vector<std::string> words;
  std::transform(arguments.begin(), arguments.end(), std::back_inserter(words), quoted);
  return {build, host_name(), cpu_model(), fmt::format("{}", fmt::join(words, " ")), seed, utc_now(), "", {}};
}

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

void write_provenance(Writer& writer, const Provenance& provenance, const std::string& group) {
  const Build& build = provenance.build;
  const std::vector<std::pair<std::string, AttributeValue>> attributes = {
      {"engram_version", build.engram_version},
      {"git_commit", build.git_commit},
      {"git_dirty", build.git_dirty ? "yes" : "no"},
      {"compiler", build.compiler},
      {"compiler_flags", build.compiler_flags},
      {"host", provenance.host},
      {"cpu", provenance.cpu},
      {"command_line", provenance.command_line},
      {"seed", provenance.seed},
      {"start", provenance.start},
      {"end", provenance.end},
  };
  for (const auto& [name, value] : attributes) {
    writer.attribute(group, name, value);
  }
  write_plugins(writer.group(group), provenance.plugins);
}

std::string sha256_of_file(const std::filesystem::path& path) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  bool fine = file.is_open() && context != nullptr && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  std::vector<char> block(1U << 16U);
  while (fine && !file.eof()) {
    file.read(block.data(), std::ssize(block));
    fine = !file.bad() && EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(file.gcount())) == 1;
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (!fine || EVP_DigestFinal_ex(context.get(), digest.data(), &size) != 1) {
    throw RequestError(fmt::format("{} cannot be read: {}", path.string(), std::generic_category().message(errno)));
  }
  return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + size, ""));
}

}  // namespace engram::store
