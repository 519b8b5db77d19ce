// Pictures: what they show, the same bytes each time, and errors.
#include "figures/draw.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "catch.hpp"
#include "distance_panel.hpp"

using namespace engram;
using namespace engram::figures;
using namespace engram::panels;
using namespace engram::figures::test;
namespace fs = std::filesystem;

namespace {

/// A folder that is removed after the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "engram-figures-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Sets a variable of the environment until the end of the test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) { setenv(name, value.c_str(), 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

panels::Figure two_panels() {
  panels::Figure figure;
  figure.name = "fig";
  figure.title = "A title";
  for (const char* label : {"real", "binary"}) {
    figure.panels.push_back(distance_panel());
    figure.panels.back().case_label = label;
  }
  return figure;
}

/// A number of four bytes in a PNG file.
unsigned number_at(const std::string& png, std::size_t at) {
  unsigned number = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    number = number * 256 + static_cast<unsigned char>(png.at(i));
  }
  return number;
}

unsigned height_of_png(const std::string& png) {
  return number_at(png, 20);
}

std::size_t count_of(const std::string& text, const std::string& piece) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(piece, at)) != std::string::npos; at += piece.size()) {
    ++count;
  }
  return count;
}

/// A figure of one panel, whose axes go from (left, top) to (right, bottom) in its SVG picture.
Figure one_panel() {
  panels::Figure figure;
  figure.name = "fig";
  figure.panels = {distance_panel()};
  return figure;
}

/// The numbers of an SVG path: x, y, x, y, ...
std::vector<double> numbers_of_path(const std::string& svg, const std::string& style) {
  const std::size_t end = svg.find(style);
  REQUIRE(end != std::string::npos);
  std::string path = svg.substr(svg.rfind("d='M", end) + 4);
  path.resize(path.find_first_of("'z"));
  std::vector<double> numbers;
  for (const char* at = path.c_str(); *at != '\0';) {
    char* next = nullptr;
    numbers.push_back(std::strtod(at, &next));
    at = *next == '\0' ? next : next + 1;
  }
  return numbers;
}

}  // namespace

TEST_CASE("draw: a figure becomes a file of each format, and nothing else stays behind") {
  const Folder folder;
  const auto written = draw(two_panels(), two_cases(),
                            {folder.path() / "new" / "folder", "", {Format::png, Format::svg, Format::pdf}});
  const fs::path in = folder.path() / "new" / "folder";
  CHECK(written == std::vector<fs::path>{in / "fig.png", in / "fig.svg", in / "fig.pdf"});
  CHECK(files_in(in) == std::vector<std::string>{"fig.pdf", "fig.png", "fig.svg"});
  CHECK_THAT(content(in / "fig.png"), Catch::StartsWith("\x89PNG"));
  CHECK_THAT(content(in / "fig.svg"), Catch::Contains("<svg"));
  CHECK_THAT(content(in / "fig.pdf"), Catch::StartsWith("%PDF"));
}

TEST_CASE("draw: the same figure and data give the same bytes, at any time") {
  const Folder folder;
  const std::vector<Format> formats{Format::png, Format::svg, Format::pdf};
  const auto first = draw(two_panels(), two_cases(), {folder.path() / "1", "", formats});
  // Dates have whole seconds.
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  const auto second = draw(two_panels(), two_cases(), {folder.path() / "2", "", formats});
  for (std::size_t i = 0; i < first.size(); ++i) {
    CHECK(content(first[i]) == content(second[i]));
  }
}

TEST_CASE("draw: a PNG picture has 300 dots to the inch, and says so") {
  const Folder folder;
  const std::string png = content(draw(two_panels(), two_cases(), {folder.path()}).front());
  const std::size_t at = png.find("pHYs");
  REQUIRE(at != std::string::npos);
  CHECK(number_at(png, at + 4) == 11811);
  CHECK(png.at(at + 12) == '\1');
  // Two panels of 8.5 cm, and the margins.
  CHECK(number_at(png, 16) == 2058);
}

