// Pictures: files written by gnuplot, the same bytes each time, and errors.
#include "figures/draw.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>

#include <fmt/format.h>
#include <sys/stat.h>

#include <engram/error.hpp>

#include "catch.hpp"
#include "distance_panel.hpp"
#include "figures/gnuplot.hpp"
#include "figures/mark.hpp"

using namespace engram;
using namespace engram::figures;
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

/// Sets the search path for programs until the end of the test.
class SearchPath {
 public:
  explicit SearchPath(const fs::path& path) {
    if (const char* before = std::getenv("PATH")) {
      before_ = before;
    }
    setenv("PATH", path.c_str(), 1);
  }
  ~SearchPath() { setenv("PATH", before_.c_str(), 1); }
  SearchPath(const SearchPath&) = delete;
  SearchPath& operator=(const SearchPath&) = delete;

 private:
  std::string before_;
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

Figure two_panels() {
  Figure figure;
  figure.name = "fig";
  figure.title = "A title";
  for (const char* label : {"real", "binary"}) {
    figure.panels.push_back(distance_panel());
    figure.panels.back().case_label = label;
  }
  return figure;
}

/// Height in dots, from the header of a PNG file.
unsigned height_of_png(const std::string& png) {
  unsigned height = 0;
  for (std::size_t i = 20; i < 24; ++i) {
    height = height * 256 + static_cast<unsigned char>(png.at(i));
  }
  return height;
}

void put_program(const fs::path& file, const std::string& script) {
  std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
  chmod(file.c_str(), S_IRWXU);
}

}  // namespace

