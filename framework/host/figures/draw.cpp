#include "figures/draw.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "figures/cached_source.hpp"
#include "figures/curves.hpp"
#include "figures/gnuplot.hpp"
#include "figures/layout.hpp"
#include "figures/locate.hpp"
#include "figures/mark.hpp"
#include "figures/pdf.hpp"
#include "figures/script.hpp"
#include "figures/settings.hpp"
#include "figures/svg.hpp"
#include "system/temporary.hpp"

namespace engram::figures {

namespace {

namespace fs = std::filesystem;

constexpr std::array all_formats{Format::png, Format::svg, Format::pdf};

/// Says in which figure, and in which part of it, a request was wrong.
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

/// A folder of its own within the folder of the pictures, so that finished files need only be renamed.
class Workplace : public system::TemporaryFolder {
 public:
  explicit Workplace(const fs::path& folder) try : TemporaryFolder(made(folder), ".engram-plot") {
  } catch (const std::system_error& error) {
    throw RequestError(fmt::format("cannot write pictures into '{}': {}", folder.string(), error.code().message()));
  }

 private:
  static const fs::path& made(const fs::path& folder) {
    fs::create_directories(folder);
    return folder;
  }
};

void write_file(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    throw RunError(fmt::format("could not write '{}': is the disk full?", file.string()));
  }
}

void move_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) {
    throw RequestError(fmt::format("cannot write '{}': {}", to.string(), error.message()));
  }
}

/// Cairo draws no picture with more dots to a side than a signed number of 16 bits counts.
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

/// Checks a figure, reads what it shows and lays it out.
Page prepare(const Figure& figure, const Source& source, std::vector<Curves>& curves) {
  figure.check();
  if (figure.panels.empty()) {
    throw RequestError("it has no panels");
  }
  Texts texts;
  std::vector<std::string> cases;
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    within(fmt::format("panel ({})", panel_letter(i)), [&] {
      curves.push_back(read_curves(figure.panels[i], source));
      const std::vector<std::string>& own = curves.back().place.cases;
      texts.panel_titles.push_back(
          within("title", [&] { return fill_placeholders(figure.panels[i].title, own, source); }));
      cases.insert(cases.end(), own.begin(), own.end());
    });
  }
  texts.title = within("title", [&] { return fill_placeholders(figure.title, cases, source); });
  texts.caption = within(
      "caption", [&] { return fill_placeholders(figure.caption, cases, source, settings_caption(curves, source)); });
  Page page = lay_out(figure, curves, texts);
  check_size(page);
  return page;
}

}  // namespace

std::string_view format_name(Format format) {
  switch (format) {
    case Format::png:
      return "png";
    case Format::svg:
      return "svg";
    case Format::pdf:
      return "pdf";
  }
  return "";
}

Format parse_format(std::string_view word) {
  std::vector<std::string> words;
  for (const Format format : all_formats) {
    if (format_name(format) == word) {
      return format;
    }
    words.emplace_back(format_name(format));
  }
  throw RequestError(
      fmt::format("unknown format '{}': pictures can be {}{}", word, join(words), nearest_match(word, words)));
}

