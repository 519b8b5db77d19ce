// Draws stored results.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "canvas/canvas.hpp"
#include "panels/figure.hpp"
#include "results/source.hpp"

namespace engram::figures {

enum class Format { png, svg, pdf };

/// The word for a format, which is also the ending of its files.
std::string_view format_name(Format format);
/// The format with that name; throws RequestError if there is no such format.
Format parse_format(std::string_view word);

/// The kinds of files that hold a caption alone.
enum class CaptionFormat { txt, tex, md };

/// The format with that name; throws RequestError if there is no such format.
CaptionFormat parse_caption_format(std::string_view word);

struct DrawOptions {
  std::filesystem::path folder = ".";  ///< created if it does not exist
  std::string stem = {};               ///< file name without ending; empty: the figure's name
  std::vector<Format> formats = {Format::png};
  /// Identifies the source of the pictures, by letters, digits and underscores; the pictures have it in their mark.
  std::string origin = {};
  bool overwrite = false;  ///< also replaces files that are not pictures of the same origin
  bool captions = true;    ///< whether pictures have their captions below the panels
  std::vector<CaptionFormat> caption_files = {};
  /// The width of a picture in cm, in as many columns of panels as have room; empty: that of its panels.
  std::optional<double> width = {};
  /// The texts that pictures carry besides their titles, and a command that `--figure NAME --format FORMAT`
  /// completes.
  canvas::Metadata metadata = {};
};

/// Throws RequestError if a picture would replace a file that engram did not draw, or a picture of another origin,
/// unless options.overwrite is set.
void refuse_to_replace(const panels::Figure& figure, const DrawOptions& options);

/// Draws one figure in each of the formats, writes its caption into the requested files, and returns the written
/// files. A file appears under its name only when it is complete, and replaces only an earlier picture of the same
/// origin, see refuse_to_replace(). The same figure and data give the same bytes.
///
/// Throws RequestError if the figure requests something that the source does not have, or if the folder cannot be
/// written; RunError if a picture cannot be drawn or written, or if no font is installed.
///
/// Threading: several threads may draw simultaneously, into different files.
std::vector<std::filesystem::path> draw(const panels::Figure& figure, const results::Source& source,
                                        const DrawOptions& options);

/// A result, and the word for it in legends.
struct NamedSource {
  const results::Source* source = nullptr;
  std::string name;
};

/// Draws one figure with the data of several results in each panel, as draw() does: the colours are those of the
/// first result, and results differ by the dashes of their lines, or by colours if each has one line. Titles and
/// settings are those of the first result. Throws RequestError also for matrices and images, for more than three
/// results with several lines each, and if the results have different words along x.
std::vector<std::filesystem::path> draw_overlaid(const panels::Figure& figure,
                                                 const std::vector<NamedSource>& sources, const DrawOptions& options);

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
