#include "system/crash_guard.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include <execinfo.h>
#include <link.h>
#include <unistd.h>

#include "system/crash_signals.hpp"
#include "system/temporary.hpp"

namespace engram::system {

namespace {

/// The addresses of the loaded code of a library.
struct Extent {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
};

Extent extent_of(const std::string& library) {
  std::pair<const std::string*, Extent> search{&library, {}};
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t /*size*/, void* data) {
        auto& [wanted, found] = *static_cast<std::pair<const std::string*, Extent>*>(data);
        if (info->dlpi_name != *wanted) {
          return 0;
        }
        found.begin = ~std::uintptr_t{0};
        for (const ElfW(Phdr)* segment = info->dlpi_phdr; segment != info->dlpi_phdr + info->dlpi_phnum; ++segment) {
          if (segment->p_type == PT_LOAD) {
            const std::uintptr_t begin = info->dlpi_addr + segment->p_vaddr;
            found.begin = std::min(found.begin, begin);
            found.end = std::max(found.end, begin + segment->p_memsz);
          }
        }
        return 1;
      },
      &search);
  return search.second;
}

}  // namespace

/// The data that the handler needs, prepared in advance, since after a crash not even memory may be allocated.
struct CrashGuard::Notes {
  struct Suspect {
    Extent extent;
    std::string who;
  };

  std::string who;
  std::string when;
  std::string cure;
  int exit_code = 1;
  bool lets_crash = false;
  std::vector<Suspect> suspects;
  Notes* outer = nullptr;

  static inline std::atomic<Notes*> current = nullptr;

  /// The library whose code is nearest to the crash.
  [[nodiscard]] const std::string& culprit() const {
    std::array<void*, 128> frames{};
    const int count = ::backtrace(frames.data(), frames.size());
    for (int frame = 0; frame < count; ++frame) {
      const auto address = reinterpret_cast<std::uintptr_t>(frames.at(static_cast<std::size_t>(frame)));
      for (const Suspect& suspect : suspects) {
        if (address >= suspect.extent.begin && address < suspect.extent.end) {
          return suspect.who;
        }
      }
    }
    return who;
  }
};

bool CrashGuard::answer(int signal) {
  if (Notes::current == nullptr) {
    return false;
  }
  const Notes& notes = *Notes::current;
  Perishable::remove_files();
  const char* const words = ::sigdescr_np(signal);
  for (const std::string_view piece :
       {std::string_view("engram: error: "), std::string_view(notes.culprit()), std::string_view(" crashed "),
        std::string_view(notes.when), std::string_view(": "), std::string_view(words == nullptr ? "" : words),
        std::string_view("\n"), std::string_view(notes.cure), std::string_view(notes.cure.empty() ? "" : "\n")}) {
    say(piece);
  }
  if (!notes.lets_crash) {
    ::_exit(notes.exit_code);
  }
  return true;
}

CrashGuard::CrashGuard(std::string who, std::string when, std::string cure, int exit_code)
    : notes_(std::make_unique<Notes>()) {
  notes_->who = std::move(who);
  notes_->when = std::move(when);
  notes_->cure = std::move(cure);
  notes_->exit_code = exit_code;
  notes_->outer = Notes::current.exchange(notes_.get());
  // The first call loads a library, which must not happen after a crash.
  std::array<void*, 1> frame{};
  (void)::backtrace(frame.data(), frame.size());
  install_crash_handlers();
}

CrashGuard::~CrashGuard() {
  Notes::current = notes_->outer;
}

void CrashGuard::name(const std::filesystem::path& library, std::string who) {
  const Extent extent = extent_of(library.string());
  const auto known = std::ranges::find_if(
      notes_->suspects, [&](const Notes::Suspect& suspect) { return suspect.extent.begin == extent.begin; });
  if (known != notes_->suspects.end()) {
    known->who = std::move(who);
  } else {
    notes_->suspects.push_back({extent, std::move(who)});
  }
}

void CrashGuard::set_when(std::string when) {
  notes_->when = std::move(when);
}

void CrashGuard::set_cure(std::string cure) {
  notes_->cure = std::move(cure);
}

void CrashGuard::let_crash() {
  notes_->lets_crash = true;
}

}  // namespace engram::system
