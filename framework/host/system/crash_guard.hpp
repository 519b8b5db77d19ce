// The message of a process that a plugin crashes.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace engram::system {

/// As long as it lives, a crash (a wild pointer, a division by zero, an exhausted stack, abort()) removes the
/// unfinished files of this process, says in words who is at fault, and ends the process with an exit code. Nothing
/// else can be done safely after a crash. Where a guard is made within the life of another one, the inner one speaks.
///
/// Threading: made, changed and ended by one thread; a crash in any thread is heard.
class CrashGuard {
 public:
  /// `who` is the subject of the sentence where no library that was named is on the stack ("plugin library 'a.so'"),
  /// `when` follows it ("while it described its plugins"), `cure` is a line of its own.
  CrashGuard(std::string who, std::string when, std::string cure, int exit_code);
  ~CrashGuard();
  CrashGuard(const CrashGuard&) = delete;
  CrashGuard& operator=(const CrashGuard&) = delete;

  /// Names a loaded library: `who` is the subject where the crash is in its code, or in code that it called. A
  /// library that is named again has a new name.
  void name(const std::filesystem::path& library, std::string who);
  /// Says what the process does from now on: "in 'training'".
  void set_when(std::string when);
  void set_cure(std::string cure);
  /// From now on a crash is told and then takes its course, so that a parent process hears of it.
  void let_crash();

  /// Within the handler of crashes: the answer of the innermost guard, where there is one.
  static void answer(int signal);

 private:
  struct Notes;
  std::unique_ptr<Notes> notes_;
};

}  // namespace engram::system
