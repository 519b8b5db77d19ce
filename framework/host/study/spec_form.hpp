// Describes the keys of a spec for the room `reference`.
#pragma once

#include "reference/spec_form.hpp"
#include "reference/words.hpp"

namespace engram::study {

/// The keys of a spec, its figures and its claims.
reference::SpecForm spec_form();

/// The texts of messages and pages about parameters and kinds.
reference::Words reference_words();

}  // namespace engram::study
