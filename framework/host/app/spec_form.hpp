// What the rooms know of specs, in the words of the room `reference`.
#pragma once

#include "reference/spec_form.hpp"

namespace engram::app {

/// The keys of a spec, its figures and its claims.
reference::SpecForm spec_form();

}  // namespace engram::app
