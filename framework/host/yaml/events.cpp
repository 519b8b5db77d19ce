#include "yaml/events.hpp"

#include <sstream>
#include <string>

#include <yaml-cpp/parser.h>

namespace engram::yaml {

void send_events(const std::string& text, YAML::EventHandler& handler) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  while (parser.HandleNextDocument(handler)) {
  }
}

}  // namespace engram::yaml
