// The page: no element overlaps another or is cut off, for any request.
#include "figures/layout.hpp"

#include <engram/words.hpp>

#include "canvas/text.hpp"
#include "catch.hpp"
#include "distance_panel.hpp"

using namespace engram;
using namespace engram::canvas;
using namespace engram::figures;
using namespace engram::panels;
using namespace engram::figures::test;

namespace {

/// `count` lines of three numbers, each with a different word.
Curves lines_named(std::size_t count, const std::string& word) {
  panels::Curves curves;
  for (std::size_t i = 0; i < count; ++i) {
    curves.curves.push_back({{0, 1, 2}, {1e-7, 5e-7, static_cast<double>(i)}, {}, {}, i, false});
    curves.groups.push_back(word + std::to_string(i));
  }
  curves.group_name = "group";
  curves.x_label = "A label of the x axis that is rather long for a small panel (s)";
  curves.x_name = "Label (s)";
  curves.y_label = "A label of the y axis that takes several lines wherever a panel is low (bit)";
  curves.y_name = "Label (bit)";
  return curves;
}

std::string words(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += "words ";
  }
  return text;
}

double right_end(const Legend& legend, const LegendEntry& entry) {
  double sample = legend_sample + legend_gap;
  if (legend.as_scale) {
    // The first word is left of the scale.
    sample = entry.group == 0 ? 0 : legend.scale + legend_gap;
  }
  return legend.left + entry.left + sample + canvas::text_width(entry.word, type::legend);
}

void check_legend(const Legend& legend, const Page& page) {
  for (const LegendEntry& entry : legend.entries) {
    CHECK(right_end(legend, entry) <= page.width);
  }
}

}  // namespace

TEST_CASE("layout: panels, legends and captions keep apart and within the page") {
  const std::size_t panels = GENERATE(1U, 2U, 5U);
  const double width = GENERATE(3.0, 8.5);
  const double height = GENERATE(3.0, 6.0);
  const bool same_legend = GENERATE(true, false);
  const std::size_t lines = GENERATE(1U, 10U, 40U);
  CAPTURE(panels, width, height, same_legend, lines);

  panels::Figure figure;
  figure.panel_width = width;
  figure.panel_height = height;
  figure.panels.resize(panels);
  std::vector<panels::Curves> curves;
  Texts texts{words(30), words(200), {}};
  for (std::size_t i = 0; i < panels; ++i) {
    curves.push_back(lines_named(lines, same_legend ? "a rather long word " : std::string(i, 'x')));
    texts.panel_titles.push_back(words(i * 6));
  }
  if (panels > 1) {
    curves[1].x_words = {"short", "a word of some length", std::string(300, 'w')};
  }
  const Page page = lay_out(figure, curves, texts);

  double bottom = 0;
  for (std::size_t i = 0; i < panels; ++i) {
    const PanelLayout& panel = page.panels[i];
    CHECK(panel.axes.right - panel.axes.left >= 39);
    CHECK(panel.axes.bottom - panel.axes.top >= 39);
    CHECK(panel.left >= page.margin);
    CHECK(panel.axes.right < page.width);
    CHECK(panel.title_top >= (page.title.empty() ? 0.0 : type::title));
    check_legend(panel.legend, page);
    const double labels_end = panel.x_label_top + static_cast<double>(panel.x_label.size()) * type::axis_label;
    const double legend_end = panel.legend.rows == 0 ? labels_end
                                                     : panel.legend.top + static_cast<double>(panel.legend.rows) *
                                                                              type::legend * type::leading;
    CHECK(legend_end >= labels_end);
    if (panel.legend.rows > 0) {
      CHECK(panel.legend.top >= labels_end);
    }
    if (i + 2 < panels) {
      CHECK(page.panels[i + 2].title_top >= legend_end);
    }
    bottom = std::max(bottom, legend_end);
  }
  check_legend(page.legend, page);
  if (page.legend.rows > 0) {
    CHECK(page.legend.top >= bottom);
    bottom = page.legend.top + static_cast<double>(page.legend.rows) * type::legend * type::leading;
  }
  CHECK(page.caption_top >= bottom);
  CHECK(page.height >= page.caption_top + static_cast<double>(page.caption.size()) * type::caption * type::leading);
  for (const std::string& line : page.caption) {
    CHECK(canvas::text_width(line, type::caption) <= page.width - 2 * page.margin);
  }
}

