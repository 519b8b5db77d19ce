// Settings as text: placeholders in texts, and the caption that names settings.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "panels/curves.hpp"
#include "results/source.hpp"

namespace engram::figures {

/// Settings of one case by dotted path.
using Settings = std::map<std::string, std::string>;

/// The settings that all of `cases` share.
Settings shared_settings(const std::vector<std::string>& cases, const results::Source& source);

/// Replaces "{model.layers}" by the setting, which must be equal in all of `cases`, "{label:model.layers}" by its
/// label, "{settings}" by `all_settings`, if given, and "{seeds}", "{cells}", "{targets}" and "{units}" by how many
/// there are among `cases`, as in "20 seeds". "{{" and "}}" are braces. Throws RequestError if a placeholder names
/// nothing.
std::string fill_placeholders(const std::string& text, const std::vector<std::string>& cases,
                              const results::Source& source, const std::string& all_settings = "");

/// The sentences about the panels, with the letters of those for which they hold.
std::string panel_sentences(const std::vector<panels::Curves>& panels);

/// The shown analysis, the numbers of units, targets and seeds, the settings that all panels share, then the settings
/// that differ between panels. Default settings are left out unless panels differ in them. `labels` are the words of
/// the figure for settings and values.
std::string settings_caption(const std::vector<panels::Curves>& panels, const results::Source& source,
                             const NamedTexts& labels = {});

/// For each panel the settings that distinguish it, as a title: "Activation relu, layers [100]". Empty if there are
/// none, or more than fit in a title.
std::vector<std::string> particular_titles(const std::vector<panels::Curves>& panels, const results::Source& source,
                                           const NamedTexts& labels = {});

/// "a", "b", ..., "z", "aa", ...
std::string panel_letter(std::size_t index);

}  // namespace engram::figures
