// From stored results to pictures, by way of gnuplot.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "figures/figure.hpp"
#include "figures/source.hpp"

namespace engram::figures {

enum class Format { png, svg, pdf };

/// The word for a format, which is also the ending of its files.
std::string_view format_name(Format format);
/// The format that a word names; throws RequestError where there is none.
Format parse_format(std::string_view word);

struct DrawOptions {
  std::filesystem::path folder = ".";  ///< made where it does not exist
  std::string stem = {};               ///< file name without ending; empty: the figure's name
  std::vector<Format> formats = {Format::png};
  bool keep_script = false;  ///< leaves <stem>.gp, script and data in one, beside the pictures
  /// A word for what is drawn from, of letters, digits and underscores: pictures bear it as a mark.
  std::string origin = {};
  bool overwrite = false;  ///< replaces also what is no picture of the same origin
};

/// Throws RequestError where a file of that name is there which is no picture that engram drew, or is one of another
/// origin, unless options.overwrite.
void refuse_to_replace(const Figure& figure, const DrawOptions& options);

/// Draws one figure in each of the formats and returns the files written, the script last. A file appears under its
/// name only when it is complete, and takes the place of none but an earlier picture of the same origin, see
/// refuse_to_replace(). The same figure and data give the same bytes.
///
/// Throws RequestError where the figure asks for what the source does not have, and where the folder cannot be
/// written; RunError where gnuplot is missing or fails, in which case the script is kept.
///
/// The source is asked for the same settings many times; a CachedSource keeps them.
///
/// Threading: several threads may draw at once, into different files.
std::vector<std::filesystem::path> draw(const Figure& figure, const Source& source, const DrawOptions& options);

/// The figure as SVG: the picture at `earlier` where that was drawn from the same figure and data, otherwise a new
/// one. Throws as draw() does, but for what concerns files.
std::string svg_of(const Figure& figure, const Source& source, const std::filesystem::path& earlier);

/// The pictures of results whose spec asks for none: distances and energies over time, eigenvalues in the complex
/// plane, fractions recalled against the damage, one panel per case. Empty where there are no such datasets.
std::vector<Figure> default_figures(const Source& source);

}  // namespace engram::figures