TEST_CASE("layout: panels with the same groups share one legend, unless one of them wants none") {
  panels::Figure figure;
  figure.panels.resize(2);
  const std::vector<panels::Curves> curves{lines_named(3, "a"), lines_named(3, "a")};
  const Texts texts{"", "", {"", ""}};
  const Page shared = lay_out(figure, curves, texts);
  CHECK(shared.legend.entries.size() == 3);
  CHECK(shared.panels[0].legend.entries.empty());

  figure.panels[0].legend = false;
  const Page apart = lay_out(figure, curves, texts);
  CHECK(apart.legend.entries.empty());
  CHECK(apart.panels[0].legend.entries.empty());
  CHECK(apart.panels[1].legend.entries.size() == 3);
}

TEST_CASE("layout: more groups than there are distinct colours become a scale from the first to the last") {
  panels::Figure figure;
  figure.panels.resize(1);
  const Page page = lay_out(figure, {lines_named(11, "trial ")}, {"", "", {""}});
  CHECK(page.legend.as_scale);
  REQUIRE(page.legend.entries.size() == 2);
  CHECK(page.legend.entries[0].word == "trial 0");
  CHECK(page.legend.entries[1].word == "trial 10");
}

TEST_CASE("layout: the axes of all panels are in line") {
  panels::Figure figure;
  figure.panels.resize(4);
  std::vector<panels::Curves> curves(4, lines_named(2, "a"));
  curves[3].curves[0].y = {0, 123456, 7};
  const Page page = lay_out(figure, curves, {"", "", {"", "", "A title", ""}});
  CHECK(page.panels[0].axes.left == page.panels[2].axes.left);
  CHECK(page.panels[1].axes.left == page.panels[3].axes.left);
  CHECK(page.panels[0].axes.top == page.panels[1].axes.top);
  CHECK(page.panels[0].axes.bottom - page.panels[0].axes.top ==
        Approx(page.panels[3].axes.bottom - page.panels[3].axes.top));
}

TEST_CASE("layout: a lone panel has no letter, several have") {
  panels::Figure figure;
  figure.panels.resize(1);
  CHECK(lay_out(figure, {lines_named(1, "a")}, {"", "", {""}}).panels[0].letter.empty());
  figure.panels.resize(2);
  CHECK(lay_out(figure, {lines_named(1, "a"), lines_named(1, "a")}, {"", "", {"", ""}}).panels[1].letter == "(b)");
}

TEST_CASE("layout: a legend has all of a word that would equal another one if it were shortened") {
  panels::Figure figure;
  figure.panels.resize(1);
  panels::Curves curves = lines_named(2, "a");
  const std::string alike = "hebbian, self_connections false, corruption sign_flips, count ";
  curves.groups = {alike + "3", alike + "4"};
  const Legend legend = lay_out(figure, {curves}, {"", "", {""}}).legend;
  std::vector<std::string> shown(2);
  for (const LegendEntry& entry : legend.entries) {
    shown.at(entry.group) += (entry.continues ? " " : "") + entry.word;
  }
  CHECK(shown == curves.groups);
  CHECK(legend.rows == legend.entries.size() + 1);
}

TEST_CASE("layout: titles of columns of images take several lines, above the images and within their columns") {
  const std::vector<std::string> titles{"Original", "Difference (all 0)", words(40)};
  panels::Curves curves;
  curves.curves.push_back({{-0.5, 8.5}, {-0.5, 2.5}, {}, {}, 0, false});
  curves.heat = panels::Heat{9, 3, std::vector<double>(27, 0.5)};
  curves.heat->images = true;
  curves.heat->column_titles = titles;
  panels::Figure figure;
  figure.panel_width = 6;
  figure.panels.resize(1);
  const Page page = lay_out(figure, {curves}, {"", "", {"Letters"}});
  const PanelLayout& panel = page.panels.front();
  REQUIRE(panel.column_titles.size() == 3);
  CHECK(panel.column_titles[0] == std::vector<std::string>{"Original"});
  CHECK(join(panel.column_titles[1], " ") == "Difference (all 0)");
  CHECK(panel.column_titles[1].size() > 1);
  const double column = (panel.axes.right - panel.axes.left) / 3;
  for (const std::vector<std::string>& lines : panel.column_titles) {
    CHECK(panel.title_top + type::panel_title * type::leading +
              static_cast<double>(lines.size()) * type::tick * type::leading <=
          panel.axes.top);
    for (const std::string& line : lines) {
      CHECK(canvas::text_width(line, type::tick) <= column);
    }
  }
}
