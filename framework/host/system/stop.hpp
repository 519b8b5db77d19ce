// The user's request to stop the program: Ctrl-C, a closed terminal, or SIGTERM.
#pragma once

namespace engram::system {

/// Until hear_wishes_to_stop() is called, a request to stop removes the unfinished files of the process and ends it.
void remove_files_when_stopped();

/// From now on a request to stop is noted, and long work asks for it with stop_is_wished(). If no work asks within a
/// second, or if the user repeats the request, the process removes its unfinished files and ends immediately, with a
/// message and exit code 1. A closed terminal does not count if nohup started the program.
void hear_wishes_to_stop();

/// Whether the user asked to stop. If so, the caller must stop soon.
bool stop_is_wished();

/// Throws Stopped if the user asked to stop.
void stop_if_wished();

}  // namespace engram::system
