// The message printed when a plugin crashes the process.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace engram::system {

/// While it lives, a crash (a wild pointer, a division by zero, an exhausted stack, abort()) removes the unfinished
/// files of this process, prints which code is at fault, and ends the process with an exit code. Nothing else can be
/// done safely after a crash. If guards are nested, the inner one reports the crash.
///
/// Threading: made, changed and destroyed by one thread; it reports crashes in any thread.
class CrashGuard {
 public:
  /// `who` is the subject of the message if no named library is on the stack ("plugin library 'a.so'"), `when`
  /// follows it ("while it described its plugins"), and `cure` is printed on a separate line.
  CrashGuard(std::string who, std::string when, std::string cure, int exit_code);
  ~CrashGuard();
  CrashGuard(const CrashGuard&) = delete;
  CrashGuard& operator=(const CrashGuard&) = delete;

  /// Names a loaded library: `who` is the subject of the message if the crash is in its code, or in code that it
  /// called. Naming a library again replaces its name.
  void name(const std::filesystem::path& library, std::string who);
  /// Describes what the process does from now on: "in 'training'".
  void set_when(std::string when);
  void set_cure(std::string cure);
  /// From now on a crash is reported and then allowed to end the process, so that a parent process notices it.
  void let_crash();

  /// For use in the crash handler: lets the innermost guard report the crash; false if there is none.
  static bool answer(int signal);

 private:
  struct Notes;
  std::unique_ptr<Notes> notes_;
};

}  // namespace engram::system