TEST_CASE("draw: a line goes through its numbers, with a gap where there are none") {
  FakeSource source = single_run();
  auto& distance = std::get<std::vector<double>>(source.stored.at("analyses/perturbation/distance").values);
  std::fill(distance.begin(), distance.end(), std::numeric_limits<double>::quiet_NaN());
  // The first trial at its own target.
  distance[0] = 0;
  distance[1] = 5;
  distance[2] = 10;
  panels::Figure figure = one_panel();
  figure.panels[0].y_min = 0;
  figure.panels[0].y_max = 20;
  const std::string svg = svg_of(figure, source);
  const std::vector<double> frame = numbers_of_path(svg, " fill='none' stroke='#666666'");
  REQUIRE(frame.size() == 6);
  const std::vector<double> line = numbers_of_path(svg, " fill='none' stroke='#0072b2' stroke-width='1.2'");
  REQUIRE(line.size() == 6);
  CHECK(line[0] == Approx(frame[0]).margin(0.02));
  CHECK(line[1] == Approx(frame[3]).margin(0.02));
  CHECK(line[4] == Approx(frame[4]).margin(0.02));
  CHECK(line[5] == Approx((frame[1] + frame[3]) / 2).margin(0.02));
  CHECK_THAT(svg, !Catch::Contains("<circle"));
  SECTION("a point in the middle of a straight line is left out") {
    distance[0] = distance[1] = 10;
    CHECK(numbers_of_path(svg_of(figure, source), " fill='none' stroke='#0072b2' stroke-width='1.2'").size() == 4);
  }
  SECTION("a gap leaves points without a neighbour, which become dots") {
    distance[1] = std::numeric_limits<double>::quiet_NaN();
    const std::string apart = svg_of(figure, source);
    CHECK(count_of(apart, "<circle") == 2);
    CHECK_THAT(apart, !Catch::Contains("fill='none' stroke='#0072b2' stroke-width='1.2'"));
  }
}

TEST_CASE("draw: a band that reaches zero reaches the end of a logarithmic axis") {
  panels::Figure figure = one_panel();
  figure.panels[0].average = "trial";
  figure.panels[0].y_scale = panels::Scale::log;
  figure.panels[0].y_min = 0.5;
  const std::string svg = svg_of(figure, single_run());
  const std::vector<double> frame = numbers_of_path(svg, " fill='none' stroke='#666666'");
  // The trials of target 0 start at the distances 0 and 100.
  const std::vector<double> band = numbers_of_path(svg, "z' fill='#0072b2' fill-opacity='0.15'");
  CHECK(band[0] == Approx(frame[0]).margin(0.02));
  CHECK(band[1] == Approx(frame[3]).margin(0.02));
}

TEST_CASE("draw: a point without a neighbour has a bar for its band") {
  FakeSource source = single_run();
  auto& distance = std::get<std::vector<double>>(source.stored.at("analyses/perturbation/distance").values);
  distance.assign(distance.size(), std::numeric_limits<double>::quiet_NaN());
  distance[1] = 7;
  panels::Figure figure = one_panel();
  const std::string lone = svg_of(figure, source);
  CHECK(count_of(lone, "<circle") == 1);
  CHECK_THAT(lone, !Catch::Contains("stroke='#0072b2' stroke-width='1'"));
  // Two trials at one target, each with a band between them.
  distance[7] = 9;
  figure.panels[0].average = "trial";
  CHECK(count_of(svg_of(figure, source), "stroke='#0072b2' stroke-width='1'") == 3);
}

TEST_CASE("draw: numbers far beyond an axis leave the picture as it is within") {
  FakeSource source = single_run();
  auto& distance = std::get<std::vector<double>>(source.stored.at("analyses/perturbation/distance").values);
  distance[1] = 1e300;
  panels::Figure figure = one_panel();
  figure.panels[0].y_max = 20;
  const Folder folder;
  draw(figure, source, {folder.path(), "", {Format::png, Format::svg, Format::pdf}});
  CHECK_THAT(content(folder.path() / "fig.svg"), !Catch::Contains("e+") && !Catch::Contains("nan"));
}

