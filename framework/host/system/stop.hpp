// The user's request to stop the program: Ctrl-C, a closed terminal, or SIGTERM.
#pragma once

namespace engram::system {

/// Until install_stop_handlers() is called, a request to stop removes the unfinished files and temporary folders of
/// the process, ends the program that it waits for, and ends it.
void remove_files_when_stopped();

/// From now on a request to stop is noted, and long work asks for it with stop_is_requested(). If no work asks within
/// a second, or if the user repeats the request, the process removes its unfinished files and ends immediately, with
/// a message and exit code 1. A closed terminal does not count if nohup started the program.
void install_stop_handlers();

/// Whether the user asked to stop. If so, the caller must stop soon.
bool stop_is_requested();

/// Throws Stopped if the user asked to stop.
void stop_if_requested();

}  // namespace engram::system
