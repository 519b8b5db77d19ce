// Draws stored results.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "panels/figure.hpp"
#include "results/source.hpp"

namespace engram::figures {

enum class Format { png, svg, pdf };

/// The word for a format, which is also the ending of its files.
std::string_view format_name(Format format);
/// The format with that name; throws RequestError if there is no such format.
Format parse_format(std::string_view word);

struct DrawOptions {
  std::filesystem::path folder = ".";  ///< created if it does not exist
  std::string stem = {};               ///< file name without ending; empty: the figure's name
  std::vector<Format> formats = {Format::png};
  /// Identifies the source of the pictures, by letters, digits and underscores; the pictures have it in their mark.
  std::string origin = {};
  bool overwrite = false;  ///< also replaces files that are not pictures of the same origin
};

/// Throws RequestError if a picture would replace a file that engram did not draw, or a picture of another origin,
/// unless options.overwrite is set.
void refuse_to_replace(const panels::Figure& figure, const DrawOptions& options);

/// Draws one figure in each of the formats and returns the written files. A file appears under its name only when it
/// is complete, and replaces only an earlier picture of the same origin, see refuse_to_replace(). The same figure and
/// data give the same bytes.
///
/// Throws RequestError if the figure requests something that the source does not have, or if the folder cannot be
/// written; RunError if a picture cannot be drawn or written, or if no font is installed.
///
/// Threading: several threads may draw simultaneously, into different files.
std::vector<std::filesystem::path> draw(const panels::Figure& figure, const results::Source& source,
                                        const DrawOptions& options);

/// The figure as SVG. Throws as draw() does, except for files that would be replaced.
std::string svg_of(const panels::Figure& figure, const results::Source& source);

/// The mark by which engram recognises its own pictures: "engram_picture_<origin>", or "engram_picture" without an
/// origin.
std::string mark_text(std::string_view origin);

/// The mark of a picture; empty if a file has no mark or is not a regular file.
std::string mark_of(const std::filesystem::path& file);

/// The pictures of results whose spec has no figures: distances and energies over time, eigenvalues in the complex
/// plane, fractions recalled against the damage, one panel per case. Empty if there are no such datasets.
std::vector<panels::Figure> default_figures(const results::Source& source);

}  // namespace engram::figures