TEST_CASE("draw: a panel whose trials all became infinite or NaN says so") {
  FakeSource source = single_run();
  auto& distance = std::get<std::vector<double>>(source.stored.at("analyses/perturbation/distance").values);
  distance.assign(distance.size(), std::numeric_limits<double>::infinity());
  panels::Figure figure;
  figure.name = "fig";
  figure.panels = {distance_panel()};
  const Folder folder;
  draw(figure, source, {folder.path(), "", {Format::svg}});
  CHECK_THAT(content(folder.path() / "fig.svg"), Catch::Contains("no finite numbers"));
}

TEST_CASE("draw: panels without a title are named by their differences, and a legend shows points as points") {
  panels::Figure figure = two_panels();
  const std::string lines = svg_of(figure, two_cases());
  CHECK_THAT(lines, Catch::Contains("Activation relu") && Catch::Contains("stroke-width='1.8'"));
  CHECK_THAT(lines, !Catch::Contains(" r='1.9'"));
  for (panels::Panel& panel : figure.panels) {
    panel.style = panels::Style::points;
  }
  const std::string points = svg_of(figure, two_cases());
  CHECK_THAT(points, Catch::Contains(" r='1.9'") && !Catch::Contains("stroke-width='1.8'"));
}

TEST_CASE("draw: text reaches the picture as it was written") {
  const Folder folder;
  panels::Figure figure = two_panels();
  const std::string hostile = "a_b^{{c}} @x ~y \\alpha 'q' `touch hacked` %s $0 # \u03bb";
  figure.title = hostile;
  figure.caption = hostile;
  figure.panels[0].title = hostile;
  figure.panels[0].y_label = "a_b ^ \\n";
  draw(figure, two_cases(), {folder.path(), "", {Format::svg}});
  const std::string svg = content(folder.path() / "fig.svg");
  CHECK(count_of(svg, "a_b^{c} @x ~y \\alpha &#39;q&#39; `touch hacked` %s $0 # \u03bb") >= 2);
  CHECK_THAT(svg, Catch::Contains("a_b ^ \\n"));
  CHECK(files_in(folder.path()) == std::vector<std::string>{"fig.svg"});
}

TEST_CASE("draw: a longer caption makes a higher picture") {
  const Folder folder;
  panels::Figure figure = two_panels();
  figure.caption = "Short.";
  const auto brief = draw(figure, two_cases(), {folder.path(), "brief", {Format::png}});
  for (int i = 0; i < 200; ++i) {
    figure.caption += " word";
  }
  const auto full = draw(figure, two_cases(), {folder.path(), "full", {Format::png}});
  CHECK(height_of_png(content(full[0])) > height_of_png(content(brief[0])));
}

TEST_CASE("draw: a caption of one's own may have the settings put into it") {
  const Folder folder;
  panels::Figure figure = two_panels();
  figure.caption = "First words. {settings} Last words of seed {seed}, {{settings}}.";
  draw(figure, two_cases(), {folder.path(), "", {Format::svg}});
  const std::string svg = content(folder.path() / "fig.svg");
  for (const char* text : {"First words.", "All panels", "Panels differ", "seed 1, {settings}."}) {
    CHECK_THAT(svg, Catch::Contains(text));
  }
}

TEST_CASE("draw: points that lie under others of their colour are left out of an SVG picture") {
  FakeSource source = single_run();
  source.put("e/",
             {"re", {"target", "eigenvalue"}, {1, 4}, std::vector<double>{-1, -1, -1, -2}, "1/s", "Real part."});
  source.put("e/",
             {"im", {"target", "eigenvalue"}, {1, 4}, std::vector<double>{0, 0, 0, 1}, "1/s", "Imaginary part."});
  panels::Panel panel;
  panel.dataset = "e/im";
  panel.x = "re";
  panels::Figure figure;
  figure.name = "fig";
  figure.panels = {panel};
  CHECK(count_of(svg_of(figure, source), "<circle") == 2);
}

