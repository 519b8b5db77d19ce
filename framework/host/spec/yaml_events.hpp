// The YAML library's parser, kept to a source of its own: its header declares another Node.
#pragma once

#include <string>

#include <yaml-cpp/eventhandler.h>

namespace engram::spec {

/// Hands the events of every document in `text` to `handler`. Throws YAML::Exception where the text is not YAML, and
/// lets through what the handler throws.
void send_events(const std::string& text, YAML::EventHandler& handler);

}  // namespace engram::spec
