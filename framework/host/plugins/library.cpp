#include "plugins/library.hpp"

#include <algorithm>
#include <cfenv>
#include <cfloat>
#include <cstdlib>
#include <deque>
#include <exception>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include <boost/dll/shared_library.hpp>
#include <cxxabi.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <engram/stamp.hpp>

#include "plugins/elf_file.hpp"
#include "plugins/stamp_check.hpp"
#include "system/crash_guard.hpp"

namespace engram::plugins {

namespace {

std::string checked_stamp(const std::filesystem::path& path) {
  const auto section = read_elf_section(path, ENGRAM_STAMP_SECTION);
  if (!section) {
    throw LibraryRefused(
        "is not an engram plugin: it carries no stamp; a plugin ends with ENGRAM_PLUGINS(...) and is built by "
        "engram_add_plugin()");
  }
  std::string stamp = section->substr(0, section->find('\0'));
  if (const auto difference = stamp_difference(stamp, ENGRAM_STAMP)) {
    throw LibraryRefused(*difference);
  }
  return stamp;
}

/// The advice printed when the process has to end.
constexpr const char* no_way_on = "The program cannot go on; fix the library or remove it from the search path.";

/// The guard for crashes while a library is loaded or describes its plugins.
system::CrashGuard guard(const std::filesystem::path& path, std::string when) {
  return {fmt::format("plugin library '{}'", path.string()), std::move(when), no_way_on, 2};
}

/// An exception that leaves a static initialiser cannot pass through dlopen: the C++ runtime calls the terminate
/// handler instead, and the lock of the dynamic linker is held. The only option is to end the process cleanly with a
/// message that names the library.
class TerminateHandler {
 public:
  explicit TerminateHandler(const std::filesystem::path& path) {
    loading = path.c_str();
    previous_ = std::set_terminate(&report);
  }
  ~TerminateHandler() { std::set_terminate(previous_); }
  TerminateHandler(const TerminateHandler&) = delete;
  TerminateHandler& operator=(const TerminateHandler&) = delete;

 private:
  [[noreturn]] static void report() {
    std::string reason = "it called std::terminate";
    if (const std::exception_ptr thrown = std::current_exception()) {
      try {
        std::rethrow_exception(thrown);
      } catch (const std::exception& error) {
        reason = error.what();
      } catch (...) {
        reason = "an exception of a type unknown to this program";
      }
    }
    const std::string message = fmt::format(
        "engram: error: plugin library '{}' failed in its static initialisers: {}\n{}\n", loading, reason, no_way_on);
    static_cast<void>(write(STDERR_FILENO, message.data(), message.size()) == 0);
    std::_Exit(2);
  }

  static inline const char* loading = "";
  std::terminate_handler previous_;
};

/// Replaces the symbol in "undefined symbol: _Z4miss" by the name as the author wrote it.
std::string demangled(std::string message) {
  constexpr std::string_view mark = "undefined symbol: ";
  const auto at = message.find(mark);
  if (at == std::string::npos) {
    return message;
  }
  const auto begin = at + mark.size();
  const std::string symbol = message.substr(begin, message.find_first_of(" ,\n", begin) - begin);
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status), &std::free);
  if (status == 0) {
    message.replace(begin, symbol.size(), fmt::format("{} ({})", name.get(), symbol));
  }
  return message + "; define it in the plugin, or link the library that does";
}

/// The dynamic linker's own message. Boost.DLL would add an unrelated error code to it ("Bad file descriptor").
std::string linker_message(const std::filesystem::path& path) {
  const char* const error = dlerror();
  std::string message = error == nullptr ? "the dynamic linker gives no reason" : error;
  const std::string prefix = path.string() + ": ";
  if (message.starts_with(prefix)) {
    message.erase(0, prefix.size());
  }
  return demangled(std::move(message));
}

/// Whether this thread treats denormal numbers as zero, as operands or as results.
bool flushes_denormals() {
  const volatile double smallest_normal = DBL_MIN;
  const volatile double denormal = DBL_TRUE_MIN;
  return smallest_normal / 2.0 == 0.0 || denormal == 0.0;
}

