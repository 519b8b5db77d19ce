// Ranges that panels of one figure share, insets, and results laid over each other.
#include <set>
#include <string>
#include <vector>

#include <engram/error.hpp>

#include "canvas/colours.hpp"
#include "catch.hpp"
#include "distance_panel.hpp"
#include "figures/draw.hpp"
#include "figures/layout.hpp"
#include "panels/histogram.hpp"

using namespace engram;
using namespace engram::figures;
using namespace engram::figures::test;
using Catch::Matchers::Contains;
using Numbers = std::vector<double>;

namespace {

panels::Curves line(Numbers x, Numbers y, const std::string& quantity) {
  panels::Curves curves;
  curves.curves.push_back({std::move(x), std::move(y), {}, {}, 0, false});
  curves.groups = {""};
  curves.styles = {{}};
  curves.x_label = "Time (s)";
  curves.y_label = quantity;
  return curves;
}

panels::Figure figure_of(std::size_t panels, panels::Ranges ranges) {
  panels::Figure figure;
  figure.ranges = ranges;
  figure.panels.resize(panels);
  return figure;
}

}  // namespace

TEST_CASE("colours: a word has one colour in all panels, and a colour that was asked for stays") {
  const auto panel = [](std::vector<std::string> groups) {
    panels::Curves curves;
    curves.groups = std::move(groups);
    curves.group_name = "Case";
    curves.styles.resize(curves.groups.size());
    return curves;
  };
  std::vector<panels::Curves> all{panel({"a", "b", "c"}), panel({"c", "a"}), panel({"d", "b"}), panel({"c"})};
  all[2].styles[0].colour = 0x123456;
  share_colours(all);
  for (const auto& [one, other] : {std::pair{all[0].styles[2], all[1].styles[0]},
                                   {all[0].styles[0], all[1].styles[1]},
                                   {all[0].styles[1], all[2].styles[1]}}) {
    REQUIRE(one.colour);
    CHECK(one.colour == other.colour);
  }
  CHECK(all[0].styles[0].colour != all[0].styles[1].colour);
  CHECK(all[2].styles[0].colour == 0x123456);
  CHECK_FALSE(all[3].styles[0].colour);
  std::vector<panels::Curves> alike{panel({"a", "b"}), panel({"a", "b"})};
  share_colours(alike);
  CHECK(alike[0].styles == alike[1].styles);
  CHECK(alike[0].styles[1].colour == canvas::colours(2)[1]);
}

TEST_CASE("ranges: histograms of one quantity count in the same bins, where panels have the same range") {
  const auto histogram = [](Numbers values, Index bins) {
    panels::Curves curves = line(Numbers(values.size(), 0.0), values, "Errors");
    panels::make_histograms(curves, bins, panels::Scale::linear, panels::Scale::linear);
    return curves;
  };
  const auto widths = [](const panels::Curves& curves) {
    return curves.curves.at(0).x.at(2) - curves.curves.at(0).x.at(1);
  };
  const Numbers few{0, 1, 2, 3, 4, 5, 6, 7};
  const Numbers more{0, 8, 15};
  const auto both = [&](panels::Ranges ranges, Index second_bins) {
    std::vector<panels::Curves> curves{histogram(few, 8), histogram(more, second_bins)};
    panels::Figure figure = figure_of(2, ranges);
    figure.panels[0].bins = 8;
    figure.panels[1].bins = second_bins;
    share_ranges(figure, curves);
    return curves;
  };
  CHECK(widths(histogram(few, 8)) == 1);
  CHECK(widths(histogram(more, 8)) == 2);
  const std::vector<panels::Curves> shared = both(panels::Ranges::automatic, 8);
  CHECK(widths(shared[0]) == 2);
  CHECK(widths(shared[1]) == 2);
  // Two numbers in each of four bins: 0 and 1, 2 and 3, 4 and 5, 6 and 7.
  CHECK(shared[0].curves.at(0).y.at(1) == 2);
  CHECK(shared[0].curves.at(0).x.back() == 7.5);
  CHECK(widths(both(panels::Ranges::own, 8)[0]) == 1);
  CHECK(widths(both(panels::Ranges::automatic, 4)[0]) == 1);
}

