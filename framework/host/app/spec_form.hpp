// What the rooms know of specs, in the words of the room `reference`.
#pragma once

#include "reference/spec_form.hpp"
#include "reference/words.hpp"

namespace engram::app {

/// The keys of a spec, its figures and its claims.
reference::SpecForm spec_form();

/// How messages and pages speak of parameters and kinds.
reference::Words reference_words();

}  // namespace engram::app