TEST_CASE("draw: an error says in which figure, panel and text it is") {
  const Folder folder;
  panels::Figure figure = two_panels();
  SECTION("panel") {
    figure.panels[1].case_label = "binray";
    CHECK_THROWS_WITH(draw(figure, two_cases(), {folder.path()}),
                      "figure 'fig': panel (b): there is no case 'binray'; did you mean 'binary'?");
  }
  SECTION("title of a panel") {
    figure.panels[0].title = "{sede}";
    CHECK_THROWS_WITH(draw(figure, two_cases(), {folder.path()}),
                      "figure 'fig': panel (a): title: placeholder {sede}: there is no such setting; did you mean "
                      "'seed'?");
  }
  SECTION("caption") {
    figure.caption = "{sede}";
    CHECK_THROWS_WITH(draw(figure, two_cases(), {folder.path()}),
                      "figure 'fig': caption: placeholder {sede}: there is no such setting; did you mean 'seed'?");
  }
  SECTION("no panels") {
    figure.panels.clear();
    CHECK_THROWS_WITH(draw(figure, two_cases(), {folder.path()}), "figure 'fig': it has no panels");
  }
  SECTION("size") {
    figure.columns = 1;
    figure.panel_height = 50;
    figure.panels.resize(6, figure.panels.front());
    CHECK_THROWS_WITH(
        draw(figure, two_cases(), {folder.path()}),
        Catch::Matchers::StartsWith("figure 'fig': it would be 9 cm wide and 30") &&
            Catch::Matchers::EndsWith("no side may be longer than 270 cm; make the panels smaller or fewer"));
  }
  CHECK(files_in(folder.path()).empty());
}

TEST_CASE("draw: a folder that cannot be written is a wrong request") {
  const Folder folder;
  std::ofstream(folder.path() / "file") << "x";
  CHECK_THROWS_MATCHES(draw(two_panels(), two_cases(), {folder.path() / "file"}), RequestError,
                       Catch::Matchers::Message("cannot write pictures into '" + (folder.path() / "file").string() +
                                                "': Not a directory"));
}

TEST_CASE("draw: a picture that cannot take its name says so") {
  const Folder folder;
  fs::create_directories(folder.path() / "fig.png" / "full");
  CHECK_THROWS_MATCHES(draw(two_panels(), two_cases(), {folder.path()}), RequestError,
                       Catch::Matchers::Message("cannot write the picture " + (folder.path() / "fig.png").string() +
                                                ": it is a folder"));
}

TEST_CASE("draw: every character may stand anywhere in a text") {
  const Folder folder;
  std::string characters;
  for (char c = '!'; c < 0x7f; ++c) {
    characters += c;
  }
  const auto without_escapes = [](std::string text) {
    for (const auto& [escaped, plain] : {std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"}, std::pair{"&quot;", "\""},
                                         std::pair{"&#39;", "'"}, std::pair{"&amp;", "&"}}) {
      for (std::size_t at = 0; (at = text.find(escaped)) != std::string::npos;) {
        text.replace(at, std::string(escaped).size(), plain);
      }
    }
    return text;
  };
  // As titles, which are bold, as labels of axes, and at the beginning of a line of a caption, once and doubled.
  for (std::size_t first = 0; first < characters.size(); first += 12) {
    panels::Figure figure = two_panels();
    figure.caption.clear();
    std::vector<std::string> words;
    for (const char c : characters.substr(first, 12)) {
      // In texts with placeholders braces are doubled.
      const std::string one = c == '{' || c == '}' ? std::string(2, c) : std::string(1, c);
      figure.caption += fmt::format("{0}{0}0 a{0}7\n{0}\n", one);
      words.push_back(fmt::format("{0}{0}0 a{0}7", c));
      words.push_back(std::string(1, c));
    }
    figure.title = figure.caption;
    figure.panels[0].title = figure.caption;
    figure.panels[0].y_label = words.front();
    draw(figure, two_cases(), {folder.path(), "", {Format::svg}});
    const std::string svg = without_escapes(content(folder.path() / "fig.svg"));
    for (const std::string& word : words) {
      CAPTURE(word);
      // In the title and in the caption.
      CHECK(count_of(svg, ">" + word + "</text>") >= 2);
    }
  }
  CHECK(files_in(folder.path()) == std::vector<std::string>{"fig.svg"});
}