TEST_CASE("ranges: panels of one quantity share their axes unless one of them would become unreadable") {
  std::vector<panels::Curves> curves{line({0, 1}, {0, 2}, "Distance"), line({0, 1}, {1, 4}, "Distance"),
                                     line({0, 1}, {0, 100}, "Energy")};
  share_ranges(figure_of(3, panels::Ranges::automatic), curves);
  REQUIRE(curves[0].shared_y);
  CHECK(curves[0].shared_y->low == 0);
  CHECK(curves[0].shared_y->high == 4);
  CHECK(curves[1].shared_y->high == 4);
  CHECK(!curves[2].shared_y);

  std::vector<panels::Curves> apart{line({0, 1}, {0, 1}, "Distance"), line({0, 1}, {0, 100}, "Distance")};
  share_ranges(figure_of(2, panels::Ranges::automatic), apart);
  CHECK(!apart[0].shared_y);
  share_ranges(figure_of(2, panels::Ranges::common), apart);
  CHECK(apart[0].shared_y->high == 100);

  std::vector<panels::Curves> own{line({0, 1}, {0, 2}, "Distance"), line({0, 1}, {1, 4}, "Distance")};
  share_ranges(figure_of(2, panels::Ranges::own), own);
  CHECK(!own[0].shared_y);
  panels::Figure wished = figure_of(2, panels::Ranges::common);
  wished.panels[0].y_max = 3;
  share_ranges(wished, own);
  CHECK(!own[1].shared_y);  // a requested end is that of its own panel
}

TEST_CASE("ranges: matrices of one quantity have one scale of colours") {
  const auto matrix = [](double low, double high) {
    panels::Curves curves = line({0}, {0}, "");
    curves.heat.emplace();
    curves.heat->label = "Overlap";
    curves.heat->set_range(low, high, {});
    return curves;
  };
  std::vector<panels::Curves> curves{matrix(-1, 0.5), matrix(0, 1)};
  share_ranges(figure_of(2, panels::Ranges::automatic), curves);
  CHECK(curves[0].heat->low == -1);
  CHECK(curves[0].heat->high == 1);
  CHECK(curves[1].heat->low == -1);
}

TEST_CASE("inset: it shows its part of the axes, in the corner where it hides least") {
  panels::Panel panel;
  panel.inset = {0, 1};
  const panels::Curves falling = line({0, 1, 10}, {10, 1, 0}, "Distance");
  const panels::Curves rising = line({0, 9, 10}, {0, 1, 10}, "Distance");
  const auto place = [](const panels::Curves& curves) {
    PanelLayout layout;
    layout.axes = {0, 0, 200, 100};
    layout.x = panels::make_axis(curves.x_extent(), {.tight = true});
    layout.y = panels::make_axis(curves.y_extent(), {.tight = true});
    return layout;
  };
  const std::optional<Inset> inset = make_inset(panel, falling, place(falling));
  REQUIRE(inset);
  CHECK(inset->x.from == 0);
  CHECK(inset->x.to == 1);
  CHECK(inset->y.from <= 1);
  CHECK(inset->y.to >= 10);
  CHECK(inset->outside.left > 90);  // upper right
  CHECK(inset->outside.bottom < 60);
  CHECK(make_inset(panel, rising, place(rising))->outside.right < 110);
  panel.inset_corner = panels::Corner::lower_left;
  panel.inset_y = {2, 3};
  CHECK(make_inset(panel, falling, place(falling))->outside.top > 40);
  CHECK(make_inset(panel, falling, place(falling))->y.from == 2);
  panel.inset = {};
  CHECK(!make_inset(panel, falling, place(falling)));
}

TEST_CASE("overlay: results differ by colour if each has one line, otherwise by the dashes of their lines") {
  const panels::Curves one = line({0, 1}, {0, 1}, "Distance");
  const panels::Curves all = overlay({one, one}, {"slow", "fast"});
  CHECK(all.groups == std::vector<std::string>{"slow", "fast"});
  CHECK(all.curves.at(1).group == 1);
  CHECK(all.styles.at(1).dash == panels::Dash::solid);
  panels::Curves two = one;
  two.groups = {"0", "1"};
  two.styles = {{}, {}};
  two.group_name = "target";
  two.theories = {1};
  const panels::Curves both = overlay({two, two}, {"slow", "fast"});
  CHECK(both.groups == std::vector<std::string>{"slow: 0", "slow: 1", "fast: 0", "fast: 1"});
  CHECK(both.theories == std::set<std::size_t>{1, 3});
  CHECK(both.styles.at(2).dash == panels::Dash::dashed);
  CHECK(both.styles.at(2).colour == both.styles.at(0).colour);
  CHECK(both.styles.at(1).colour != both.styles.at(0).colour);
  CHECK_THROWS_WITH(overlay({two, two, two, two}, {"a", "b", "c", "d"}),
                    "lines of 4 results cannot be told apart by their dashes; compare at most 3");
  panels::Curves bars = one;
  bars.floor = 0;
  CHECK_THROWS_WITH(overlay({bars, bars}, {"a", "b"}), Catch::Contains("histograms of several results"));
  panels::Curves heat = one;
  heat.heat.emplace();
  CHECK_THROWS_WITH(overlay({heat, heat}, {"a", "b"}),
                    "a matrix and images have no lines that could be laid over those of another result");
}
