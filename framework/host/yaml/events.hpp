// The YAML library's parser, in a separate source because its header declares another Node.
#pragma once

#include <string>

#include <yaml-cpp/eventhandler.h>

namespace engram::yaml {

/// Passes the events of every document in `text` to `handler`. Throws YAML::Exception if the text is not YAML;
/// exceptions from the handler pass through.
void send_events(const std::string& text, YAML::EventHandler& handler);

}  // namespace engram::yaml
