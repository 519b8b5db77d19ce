// Describes the keys of a spec for the room `schema`.
#pragma once

#include "schema/declaration_words.hpp"
#include "schema/spec_form.hpp"

namespace engram::study {

/// The keys of a spec, its figures and its claims.
schema::SpecForm spec_form();

/// The texts of messages and pages about parameters and kinds.
schema::DeclarationWords declaration_words();

}  // namespace engram::study