TEST_CASE("draw: variables of the environment change no picture") {
  const Folder folder;
  const std::vector<Format> formats{Format::png, Format::svg};
  draw(two_panels(), two_cases(), {folder.path(), "", formats});
  const std::string png = content(folder.path() / "fig.png");
  const std::string svg = content(folder.path() / "fig.svg");
  // A new thread asks for its fonts again.
  std::thread([&] {
    const Variable locale("LC_ALL", "de_DE.UTF-8");
    const Variable numbers("LC_NUMERIC", "de_DE.UTF-8");
    const Variable backend("PANGOCAIRO_BACKEND", "nonsense");
    draw(two_panels(), two_cases(), {folder.path(), "", formats});
  }).join();
  CHECK(content(folder.path() / "fig.png") == png);
  CHECK(content(folder.path() / "fig.svg") == svg);
}

TEST_CASE("draw: several threads draw the same pictures as one") {
  const std::string alone = svg_of(two_panels(), two_cases());
  std::vector<std::string> pictures(4);
  std::vector<std::thread> threads;
  for (std::string& picture : pictures) {
    threads.emplace_back([&picture] { picture = svg_of(two_panels(), two_cases()); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(pictures == std::vector<std::string>(4, alone));
}

TEST_CASE("draw: a picture replaces an earlier one of the same result, and nothing else") {
  const Folder folder;
  const std::vector<Format> formats{Format::png, Format::svg, Format::pdf};
  DrawOptions options{folder.path(), "", formats, "a1"};
  const auto written = draw(two_panels(), two_cases(), options);
  REQUIRE(written.size() == 3);
  for (const fs::path& file : written) {
    CHECK(mark_of(file) == "engram_picture_a1");
  }
  CHECK_NOTHROW(draw(two_panels(), two_cases(), options));
  options.origin = "b2";
  CHECK_THROWS_WITH(draw(two_panels(), two_cases(), options),
                    "'" + (folder.path() / "fig.png").string() +
                        "' exists and is a picture of another result; give another folder or name by -o, or replace "
                        "it by --overwrite");
  options.origin = "a1";
  for (const char* name : {"fig.png", "fig.svg", "fig.pdf"}) {
    std::ofstream(folder.path() / name) << "my own";
    CHECK_THROWS_WITH(draw(two_panels(), two_cases(), options),
                      Catch::Contains(std::string(name) + "' exists and is not a picture that engram drew"));
    CHECK(content(folder.path() / name) == "my own");
    options.overwrite = true;
    CHECK_NOTHROW(draw(two_panels(), two_cases(), options));
    options.overwrite = false;
  }
}

TEST_CASE("draw: the stem of a picture may be that of any file") {
  const Folder folder;
  const std::string stem = "it's 50%\n`touch hacked`";
  draw(two_panels(), two_cases(), {folder.path(), stem, {Format::svg, Format::svg}});
  CHECK(files_in(folder.path()) == std::vector<std::string>{stem + ".svg"});
}

TEST_CASE("draw: every format carries title, author, source and command in its metadata") {
  const Folder folder;
  figures::DrawOptions options{folder.path(), "", {Format::png, Format::svg, Format::pdf}};
  options.metadata = {.author = "Ada <Lovelace>",
                      .description = "Recall",
                      .source = "fig.h5, SHA-256 c0ffee",
                      .command = "engram plot fig.h5"};
  panels::Figure figure = one_panel();
  figure.panels[0].case_label = "real";
  figure.title = "Distances \u03b1";
  draw(figure, two_cases(), options);
  const std::string png = content(folder.path() / "fig.png");
  using std::string_literals::operator""s;
  // The texts of a PNG file end with the checksum of their chunk.
  CHECK_THAT(
      png, Catch::Contains("tEXtAuthor\0Ada <Lovelace>"s) && Catch::Contains("tEXtSource\0fig.h5, SHA-256 c0ffee"s) &&
               Catch::Contains("tEXtComment\0engram plot fig.h5 --figure fig --format png"s) &&
               Catch::Contains("iTXtTitle\0\0\0\0\0Distances \u03b1"s) && Catch::Contains("tEXtSoftware\0engram"s));
  const std::string svg = content(folder.path() / "fig.svg");
  CHECK_THAT(svg, Catch::Contains("<title>Distances \u03b1</title>") &&
                      Catch::Contains("<dc:creator>Ada &lt;Lovelace&gt;</dc:creator>") &&
                      Catch::Contains("<dc:source>fig.h5, SHA-256 c0ffee</dc:source>") &&
                      Catch::Contains("--figure fig --format svg</dc:relation>"));
  const std::string pdf = content(folder.path() / "fig.pdf");
  CHECK_THAT(pdf, Catch::Contains("/Author (Ada <Lovelace>)") &&
                      Catch::Contains("/Subject (fig.h5, SHA-256 c0ffee)") &&
                      Catch::Contains("/Keywords (engram plot fig.h5 --figure fig --format pdf)"));
}

TEST_CASE("draw: captions become files of their own, and are left out of pictures on request") {
  const Folder folder;
  panels::Figure figure = one_panel();
  figure.panels[0].case_label = "real";
  figure.title = "Distances";
  figure.caption = "50 % of_all & {{more}}.";
  figures::DrawOptions options{folder.path(), "", {Format::svg}, "a1"};
  options.captions = false;
  options.caption_files = {CaptionFormat::txt, CaptionFormat::tex, CaptionFormat::md};
  options.metadata.source = "fig.h5, SHA-256 c0ffee";
  draw(figure, two_cases(), options);
  CHECK_THAT(content(folder.path() / "fig.svg"), !Catch::Contains("of_all"));
  CHECK(content(folder.path() / "fig.txt") ==
        "Caption of fig (engram_picture_a1)\nfig.h5, SHA-256 c0ffee\n\nDistances. 50 % of_all & {more}.\n");
  CHECK(content(folder.path() / "fig.tex") ==
        "% engram_picture_a1\n% fig.h5, SHA-256 c0ffee\n"
        "\\caption{\\textbf{Distances.} 50 \\% of\\_all \\& \\{more\\}.}\n\\label{fig:fig}\n");
  CHECK(content(folder.path() / "fig.md") ==
        "<!-- engram_picture_a1 -->\n**Distances.** 50 % of\\_all & {more}.\n\nfig.h5, SHA-256 c0ffee\n");
  // They are replaced like pictures: those of the same result only.
  draw(figure, two_cases(), options);
  options.origin = "b2";
  options.formats = {Format::png};
  CHECK_THROWS_WITH(draw(figure, two_cases(), options),
                    Catch::Contains("fig.txt' exists and is a picture of another result"));
  std::ofstream(folder.path() / "mine.md") << "Mine.\n";
  options.stem = "mine";
  CHECK_THROWS_WITH(draw(figure, two_cases(), options), Catch::Contains("mine.md' exists and is not a picture"));
  CHECK(content(folder.path() / "mine.md") == "Mine.\n");
  CHECK_THROWS_WITH(parse_caption_format("latex"),
                    "unknown format 'latex': captions can be txt, tex, md; did you mean 'tex'?");
}

TEST_CASE("draw: a picture has the wished width, in as many columns as have room") {
  const Folder folder;
  const auto width_in_cm = [&](double wished) {
    figures::DrawOptions options{folder.path(), "", {Format::png}};
    options.width = wished;
    options.overwrite = true;
    draw(two_panels(), two_cases(), options);
    const std::string png = content(folder.path() / "fig.png");
    return std::pair{number_at(png, 16) / 300.0 * 2.54, height_of_png(png)};
  };
  const auto narrow = width_in_cm(8.5);
  const auto wide = width_in_cm(17.8);
  CHECK(narrow.first == Approx(8.5).margin(0.02));
  CHECK(wide.first == Approx(17.8).margin(0.02));
  // The narrow one has its panels below each other.
  CHECK(narrow.second > wide.second);
}

TEST_CASE("draw: lines that coincide are drawn by dashes in turn, and many that end together are counted") {
  FakeSource source;
  source.set[""] = {{"seed", "1"}};
  source.put("a/", {"distance",
                    {"trial", "time"},
                    {5, 3},
                    std::vector<double>{5, 0, 0, 5, 0, 0, 4, 0, 0, 2, 0, 0, 3, 1, 1},
                    "1",
                    "Distance."});
  panels::Figure figure;
  figure.name = "fig";
  figure.panels.resize(1);
  figure.panels[0].dataset = "a/distance";
  const std::string svg = svg_of(figure, source);
  CHECK(count_of(svg, " stroke-dasharray='5 5'") == 2);
  CHECK(count_of(svg, " stroke-dashoffset='10'") == 1);
  CHECK(count_of(svg, " stroke-dashoffset='5'") == 1);
  CHECK(count_of(svg, ">4 lines</text>") == 1);
  figure.panels[0].lines = "trial";
  figure.panels[0].line_styles = {{"4", "dotted black"}};
  CHECK_THAT(svg_of(figure, source),
             Catch::Contains("stroke='#000000'") && Catch::Contains("stroke-dasharray='1 1.8'"));
}

TEST_CASE("draw: a point under one of another colour is a ring") {
  FakeSource source;
  source.set[""] = {{"seed", "1"}};
  source.put("a/", {"score", {"rule", "load"}, {2, 2}, std::vector<double>{1, 2, 1, 3}, "1", "Score."});
  panels::Figure figure;
  figure.name = "fig";
  figure.panels.resize(1);
  figure.panels[0].dataset = "a/score";
  figure.panels[0].style = panels::Style::points;
  figure.panels[0].legend = false;
  const std::string svg = svg_of(figure, source);
  CHECK(count_of(svg, " r='1.3'/>") == 3);
  CHECK(count_of(svg, " r='2'/>") == 1);
}

TEST_CASE("draw: an inset without any line in it, and one without room, are refused") {
  panels::Figure figure = one_panel();
  figure.panels[0].case_label = "real";
  figure.panels[0].inset = {5, 6};
  CHECK_THROWS_WITH(svg_of(figure, two_cases()),
                    Catch::Contains("panel (a): inset: no line has a number from 5 to 6 along x") ||
                        Catch::Contains("inset: no line has a number from 5 to 6 along x"));
  figure.panels[0].inset = {0, 0.1};
  CHECK_NOTHROW(svg_of(figure, two_cases()));
  figure.panel_width = 3;
  figure.panel_height = 3;
  CHECK_THROWS_WITH(svg_of(figure, two_cases()), Catch::Contains("inset: the panel is too small for it"));
}

TEST_CASE("draw: a width that the panels do not fit in is refused") {
  const Folder folder;
  figures::DrawOptions options{folder.path(), "", {Format::svg}};
  options.width = 3;
  panels::Figure figure = one_panel();
  figure.panels[0].case_label = "real";
  figure.panels[0].y_label = "A label of some words";
  options.width = 2;
  CHECK_THROWS_WITH(draw(figure, two_cases(), options), Catch::Contains("its panels need a width of "));
  CHECK(files_in(folder.path()).empty());
}