/// Binds every symbol now. By default they are bound at their first use, and a missing one would end the process in
/// the middle of a run.
void bind_all(boost::dll::shared_library& library, const std::filesystem::path& path, std::error_code& error) {
  library.load(path, error, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
}

boost::dll::shared_library& open(const std::filesystem::path& path) {
  // Libraries are never closed: objects, exceptions and functions of a plugin may be in use until the last static
  // object is destroyed. The list stays reachable, so that a leak checker can name a library's objects.
  static auto* const libraries = new std::deque<boost::dll::shared_library>;

  std::fenv_t arithmetic;
  std::fegetenv(&arithmetic);
  boost::dll::shared_library library;
  std::error_code error;
  {
    const TerminateHandler handler(path);
    const system::CrashGuard crash = guard(path, "in its static initialisers");
    // dlopen() is declared not to throw, so compilers remove the noexcept around it. With a call through a volatile
    // pointer they keep it, and an exception ends in the handler above.
    void (*const volatile load)(boost::dll::shared_library&, const std::filesystem::path&, std::error_code&) =
        bind_all;
    [&]() noexcept { load(library, path, error); }();
  }
  if (error) {
    throw LibraryRefused(fmt::format("cannot be loaded: {}", linker_message(path)));
  }
  libraries->push_back(std::move(library));
  if (flushes_denormals()) {
    std::fesetenv(&arithmetic);
    throw LibraryRefused(
        "is linked with -ffast-math, which makes the whole program take small numbers for zero; link it without "
        "-ffast-math, -Ofast and -funsafe-math-optimizations");
  }
  return libraries->back();
}

const PluginList* plugin_list(const boost::dll::shared_library& library, const std::filesystem::path& path) {
  constexpr const char* symbol = "engram_plugins";
  if (!library.has(symbol)) {
    throw LibraryRefused("does not export engram_plugins(); end the plugin's file with ENGRAM_PLUGINS(...)");
  }
  std::string reason;
  const system::CrashGuard crash = guard(path, "while it described its plugins");
  try {
    return library.get<const PluginList*()>(symbol)();
  } catch (const std::exception& error) {
    reason = error.what();
  } catch (...) {
    reason = "an exception that is not a std::exception";
  }
  throw LibraryRefused(
      fmt::format("threw while it described its plugins: {}; fix what ENGRAM_PLUGINS(...) calls", reason));
}

void check_parameters(const PluginInfo& plugin, const std::string& who) {
  for (auto parameter = plugin.parameters.begin(); parameter != plugin.parameters.end(); ++parameter) {
    const auto earlier = std::find_if(plugin.parameters.begin(), parameter,
                                      [&](const Parameter& other) { return other.name == parameter->name; });
    if (parameter->name.empty()) {
      throw LibraryRefused(fmt::format("declares a parameter of {} without a name; name it in params()", who));
    }
    if (earlier != parameter) {
      throw LibraryRefused(
          fmt::format("declares the parameter '{}' of {} twice; add it once in params()", parameter->name, who));
    }
    if (parameter->sentence.empty()) {
      throw LibraryRefused(fmt::format(
          "declares the parameter '{}' of {} without the sentence that says what it means; give one in params()",
          parameter->name, who));
    }
  }
}

void check_plugin(const PluginInfo& plugin) {
  if (std::ranges::find(all_kinds, plugin.kind) == all_kinds.end()) {
    throw LibraryRefused(fmt::format(
        "declares '{}' with a kind that this program does not know; describe it with engram::activation<...>() or "
        "another function of that sort",
        plugin.name));
  }
  const std::string who = fmt::format("{} '{}'", kind_name(plugin.kind), plugin.name);
  if (!is_plugin_name(plugin.name)) {
    throw LibraryRefused(fmt::format(
        "declares {}, whose name is not in snake_case: lower-case letters, digits and single underscores", who));
  }
  if (plugin.summary.empty()) {
    throw LibraryRefused(
        fmt::format("declares {} without the sentence that says what it does; give one as its summary", who));
  }
  if (!plugin.create) {
    throw LibraryRefused(
        fmt::format("declares {} without a function that makes it; leave its 'create' as engram::activation<...>() "
                    "and the like set it",
                    who));
  }
  check_parameters(plugin, who);
}

void check_plugins(const PluginList* plugins) {
  if (plugins == nullptr || plugins->empty()) {
    throw LibraryRefused("declares no plugins; give ENGRAM_PLUGINS(...) at least one");
  }
  for (auto plugin = plugins->begin(); plugin != plugins->end(); ++plugin) {
    check_plugin(*plugin);
    const auto earlier = std::find_if(plugins->begin(), plugin, [&](const PluginInfo& other) {
      return other.kind == plugin->kind && other.name == plugin->name;
    });
    if (earlier != plugin) {
      throw LibraryRefused(fmt::format("declares {} '{}' twice; give one of them another name",
                                       kind_name(plugin->kind), plugin->name));
    }
  }
}

}  // namespace

bool is_plugin_name(std::string_view name) {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && is_lower(name.front()) && name.back() != '_' && name.find("__") == std::string_view::npos &&
         std::ranges::all_of(name, [&](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

Library load_library(const std::filesystem::path& path) {
  const std::string stamp = checked_stamp(path);
  Library library{std::filesystem::canonical(path), std::string(stamp_field(stamp, "engram-sdk")), nullptr};
  library.plugins = plugin_list(open(library.path), library.path);
  check_plugins(library.plugins);
  return library;
}

}  // namespace engram::plugins
