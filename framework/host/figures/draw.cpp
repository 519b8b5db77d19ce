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
#include <engram/special_file.hpp>
#include <engram/words.hpp>

#include "figures/curves.hpp"
#include "figures/gnuplot.hpp"
#include "figures/layout.hpp"
#include "figures/mark.hpp"
#include "figures/pdf.hpp"
#include "figures/prepare.hpp"
#include "figures/script.hpp"
#include "figures/svg.hpp"
#include "results/named_dataset.hpp"
#include "system/file_content.hpp"
#include "system/scratch_folder.hpp"
#include "system/temporary.hpp"

namespace engram::figures {

namespace {

namespace fs = std::filesystem;

constexpr std::array all_formats{Format::png, Format::svg, Format::pdf};

/// A temporary folder within the folder of the pictures, so that finished files only need to be renamed.
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

void move_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) {
    throw RequestError(fmt::format("cannot write '{}': {}", to.string(), error.message()));
  }
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
  throw RequestError(fmt::format("unknown format '{}': pictures can be {}{}", word, join(words),
                                 results::nearest_match(word, words)));
}

namespace {

// Runs the script, gives a PDF file its fixed date and finishes an SVG file. cairo 1.18 and later compress the date
// so that it cannot be replaced; the file is then drawn again with readable streams, and so are all later files.
std::string run_and_date(const fs::path& folder, const std::string& name, const std::vector<Format>& formats,
                         const std::string& svg_script) {
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
    finish_svg(folder / (name + ".svg"), svg_script);
  }
  return complaint;
}

/// The script of a figure's SVG picture, which does not depend on the name of the picture or of its result.
std::string svg_script(const Page& page, const std::vector<Curves>& curves) {
  return write_script(page, curves, "picture", {Format::svg}, mark_text(""));
}

std::string stem_of(const Figure& figure, const DrawOptions& options) {
  return options.stem.empty() ? figure.name : options.stem;
}

/// The requested formats, each once.
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

/// A name without characters that are special to gnuplot, since the stem may be any file name.
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

void refuse_to_replace(const Figure& figure, const DrawOptions& options) {
  const std::string stem = stem_of(figure, options);
  for (const Format format : formats_of(options)) {
    refuse_to_replace_file(options.folder / file_name(stem, format), options);
  }
  if (options.keep_script) {
    refuse_to_replace_file(options.folder / (stem + ".gp"), options);
  }
}

std::string svg_of(const Figure& figure, const results::Source& source, const fs::path& earlier) {
  std::vector<Curves> curves;
  const Page page = prepare(figure, source, curves);
  const std::string script = svg_script(page, curves);
  std::error_code none;
  if (fs::is_regular_file(earlier, none)) {
    if (std::string picture = system::content_of(earlier); is_drawn_from(picture, script)) {
      return picture;
    }
  }
  const system::ScratchFolder workplace;
  system::write_content(workplace.path() / "picture.gp", script);
  const std::string complaint = run_and_date(workplace.path(), "picture", {Format::svg}, script);
  if (!complaint.empty() || !is_whole(workplace.path() / "picture.svg")) {
    throw RunError(fmt::format("gnuplot could not draw figure '{}'; it said: {}", figure.name,
                               complaint.empty() ? "nothing" : complaint));
  }
  return system::content_of(workplace.path() / "picture.svg");
}

std::vector<fs::path> draw(const Figure& figure, const results::Source& source, const DrawOptions& options) {
  const std::string stem = stem_of(figure, options);
  const std::string plain = plain_name(stem);
  const std::vector<Format> formats = formats_of(options);
  std::vector<Curves> curves;
  const Page page = prepare(figure, source, curves);
  refuse_to_replace(figure, options);

  const std::string mark = mark_text(options.origin);
  const fs::path script = plain + ".gp";
  const Workplace workplace(options.folder);
  system::write_content(workplace.path() / script, write_script(page, curves, plain, formats, mark));
  const bool with_svg = std::ranges::find(formats, Format::svg) != formats.end();
  std::string complaint =
      run_and_date(workplace.path(), plain, formats, with_svg ? svg_script(page, curves) : std::string());
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
    system::write_content(workplace.path() / script, write_script(page, curves, stem, formats, mark));
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
