// Settings in words: placeholders of texts, and the caption that names what was set.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "figures/curves.hpp"
#include "figures/source.hpp"

namespace engram::figures {

/// Settings of one case by dotted path.
using Settings = std::map<std::string, std::string>;

/// The settings that all of `cases` share.
Settings shared_settings(const std::vector<std::string>& cases, const Source& source);

/// Puts settings in the place of "{model.layers}", which must be the same in all of `cases`, and of
/// "{label:model.layers}", and `all_settings`, where there are any, in that of "{settings}". "{{" and "}}" stand for
/// braces. Throws RequestError where a placeholder names nothing.
std::string fill_placeholders(const std::string& text, const std::vector<std::string>& cases, const Source& source,
                              const std::string& all_settings = "");

/// What is shown, how many units, targets and seeds, the settings that all panels share, then those in which they
/// differ. Settings that have their default are left out, but where panels differ in them.
std::string settings_caption(const std::vector<Curves>& panels, const Source& source);

/// For each panel the settings that are particular to it, as a title: "Activation relu, layers [100]". Empty where
/// there are none, or more than a title holds.
std::vector<std::string> particular_titles(const std::vector<Curves>& panels, const Source& source);

/// "a", "b", ..., "z", "aa", ...
std::string panel_letter(std::size_t index);

}  // namespace engram::figures