namespace {

// Runs the script of that name, gives a PDF file its fixed date and an SVG file sharp pixels. Since version 1.18
// cairo packs the date where it cannot be replaced; the file is then drawn again with readable streams, as all later
// ones are from the start.
std::string run_and_date(const fs::path& folder, const std::string& name, const std::vector<Format>& formats) {
  static std::atomic<PdfStreams> streams = PdfStreams::packed;
  const fs::path script = name + ".gp";
  const fs::path pdf = folder / (name + ".pdf");
  std::string complaint = run_gnuplot(folder, script, streams);
  if (complaint.empty() && std::ranges::find(formats, Format::pdf) != formats.end() && !remove_pdf_date(pdf)) {
    streams = PdfStreams::readable;
    complaint = run_gnuplot(folder, script, streams);
    remove_pdf_date(pdf);
  }
  if (complaint.empty() && std::ranges::find(formats, Format::svg) != formats.end()) {
    sharpen_pixels(folder / (name + ".svg"));
  }
  return complaint;
}

std::string stem_of(const Figure& figure, const DrawOptions& options) {
  return options.stem.empty() ? figure.name : options.stem;
}

/// The formats that are asked for, each once.
std::vector<Format> formats_of(const DrawOptions& options) {
  std::vector<Format> formats;
  std::ranges::copy_if(all_formats, std::back_inserter(formats), [&](Format format) {
    return std::ranges::find(options.formats, format) != options.formats.end();
  });
  return formats;
}

std::string file_name(const std::string& stem, Format format) {
  return fmt::format("{}.{}", stem, format_name(format));
}

/// A name that gnuplot reads as it stands: the stem may be that of any file.
std::string plain_name(const std::string& stem) {
  try {
    Figure named;
    named.name = stem;
    named.check();
    return stem;
  } catch (const ParameterError&) {
    return "picture";
  }
}

void refuse_to_replace_file(const fs::path& file, const DrawOptions& options) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(file, error);
  // A folder is in the way whatever is wished for, and the move says so.
  if (options.overwrite || !fs::exists(status) || fs::is_directory(status)) {
    return;
  }
  const std::string mark = mark_of(file);
  if (mark == mark_text(options.origin)) {
    return;
  }
  throw RequestError(
      fmt::format("'{}' is there and is {}; give another folder or name by -o, or replace it by "
                  "--overwrite",
                  file.lexically_normal().string(),
                  mark.empty() ? "no picture that engram drew" : "a picture of another result"));
}

}  // namespace

void refuse_to_replace(const Figure& figure, const DrawOptions& options) {
  const std::string stem = stem_of(figure, options);
  for (const Format format : formats_of(options)) {
    refuse_to_replace_file(options.folder / file_name(stem, format), options);
  }
  if (options.keep_script) {
    refuse_to_replace_file(options.folder / (stem + ".gp"), options);
  }
}

std::vector<fs::path> draw(const Figure& figure, const Source& source, const DrawOptions& options) {
  const std::string stem = stem_of(figure, options);
  const std::string plain = plain_name(stem);
  const std::vector<Format> formats = formats_of(options);
  std::vector<Curves> curves;
  const Page page =
      within(fmt::format("figure '{}'", figure.name), [&] { return prepare(figure, CachedSource(source), curves); });
  refuse_to_replace(figure, options);

  const std::string mark = mark_text(options.origin);
  const fs::path script = plain + ".gp";
  const Workplace workplace(options.folder);
  write_file(workplace.path() / script, write_script(page, curves, plain, formats, mark));
  std::string complaint = run_and_date(workplace.path(), plain, formats);
  for (const Format format : formats) {
    const fs::path picture = workplace.path() / file_name(plain, format);
    std::error_code missing;
    if (complaint.empty() && (fs::file_size(picture, missing) == 0 || missing)) {
      complaint = fmt::format("nothing, and left no {}", file_name(stem, format));
    } else if (complaint.empty() && !is_whole(picture)) {
      complaint = fmt::format("nothing, and the end of {} is missing: is the disk full?", file_name(stem, format));
    } else if (complaint.empty()) {
      put_mark(picture, mark);
    }
  }
  const fs::path kept = options.folder / (stem + ".gp");
  if ((!complaint.empty() || options.keep_script) && plain != stem) {
    write_file(workplace.path() / script, write_script(page, curves, stem, formats, mark));
  }
  if (!complaint.empty()) {
    refuse_to_replace_file(kept, options);
    move_file(workplace.path() / script, kept);
    throw RunError(fmt::format("gnuplot could not draw figure '{}'; its script is kept as {}; it said: {}",
                               figure.name, kept.string(), complaint));
  }
  std::vector<fs::path> written;
  for (const Format format : formats) {
    written.push_back(options.folder / file_name(stem, format));
    move_file(workplace.path() / file_name(plain, format), written.back());
  }
  if (options.keep_script) {
    written.push_back(kept);
    move_file(workplace.path() / script, kept);
  }
  return written;
}

}  // namespace engram::figures
