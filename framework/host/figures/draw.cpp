#include "figures/draw.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/special_file.hpp>
#include <engram/words.hpp>

#include "canvas/canvas.hpp"
#include "figures/caption_file.hpp"
#include "figures/layout.hpp"
#include "figures/settings.hpp"
#include "panels/curves.hpp"
#include "system/file_content.hpp"

namespace engram::figures {

namespace {

namespace fs = std::filesystem;

using CanvasMaker = std::unique_ptr<canvas::Canvas> (*)(double width, double height);

/// A format, by its name.
struct FormatEntry {
  std::string_view name;
  CanvasMaker make_canvas;
};
/// In the order of the enumeration.
constexpr std::array format_entries{FormatEntry{"png", canvas::png_canvas}, FormatEntry{"svg", canvas::svg_canvas},
                                    FormatEntry{"pdf", canvas::pdf_canvas}};

}  // namespace

std::string_view format_name(Format format) {
  return format_entries.at(static_cast<std::size_t>(format)).name;
}

Format parse_format(std::string_view word) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < format_entries.size(); ++i) {
    if (format_entries[i].name == word) {
      return static_cast<Format>(i);
    }
    words.emplace_back(format_entries[i].name);
  }
  throw RequestError(fmt::format("unknown format '{}': pictures can be {}{}", word, join(words),
                                 results::nearest_match(word, words)));
}

namespace {

/// Adds to a RequestError the figure, and the part of it, that is wrong.
template <class Work>
auto within(const std::string& where, Work work) {
  if (where.empty()) {
    return work();
  }
  try {
    return work();
  } catch (const ParameterError& error) {
    throw ParameterError(error.parameter(), fmt::format("{}: {}", where, error.what()));
  } catch (const RequestError& error) {
    throw RequestError(fmt::format("{}: {}", where, error.what()));
  }
}

/// Cairo cannot draw a picture whose sides have more dots than a signed 16-bit number can count.
void check_size(const Page& page) {
  constexpr double most_cm = 270;
  const double width = page.width / points_per_cm;
  const double height = page.height / points_per_cm;
  if (width > most_cm || height > most_cm) {
    throw RequestError(
        fmt::format("it would be {:.0f} cm wide and {:.0f} cm high, but no side may be longer than "
                    "{:g} cm; make the panels smaller or fewer",
                    width, height, most_cm));
  }
}

/// Panels without a title are named by the settings that distinguish them.
void name_untitled(const std::vector<panels::Curves>& curves, const results::Source& source, const NamedTexts& labels,
                   std::vector<std::string>& titles) {
  if (titles.size() < 2 || std::ranges::none_of(titles, &std::string::empty)) {
    return;
  }
  const std::vector<std::string> particular = particular_titles(curves, source, labels);
  for (std::size_t i = 0; i < titles.size(); ++i) {
    titles[i] = titles[i].empty() ? particular[i] : titles[i];
  }
}

/// A figure with its data, at its places on the page.
struct Prepared {
  std::vector<panels::Curves> curves;
  Texts texts;
  std::string caption;  ///< also if the picture has none
  Page page;
};

/// Gives the whole picture a width. Panels narrower than they can be read at stand in fewer columns.
void fit_width(double width, panels::Figure& figure) {
  constexpr double narrowest = 5.5;
  constexpr double margins = 2 * page_margin / points_per_cm;
  const double before = figure.panel_width;
  const auto panels = static_cast<Index>(figure.panels.size());
  figure.columns = std::min(figure.columns, panels);
  while (figure.columns > 1 && (width - margins) / static_cast<double>(figure.columns) < narrowest) {
    --figure.columns;
  }
  figure.panel_width = (width - margins) / static_cast<double>(figure.columns);
  constexpr double lowest = 4;
  figure.panel_height = std::max(std::min(lowest, figure.panel_height),
                                 figure.panel_height * std::min(1.0, figure.panel_width / before));
}

/// The data of a panel, in one or several results.
panels::Curves read_panel(panels::Panel panel, const NamedTexts& labels, const std::vector<NamedSource>& sources) {
  panel.labels = labels;
  std::vector<panels::Curves> each;
  std::vector<std::string> names;
  for (const NamedSource& one : sources) {
    each.push_back(within(one.name, [&] { return panels::read_curves(panel, *one.source); }));
    names.push_back(one.name);
  }
  return each.size() == 1 ? std::move(each.front()) : overlay(each, names);
}

void lay_out_all(const panels::Figure& figure, const std::vector<NamedSource>& sources, bool captions,
                 Prepared& prepared) {
  const results::Source& source = *sources.front().source;
  std::vector<panels::Curves>& curves = prepared.curves;
  Texts& texts = prepared.texts;
  figure.check();
  if (figure.panels.empty()) {
    throw RequestError("it has no panels");
  }
  std::vector<std::string> cases;
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    within(fmt::format("panel ({})", panel_letter(i)), [&] {
      curves.push_back(read_panel(figure.panels[i], figure.labels, sources));
      const std::vector<std::string>& own = curves.back().place.cases;
      texts.panel_titles.push_back(
          within("title", [&] { return fill_placeholders(figure.panels[i].title, own, source); }));
      cases.insert(cases.end(), own.begin(), own.end());
    });
  }
  share_colours(curves);
  share_ranges(figure, curves);
  name_untitled(curves, source, figure.labels, texts.panel_titles);
  texts.title = within("title", [&] { return fill_placeholders(figure.title, cases, source); });
  // The settings of several results differ, and are not those of the first one.
  const std::string shown =
      sources.size() == 1 ? settings_caption(curves, source, figure.labels) : panel_sentences(curves);
  prepared.caption = within("caption", [&] { return fill_placeholders(figure.caption, cases, source, shown); });
  texts.caption = captions ? prepared.caption : "";
  prepared.page = lay_out(figure, curves, texts);
  check_size(prepared.page);
}

