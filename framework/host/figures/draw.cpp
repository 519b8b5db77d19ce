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
  constexpr double points_per_cm = 72 / 2.54;
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
void name_untitled(const std::vector<panels::Curves>& curves, const results::Source& source,
                   std::vector<std::string>& titles) {
  if (titles.size() < 2 || std::ranges::none_of(titles, &std::string::empty)) {
    return;
  }
  const std::vector<std::string> particular = particular_titles(curves, source);
  for (std::size_t i = 0; i < titles.size(); ++i) {
    titles[i] = titles[i].empty() ? particular[i] : titles[i];
  }
}

Page laid_out(const panels::Figure& figure, const results::Source& source, std::vector<panels::Curves>& curves) {
  figure.check();
  if (figure.panels.empty()) {
    throw RequestError("it has no panels");
  }
  Texts texts;
  std::vector<std::string> cases;
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    within(fmt::format("panel ({})", panel_letter(i)), [&] {
      curves.push_back(panels::read_curves(figure.panels[i], source));
      const std::vector<std::string>& own = curves.back().place.cases;
      texts.panel_titles.push_back(
          within("title", [&] { return fill_placeholders(figure.panels[i].title, own, source); }));
      cases.insert(cases.end(), own.begin(), own.end());
    });
  }
  name_untitled(curves, source, texts.panel_titles);
  texts.title = within("title", [&] { return fill_placeholders(figure.title, cases, source); });
  texts.caption = within(
      "caption", [&] { return fill_placeholders(figure.caption, cases, source, settings_caption(curves, source)); });
  Page page = lay_out(figure, curves, texts);
  check_size(page);
  return page;
}

/// A figure with its data, at its places on the page.
struct Prepared {
  std::vector<panels::Curves> curves;
  Page page;
};

/// Throws RequestError or ParameterError, which name the figure, the panel and the wrong text.
Prepared prepare(const panels::Figure& figure, const results::Source& source) {
  Prepared prepared;
  within(fmt::format("figure '{}'", figure.name), [&] { prepared.page = laid_out(figure, source, prepared.curves); });
  return prepared;
}

/// The bytes of a picture.
std::string painted(const Prepared& figure, Format format, const std::string& mark) {
  const CanvasMaker make_canvas = format_entries.at(static_cast<std::size_t>(format)).make_canvas;
  const std::unique_ptr<canvas::Canvas> canvas = make_canvas(figure.page.width, figure.page.height);
  paint(*canvas, figure.page, figure.curves);
  return canvas->finish(mark);
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
}

std::string svg_of(const panels::Figure& figure, const results::Source& source) {
  return painted(prepare(figure, source), Format::svg, mark_text(""));
}

std::vector<fs::path> draw(const panels::Figure& figure, const results::Source& source, const DrawOptions& options) {
  const Prepared prepared = prepare(figure, source);
  refuse_to_replace(figure, options);
  std::error_code error;
  fs::create_directories(options.folder, error);
  if (error) {
    throw RequestError(fmt::format("cannot write pictures into '{}': {}", options.folder.string(), error.message()));
  }
  // All pictures are drawn before the first one replaces an earlier one.
  std::vector<std::pair<fs::path, std::string>> pictures;
  for (const Format format : formats_of(options)) {
    pictures.emplace_back(options.folder / file_name(stem_of(figure, options), format),
                          painted(prepared, format, mark_text(options.origin)));
  }
  std::vector<fs::path> written;
  for (const auto& [file, bytes] : pictures) {
    system::write_text_file(file, bytes, "the picture");
    written.push_back(file);
  }
  return written;
}

}  // namespace engram::figures