TEST_CASE("a figure becomes a file of each format, and nothing else stays behind") {
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

TEST_CASE("the same figure and data give the same bytes") {
  const Folder folder;
  const std::vector<Format> formats{Format::png, Format::svg, Format::pdf};
  const auto first = draw(two_panels(), two_cases(), {folder.path() / "1", "", formats});
  const auto second = draw(two_panels(), two_cases(), {folder.path() / "2", "", formats});
  for (std::size_t i = 0; i < first.size(); ++i) {
    CHECK(content(first[i]) == content(second[i]));
  }
  CHECK_THAT(content(first[2]), Catch::Contains("/CreationDate (D:19700101000000"));
}

namespace {

/// A picture without engram's seal.
std::string without_seal(std::string svg) {
  const std::size_t begin = svg.find("<desc>");
  return begin == std::string::npos ? svg : svg.erase(begin, svg.find("</desc>") - begin);
}

}  // namespace

TEST_CASE("a kept script draws the figure again, by itself") {
  const Folder folder;
  draw(two_panels(), two_cases(), {folder.path(), "other", {Format::svg, Format::svg}, true});
  CHECK(files_in(folder.path()) == std::vector<std::string>{"other.gp", "other.svg"});
  const std::string before = content(folder.path() / "other.svg");
  fs::remove(folder.path() / "other.svg");
  CHECK(run_gnuplot(folder.path(), "other.gp").empty());
  CHECK(without_seal(content(folder.path() / "other.svg")) == without_seal(before));
}

TEST_CASE("data go into the script in full precision, with gaps where there are no numbers") {
  FakeSource source = single_run();
  auto& distance = std::get<std::vector<double>>(source.stored.at("analyses/perturbation/distance").values);
  distance[0] = 0.1 + 0.2;
  distance[1] = std::numeric_limits<double>::quiet_NaN();
  Figure figure;
  figure.name = "fig";
  figure.panels = {distance_panel()};
  const Folder folder;
  draw(figure, source, {folder.path(), "", {Format::svg}, true});
  // Two targets, two colours.
  CHECK_THAT(content(folder.path() / "fig.gp"), Catch::Contains("linecolor rgb '#0072b2'"));
  CHECK_THAT(content(folder.path() / "fig.gp"), Catch::Contains("linecolor rgb '#d55e00'"));
  CHECK_THAT(content(folder.path() / "fig.gp"), Catch::Contains("<< EOD\n0 0.30000000000000004\n\n1 2\nEOD\n"));
}

TEST_CASE("a band that reaches zero reaches the end of a logarithmic axis") {
  Figure figure;
  figure.name = "fig";
  figure.panels = {distance_panel()};
  figure.panels[0].average = "trial";
  figure.panels[0].y_scale = Scale::log;
  figure.panels[0].y_min = 0.5;
  const Folder folder;
  draw(figure, single_run(), {folder.path(), "", {Format::svg}, true});
  // The trials of target 0 start at the distances 0 and 100.
  CHECK_THAT(content(folder.path() / "fig.gp"), Catch::Contains("<< EOD\n0 50 0.5 100\n0.5 51 1 101\n"));
}

TEST_CASE("a point without a neighbour is drawn where lines would leave it out") {
  FakeSource source = single_run();
  auto& distance = std::get<std::vector<double>>(source.stored.at("analyses/perturbation/distance").values);
  distance.assign(distance.size(), std::numeric_limits<double>::quiet_NaN());
  distance[1] = 7;
  Figure figure;
  figure.name = "fig";
  figure.panels = {distance_panel()};
  const Folder folder;
  draw(figure, source, {folder.path(), "", {Format::svg}, true});
  CHECK_THAT(content(folder.path() / "fig.gp"), Catch::Contains("$panel_a_0_lone << EOD\n0.5 7\nEOD\n") &&
                                                    Catch::Contains("$panel_a_0_lone using 1:2 with points"));
  // Gaps between points are no points.
  CHECK_THAT(content(folder.path() / "fig.gp"), !Catch::Contains("_lone << EOD\n0 "));
  CHECK_THAT(content(folder.path() / "fig.gp"), Catch::Contains("set border 3 "));
  // Two trials at one target, each with a band between them.
  distance[7] = 9;
  figure.panels[0].average = "trial";
  draw(figure, source, {folder.path(), "", {Format::svg}, true});
  CHECK_THAT(content(folder.path() / "fig.gp"), Catch::Contains("_lone using 1:2:3:4 with yerrorbars"));
}

TEST_CASE("a panel whose trials all became infinite or NaN says so") {
  FakeSource source = single_run();
  auto& distance = std::get<std::vector<double>>(source.stored.at("analyses/perturbation/distance").values);
  distance.assign(distance.size(), std::numeric_limits<double>::infinity());
  Figure figure;
  figure.name = "fig";
  figure.panels = {distance_panel()};
  const Folder folder;
  draw(figure, source, {folder.path(), "", {Format::svg}});
  CHECK_THAT(content(folder.path() / "fig.svg"), Catch::Contains("no finite numbers"));
}

TEST_CASE("panels without a title get what tells them apart, and a legend shows points as points") {
  Figure figure = two_panels();
  const Folder folder;
  draw(figure, two_cases(), {folder.path(), "", {Format::svg}, true});
  const std::string lines = content(folder.path() / "fig.gp");
  CHECK_THAT(lines, Catch::Contains("Activation relu") && Catch::Contains("nohead linewidth 1.8"));
  CHECK_THAT(lines, !Catch::Contains("point pointtype 7 pointsize 0.5"));
  for (Panel& panel : figure.panels) {
    panel.style = Style::points;
  }
  draw(figure, two_cases(), {folder.path(), "", {Format::svg}, true});
  const std::string points = content(folder.path() / "fig.gp");
  CHECK_THAT(points, Catch::Contains("point pointtype 7 pointsize 0.5") && !Catch::Contains("nohead linewidth 1.8"));
}

TEST_CASE("text reaches the picture as it was written") {
  const Folder folder;
  Figure figure = two_panels();
  const std::string hostile = "a_b^{{c}} @x ~y \\alpha 'q' `touch hacked` %s $0 # \u03bb";
  figure.title = hostile;
  figure.caption = hostile;
  figure.panels[0].title = hostile;
  figure.panels[0].y_label = "a_b ^ \\n";
  draw(figure, two_cases(), {folder.path(), "", {Format::svg}});
  const std::string svg = content(folder.path() / "fig.svg");
  // The title comes in pieces, one per change of font.
  const std::string plain = "a_b^{c} @x ~y \\alpha 'q' `touch hacked` %s $0 # \u03bb";
  std::size_t found = 0;
  for (std::size_t at = svg.find(plain); at != std::string::npos; at = svg.find(plain, at + 1)) {
    ++found;
  }
  CHECK(found >= 2);
  CHECK_THAT(svg, Catch::Contains("a_b ^ \\n"));
  CHECK(files_in(folder.path()) == std::vector<std::string>{"fig.svg"});
}

TEST_CASE("a longer caption makes a higher picture") {
  const Folder folder;
  Figure figure = two_panels();
  figure.caption = "Short.";
  const auto brief = draw(figure, two_cases(), {folder.path(), "brief", {Format::png}});
  for (int i = 0; i < 200; ++i) {
    figure.caption += " word";
  }
  const auto full = draw(figure, two_cases(), {folder.path(), "full", {Format::png}});
  CHECK(height_of_png(content(full[0])) > height_of_png(content(brief[0])));
}

TEST_CASE("a caption of one's own may have the settings put into it") {
  const Folder folder;
  Figure figure = two_panels();
  figure.caption = "First words. {settings} Last words of seed {seed}, {{settings}}.";
  draw(figure, two_cases(), {folder.path(), "", {Format::svg}});
  const std::string svg = content(folder.path() / "fig.svg");
  for (const char* text : {"First words.", "All panels", "Panels differ", "seed 1, {settings}."}) {
    CHECK_THAT(svg, Catch::Contains(text));
  }
}

TEST_CASE("an SVG picture that was drawn from the same figure and data is taken as it is") {
  const Folder folder;
  const Figure figure = two_panels();
  const auto picture = folder.path() / "fig.svg";
  draw(figure, two_cases(), {folder.path(), "", {Format::png, Format::svg}, false, "mine"});
  const std::string drawn = content(picture);
  CHECK_THAT(drawn, Catch::Contains("engram_picture_mine"));
  CHECK(svg_of(figure, two_cases(), picture) == drawn);
  SECTION("another figure is drawn") {
    Figure other = figure;
    other.title = "Another";
    const std::string svg = svg_of(other, two_cases(), picture);
    CHECK_THAT(svg, Catch::Contains("Another") && !Catch::Contains("engram_picture_mine"));
  }
  SECTION("other data are drawn") {
    FakeSource source = two_cases();
    std::get<std::vector<double>>(source.stored.at("cases/real/analyses/perturbation/distance").values)[0] = 7;
    CHECK_THAT(svg_of(figure, source, picture), !Catch::Contains("engram_picture_mine"));
  }
  SECTION("a picture that somebody changed is drawn again") {
    std::string changed = drawn;
    changed.replace(changed.find("<text>"), 6, "<text >");
    std::ofstream(picture) << changed;
    const std::string svg = svg_of(figure, two_cases(), picture);
    CHECK_THAT(svg, !Catch::Contains("<text >") && !Catch::Contains("engram_picture_mine"));
  }
  SECTION("what is no picture is left alone") {
    CHECK_THAT(svg_of(figure, two_cases(), folder.path()), Catch::EndsWith("</svg>\n\n"));
    CHECK_THAT(svg_of(figure, two_cases(), folder.path() / "missing.svg"), Catch::Contains("</svg>"));
  }
}

TEST_CASE("points that lie under others of their colour are left out of an SVG picture") {
  FakeSource source = single_run();
  source.put("e/",
             {"re", {"target", "eigenvalue"}, {1, 4}, std::vector<double>{-1, -1, -1, -2}, "1/s", "Real part."});
  source.put("e/",
             {"im", {"target", "eigenvalue"}, {1, 4}, std::vector<double>{0, 0, 0, 1}, "1/s", "Imaginary part."});
  Panel panel;
  panel.dataset = "e/im";
  panel.x = "re";
  Figure figure;
  figure.name = "fig";
  figure.panels = {panel};
  const std::string svg = svg_of(figure, source, "");
  std::size_t points = 0;
  for (std::size_t at = 0; (at = svg.find("<use xlink:href='#gpPt6' transform", at)) != std::string::npos; ++at) {
    ++points;
  }
  CHECK(points == 2);
}

TEST_CASE("an error says in which figure, panel and text it is") {
  const Folder folder;
  Figure figure = two_panels();
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

TEST_CASE("a folder that cannot be written is a wrong request") {
  const Folder folder;
  std::ofstream(folder.path() / "file") << "x";
  CHECK_THROWS_MATCHES(draw(two_panels(), two_cases(), {folder.path() / "file"}), RequestError,
                       Catch::Matchers::Message("cannot write pictures into '" + (folder.path() / "file").string() +
                                                "': Not a directory"));
}

TEST_CASE("a picture that cannot take its name says so") {
  const Folder folder;
  fs::create_directories(folder.path() / "fig.png" / "full");
  CHECK_THROWS_MATCHES(
      draw(two_panels(), two_cases(), {folder.path()}), RequestError,
      Catch::Matchers::Message("cannot write '" + (folder.path() / "fig.png").string() + "': Is a directory"));
}

TEST_CASE("without gnuplot the message says how to get it") {
  const Folder folder;
  const SearchPath nowhere(folder.path());
  CHECK_THROWS_MATCHES(draw(two_panels(), two_cases(), {folder.path()}), RunError,
                       Catch::Matchers::Message("gnuplot is not installed: apt-get install gnuplot-nox"));
  CHECK(files_in(folder.path()).empty());
}

TEST_CASE("where gnuplot fails, its words are passed on and the script stays") {
  const Folder folder;
  const Folder programs;
  const std::string kept = "gnuplot could not draw figure 'fig'; its script is kept as " +
                           (folder.path() / "fig.gp").string() + "; it said: ";
  std::string said;
  SECTION("it complains") {
    put_program(programs.path() / "gnuplot", "echo '\"fig.gp\" line 7: no' >&2; exit 1");
    said = "\"fig.gp\" line 7: no\n";
  }
  SECTION("it fails in silence") {
    put_program(programs.path() / "gnuplot", "exit 3");
    said = "ended with exit code 3";
  }
  SECTION("it is killed") {
    put_program(programs.path() / "gnuplot", "kill -9 $$");
    said = "ended by signal 9";
  }
  SECTION("it draws nothing") {
    put_program(programs.path() / "gnuplot", "exit 0");
    said = "nothing, and left no fig.png";
  }
  SECTION("it writes half a picture, as on a full disk") {
    put_program(programs.path() / "gnuplot", "echo 'PNG' > fig.png; exit 0");
    said = "nothing, and the end of fig.png is missing: is the disk full?";
  }
  const SearchPath fake(programs.path());
  CHECK_THROWS_MATCHES(draw(two_panels(), two_cases(), {folder.path()}), RunError,
                       Catch::Matchers::Message(kept + said));
  CHECK(files_in(folder.path()) == std::vector<std::string>{"fig.gp"});
}

TEST_CASE("every character may stand anywhere in a text") {
  const Folder folder;
  std::string characters;
  for (char c = '!'; c < 0x7f; ++c) {
    characters += c;
  }
  const auto without_escapes = [](std::string text) {
    for (const auto& [escaped, plain] : {std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"}, std::pair{"&amp;", "&"}}) {
      for (std::size_t at = 0; (at = text.find(escaped)) != std::string::npos;) {
        text.replace(at, std::string(escaped).size(), plain);
      }
    }
    return text;
  };
  // As titles, which are bold, as labels of axes, and at the beginning of a line of a caption, once and doubled.
  for (std::size_t first = 0; first < characters.size(); first += 12) {
    Figure figure = two_panels();
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
      CHECK((svg.find(">" + word + "</text>") != std::string::npos &&
             svg.find(">" + word + "</tspan>") != std::string::npos));
    }
  }
  CHECK(files_in(folder.path()) == std::vector<std::string>{"fig.svg"});
}

TEST_CASE("variables that gnuplot reads change no picture") {
  const Folder folder;
  const std::vector<Format> formats{Format::png, Format::svg};
  draw(two_panels(), two_cases(), {folder.path(), "", formats});
  const std::string png = content(folder.path() / "fig.png");
  const std::string svg = content(folder.path() / "fig.svg");
  const std::vector<std::pair<const char*, const char*>> variables{
      {"GNUTERM", "dumb"},        {"GNUPLOT_DRIVER_DIR", "/nowhere"}, {"GNUPLOT_LIB", "/nowhere"},
      {"GDFONTPATH", "/nowhere"}, {"LC_ALL", "de_DE.UTF-8"},          {"LC_NUMERIC", "de_DE.UTF-8"},
      {"CAIRO_DEBUG_PDF", "1"},   {"PANGOCAIRO_BACKEND", "nonsense"}};
  for (const auto& [name, value] : variables) {
    ::setenv(name, value, 1);
  }
  draw(two_panels(), two_cases(), {folder.path(), "", formats});
  for (const auto& [name, value] : variables) {
    ::unsetenv(name);
  }
  CHECK(content(folder.path() / "fig.png") == png);
  CHECK(content(folder.path() / "fig.svg") == svg);
}

TEST_CASE("a picture replaces an earlier one of the same result, and nothing else") {
  const Folder folder;
  const std::vector<Format> formats{Format::png, Format::svg, Format::pdf};
  DrawOptions options{folder.path(), "", formats, true, "a1"};
  const auto written = draw(two_panels(), two_cases(), options);
  REQUIRE(written.size() == 4);
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
  for (const char* name : {"fig.png", "fig.svg", "fig.pdf", "fig.gp"}) {
    std::ofstream(folder.path() / name) << "my own";
    CHECK_THROWS_WITH(draw(two_panels(), two_cases(), options),
                      Catch::Contains(std::string(name) + "' exists and is not a picture that engram drew"));
    CHECK(content(folder.path() / name) == "my own");
    options.overwrite = true;
    CHECK_NOTHROW(draw(two_panels(), two_cases(), options));
    options.overwrite = false;
  }
}

TEST_CASE("the stem of a picture may be that of any file") {
  const Folder folder;
  const std::string stem = "it's 50%\n`touch hacked`";
  draw(two_panels(), two_cases(), {folder.path(), stem, {Format::svg}, true});
  CHECK(files_in(folder.path()) == std::vector<std::string>{stem + ".gp", stem + ".svg"});
  // A line break in a name would end the comment and the command of the script.
  CHECK_THAT(content(folder.path() / (stem + ".gp")),
             Catch::Contains("set output \"it\\047s 50\\045\\137\\140touch hacked\\140.svg\""));
}
