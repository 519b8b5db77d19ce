// A user's wish that the program stops: Ctrl-C, a closed terminal, a request to terminate.
#pragma once

namespace engram::system {

/// Until hear_wishes_to_stop() is called, a wish to stop ends the process once its unfinished files are removed.
void remove_files_when_stopped();

/// From now on a wish to stop is noted, and long work asks for it by stop_is_wished(). If nothing has asked within a
/// second, or if the user repeats the wish, the process ends at once with a sentence and exit code 1, and removes its
/// unfinished files.
/// A closed terminal is no such wish where nohup started the program.
void hear_wishes_to_stop();

/// Whether there is such a wish. The caller is then expected to stop.
bool stop_is_wished();

/// Throws Stopped where there is such a wish.
void stop_if_wished();

}  // namespace engram::system