/// Throws RequestError or ParameterError, which name the figure, the panel and the wrong text.
Prepared prepare(panels::Figure figure, const std::vector<NamedSource>& sources, const DrawOptions& options) {
  Prepared prepared;
  if (options.width) {
    fit_width(*options.width, figure);
  }
  within(fmt::format("figure '{}'", figure.name), [&] {
    lay_out_all(figure, sources, options.captions, prepared);
    if (const double width = prepared.page.width / points_per_cm; options.width && width > *options.width + 0.01) {
      throw RequestError(fmt::format("its panels need a width of {:.1f} cm, and not {:g} cm", width, *options.width));
    }
  });
  return prepared;
}

/// The bytes of a picture.
std::string painted(const Prepared& figure, Format format, const canvas::Metadata& metadata) {
  const CanvasMaker make_canvas = format_entries.at(static_cast<std::size_t>(format)).make_canvas;
  const std::unique_ptr<canvas::Canvas> canvas = make_canvas(figure.page.width, figure.page.height);
  paint(*canvas, figure.page, figure.curves);
  return canvas->finish(metadata);
}

std::string stem_of(const panels::Figure& figure, const DrawOptions& options) {
  return options.stem.empty() ? figure.name : options.stem;
}

/// The requested formats, each once, in the order of the enumeration.
std::set<Format> formats_of(const DrawOptions& options) {
  return {options.formats.begin(), options.formats.end()};
}

std::string file_name(const std::string& stem, Format format) {
  return fmt::format("{}.{}", stem, format_name(format));
}

std::string title_of(const panels::Figure& figure, const Prepared& prepared) {
  return prepared.texts.title.empty() ? figure.name : prepared.texts.title;
}

canvas::Metadata metadata_of(const panels::Figure& figure, const Prepared& prepared, Format format,
                             const DrawOptions& options) {
  canvas::Metadata metadata = options.metadata;
  metadata.mark = mark_text(options.origin);
  metadata.title = title_of(figure, prepared);
  if (!metadata.command.empty()) {
    metadata.command += fmt::format(" --figure {} --format {}", figure.name, format_name(format));
  }
  return metadata;
}

void refuse_to_replace_file(const fs::path& file, const DrawOptions& options) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(file, error);
  if (const std::string kind = special_file(file); !kind.empty()) {
    throw RequestError(fmt::format("'{}' is {} and is not replaced", file.lexically_normal().string(), kind));
  }
  // A folder of that name cannot be replaced, and the later move reports it.
  if (options.overwrite || !fs::exists(status) || fs::is_directory(status)) {
    return;
  }
  const std::string mark = mark_of(file);
  if (mark == mark_text(options.origin)) {
    return;
  }
  throw RequestError(
      fmt::format("'{}' exists and is {}; give another folder or name by -o, or replace it by --overwrite",
                  file.lexically_normal().string(),
                  mark.empty() ? "not a picture that engram drew" : "a picture of another result"));
}

}  // namespace

void refuse_to_replace(const panels::Figure& figure, const DrawOptions& options) {
  const std::string stem = stem_of(figure, options);
  for (const Format format : formats_of(options)) {
    refuse_to_replace_file(options.folder / file_name(stem, format), options);
  }
  for (const CaptionFormat format : options.caption_files) {
    refuse_to_replace_file(options.folder / caption_file_name(stem, format), options);
  }
}

std::string svg_of(const panels::Figure& figure, const results::Source& source) {
  const Prepared prepared = prepare(figure, {{&source, ""}}, {});
  return painted(prepared, Format::svg, {.mark = mark_text(""), .title = title_of(figure, prepared)});
}

std::vector<fs::path> draw(const panels::Figure& figure, const results::Source& source, const DrawOptions& options) {
  return draw_overlaid(figure, {{&source, ""}}, options);
}

std::vector<fs::path> draw_overlaid(const panels::Figure& figure, const std::vector<NamedSource>& sources,
                                    const DrawOptions& options) {
  const Prepared prepared = prepare(figure, sources, options);
  refuse_to_replace(figure, options);
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (error) {
    throw RequestError(fmt::format("cannot write pictures into '{}': {}", options.folder.string(), error.message()));
  }
  // All pictures are drawn before the first one replaces an earlier one.
  std::vector<std::pair<fs::path, std::string>> pictures;
  const std::string stem = stem_of(figure, options);
  for (const Format format : formats_of(options)) {
    pictures.emplace_back(options.folder / file_name(stem, format),
                          painted(prepared, format, metadata_of(figure, prepared, format, options)));
  }
  for (const CaptionFormat format : options.caption_files) {
    pictures.emplace_back(options.folder / caption_file_name(stem, format),
                          caption_file(format, {mark_text(options.origin), options.metadata.source, stem,
                                                prepared.texts.title, prepared.caption}));
  }
  std::vector<fs::path> written;
  for (const auto& [file, bytes] : pictures) {
    system::write_text_file(file, bytes, "the picture");
    written.push_back(file);
  }
  return written;
}

}  // namespace engram::figures
