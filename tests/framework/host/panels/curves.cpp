// Lines from datasets: targets, means, colours, and requests that a panel refuses.
#include "panels/curves.hpp"

#include <cmath>
#include <limits>
#include <tuple>

#include <engram/error.hpp>

#include "catch.hpp"
#include "distance_panel.hpp"

using namespace engram;
using namespace engram::figures;
using namespace engram::panels;
using namespace engram::figures::test;

namespace {

using Numbers = std::vector<double>;

std::vector<Numbers> ys(const panels::Curves& curves) {
  std::vector<Numbers> all;
  for (const panels::Curve& curve : curves.curves) {
    all.push_back(curve.y);
  }
  return all;
}

std::vector<std::size_t> groups(const panels::Curves& curves) {
  std::vector<std::size_t> all;
  for (const panels::Curve& curve : curves.curves) {
    all.push_back(curve.group);
  }
  return all;
}

}  // namespace

TEST_CASE("curves: distances are drawn to each trial's own target, coloured by it") {
  const panels::Curves curves = panels::read_curves(distance_panel(), single_run());
  CHECK(ys(curves) == std::vector<Numbers>{{0, 1, 2}, {100, 101, 102}, {210, 211, 212}, {310, 311, 312}});
  CHECK(groups(curves) == std::vector<std::size_t>{0, 0, 1, 1});
  CHECK(curves.groups == std::vector<std::string>{"0", "1"});
  CHECK(curves.group_name == "target");
  CHECK(curves.curves.front().x == Numbers{0, 0.5, 1});
  CHECK(curves.x_label == "Time since the start (s)");
  CHECK(curves.x_name == "Time (s)");
  CHECK(curves.y_label == "Distance to the target (bit)");
  CHECK(curves.y_name == "Distance (bit)");
  CHECK(
      curves.sentences ==
      std::vector<std::string>{
          "Distance over time, one line for each of 4 trials, measured against its own target, coloured by target."});
}

TEST_CASE("curves: distances to the other targets, to the nearest, or to all") {
  panels::Panel panel = distance_panel();
  panel.target = TargetChoice::others;
  CHECK(ys(panels::read_curves(panel, single_run())) ==
        std::vector<Numbers>{{10, 11, 12}, {110, 111, 112}, {200, 201, 202}, {300, 301, 302}});
  panel.target = TargetChoice::nearest;
  const panels::Curves nearest = panels::read_curves(panel, single_run());
  CHECK(ys(nearest) == std::vector<Numbers>{{0, 1, 2}, {100, 101, 102}, {200, 201, 202}, {300, 301, 302}});
  CHECK(nearest.sentences.front() ==
        "Distance over time, one line for each of 4 trials, measured against whichever target is nearest.");
  panel.target = TargetChoice::all;
  const panels::Curves all = panels::read_curves(panel, single_run());
  CHECK(all.curves.size() == 8);
  CHECK(all.sentences.front() ==
        "Distance over time, one line for each of 4 trials and 2 targets, coloured by target.");
}

TEST_CASE("curves: where trials have no target of their own, all are drawn") {
  FakeSource source = single_run();
  source.stored.erase("analyses/perturbation/target_of_trial");
  CHECK(panels::read_curves(distance_panel(), source).curves.size() == 8);
}

TEST_CASE("curves: a mean over the trials of each target, with a band") {
  panels::Panel panel = distance_panel();
  panel.average = "trial";
  const panels::Curves curves = panels::read_curves(panel, single_run());
  CHECK(ys(curves) == std::vector<Numbers>{{50, 51, 52}, {260, 261, 262}});
  CHECK(curves.curves.front().low == Numbers{0, 1, 2});
  CHECK(curves.curves.front().high == Numbers{100, 101, 102});
  CHECK(curves.sentences.front() ==
        "Distance over time, one line for each of 2 targets, the mean over 2 trials with a band from the least "
        "to the greatest, measured against its own target.");
  CHECK(curves.y_extent(0, 1).high == 312);
  SECTION("with its members") {
    panel.spread = panels::Spread::members;
    const panels::Curves members = panels::read_curves(panel, single_run());
    REQUIRE(members.curves.size() == 6);
    CHECK(members.curves[0].faint);
    CHECK_FALSE(members.curves[4].faint);
    CHECK(members.curves[4].low.empty());
    CHECK(groups(members) == std::vector<std::size_t>{0, 0, 1, 1, 0, 1});
  }
  SECTION("alone") {
    panel.spread = panels::Spread::none;
    CHECK(panels::read_curves(panel, single_run()).curves.size() == 2);
    CHECK(panels::read_curves(panel, single_run()).curves.front().low.empty());
  }
}

TEST_CASE("curves: a place where a member is missing has no mean and no band") {
  FakeSource source = single_run();
  auto& distance = std::get<std::vector<double>>(source.stored.at("analyses/perturbation/distance").values);
  distance[1] = std::numeric_limits<double>::quiet_NaN();
  panels::Panel panel = distance_panel();
  panel.average = "trial";
  const panels::Curve curve = panels::read_curves(panel, source).curves.front();
  CHECK(std::isnan(curve.y[1]));
  CHECK(curve.y[0] == 50);
}

TEST_CASE("curves: any dimension can run along x") {
  panels::Panel panel = distance_panel();
  panel.x = "trial";
  panel.target = TargetChoice::all;
  const panels::Curves curves = panels::read_curves(panel, single_run());
  CHECK(curves.curves.size() == 6);
  CHECK(curves.curves[4].y == Numbers{11, 111, 211, 311});
  CHECK(curves.curves[4].x == Numbers{0, 1, 2, 3});
  CHECK(curves.x_label == "Trial");
}

TEST_CASE("curves: colours by another dimension") {
  panels::Panel panel = distance_panel();
  panel.lines = "trial";
  const panels::Curves curves = panels::read_curves(panel, single_run());
  CHECK(groups(curves) == std::vector<std::size_t>{0, 1, 2, 3});
  CHECK(curves.group_name == "trial");
}

TEST_CASE("curves: a dataset along x makes points") {
  FakeSource source = single_run();
  source.put("e/",
             {"re", {"target", "eigenvalue"}, {2, 2}, std::vector<double>{-1, -2, -3, -4}, "1/s", "Real part."});
  source.put("e/",
             {"im", {"target", "eigenvalue"}, {2, 2}, std::vector<double>{1, 2, 3, 4}, "1/s", "Imaginary part."});
  panels::Panel panel;
  panel.dataset = "e/im";
  panel.x = "re";
  const panels::Curves curves = panels::read_curves(panel, source);
  CHECK(curves.points);
  REQUIRE(curves.curves.size() == 2);
  CHECK(curves.curves[1].x == Numbers{-3, -4});
  CHECK(curves.curves[1].y == Numbers{3, 4});
  CHECK(curves.x_label == "Real part (1/s)");
  CHECK(curves.sentences.front() == "Im against re, one set of points for each of 2 targets.");
  panel.average = "target";
  CHECK_THROWS_WITH(panels::read_curves(panel, source),
                    "average: has no meaning if x is a dataset, 're', and not a dimension");
}

TEST_CASE("curves: a summary over cases is drawn over what was varied") {
  panels::Panel panel;
  panel.dataset = "summary/fraction";
  SECTION("the cases themselves") {
    const panels::Curves curves = panels::read_curves(panel, two_cases());
    CHECK(curves.x_words == std::vector<std::string>{"real", "binary"});
    CHECK(curves.place.cases == std::vector<std::string>{"real", "binary"});
  }
  SECTION("a setting that is a number with a unit") {
    panel.x = "model.tau_v";
    const panels::Curves curves = panels::read_curves(panel, two_cases());
    CHECK(curves.curves.front().x == Numbers{50, 100});
    CHECK(curves.x_label == "model.tau_v (ms)");
  }
  SECTION("a setting that is a word") {
    panel.x = "model.topology";
    const panels::Curves curves = panels::read_curves(panel, two_cases());
    CHECK(curves.x_words == std::vector<std::string>{"single", "loop"});
    CHECK(curves.curves.front().x == Numbers{0, 1});
  }
}

TEST_CASE("curves: the y axis reaches as far as lines and bands do between two ends of x") {
  // Lines run from 0, 100, 210 and 310 upwards, by one at each of the times 0, 0.5 and 1.
  const panels::Curves lines = panels::read_curves(distance_panel(), single_run());
  const auto is = [](const panels::Extent& extent, double low, double high) {
    CAPTURE(extent.low, extent.high);
    return extent.low == low && extent.high == high;
  };
  CHECK(is(lines.x_extent(), 0, 1));
  CHECK(is(lines.y_extent(0, 1), 0, 312));
  CHECK(is(lines.y_extent(0.25, 1), 0.5, 312));
  CHECK(is(lines.y_extent(0.5, 1), 1, 312));
  CHECK(is(lines.y_extent(0.75, 2), 1.5, 312));
  CHECK(is(lines.y_extent(0, 0.75), 0, 311.5));
  CHECK(is(lines.y_extent(0, 0.5), 0, 311));
  CHECK(is(lines.y_extent(-1, 0.25), 0, 310.5));
  CHECK(is(lines.y_extent(0.5, 0.5), 1, 311));
  CHECK(is(lines.y_extent(2, 3), 0, 1));
  panels::Panel panel = distance_panel();
  panel.average = "trial";
  const panels::Curves means = panels::read_curves(panel, single_run());
  CHECK(is(means.y_extent(0.75, 1), 2, 312));
  CHECK(is(means.y_extent(0, 0.25), 0, 310));
  panel.spread = panels::Spread::none;
  CHECK(is(panels::read_curves(panel, single_run()).y_extent(0.75, 1), 51.5, 262));
}

TEST_CASE("curves: the ends of a band have the dimensions of what they surround, and its shape") {
  const std::string group = "analyses/perturbation/";
  const auto with_bands = [&](const Dataset& low, const Dataset& high) {
    FakeSource source = single_run();
    source.put(group, {"mean", {"time"}, {3}, Numbers{1, 2, 3}, "bit", "Mean."});
    source.put(group, low);
    source.put(group, high);
    panels::Panel panel;
    panel.dataset = group + "mean";
    panel.low = "from";
    panel.high = "to";
    return panels::read_curves(panel, source);
  };
  const Dataset low{"from", {"time"}, {3}, Numbers{0, 1, 2}, "bit", "Low."};
  const Dataset high{"to", {"time"}, {3}, Numbers{2, 4, 6}, "bit", "High."};
  const panels::Curves curves = with_bands(low, high);
  REQUIRE(curves.curves.size() == 1);
  CHECK(curves.curves.front().low == Numbers{0, 1, 2});
  CHECK(curves.curves.front().high == Numbers{2, 4, 6});
  CHECK(curves.y_extent(0.5, 0.5).low == 1);
  CHECK(curves.y_extent(0.5, 0.5).high == 4);
  for (const auto& [dimensions, shape, values] :
       {std::tuple{std::vector<std::string>{"time"}, std::vector<Index>{2}, Numbers{0, 1}},
        std::tuple{std::vector<std::string>{"time"}, std::vector<Index>{4}, Numbers{0, 1, 2, 3}},
        std::tuple{std::vector<std::string>{"trial"}, std::vector<Index>{3}, Numbers{0, 1, 2}},
        std::tuple{std::vector<std::string>{"trial", "time"}, std::vector<Index>{1, 3}, Numbers{0, 1, 2}},
        std::tuple{std::vector<std::string>{}, std::vector<Index>{}, Numbers{0}}}) {
    CHECK_THROWS_WITH(
        with_bands({"from", dimensions, shape, values, "bit", "Low."}, high),
        Catch::Matchers::Contains("low: there is no dataset 'from' of the same dimensions beside 'mean'"));
    CHECK_THROWS_WITH(
        with_bands(low, {"to", dimensions, shape, values, "bit", "High."}),
        Catch::Matchers::Contains("high: there is no dataset 'to' of the same dimensions beside 'mean'"));
  }
}

TEST_CASE("curves: settings stand on an axis of numbers where all of them have one unit, and otherwise as words") {
  const auto along = [](const std::vector<std::string>& settings) {
    FakeSource source = two_cases();
    source.put("summary/", {"model.tau_v", {"case"}, {2}, settings, "", "Setting."});
    panels::Panel panel;
    panel.dataset = "summary/fraction";
    panel.x = "model.tau_v";
    return panels::read_curves(panel, source);
  };
  using Words = std::vector<std::string>;
  for (const Words& settings : {Words{"50 ms", "1 s"}, Words{"50 ms", "100"}, Words{"50", "100 ms"},
                                Words{"50 ms", "relu"}, Words{"2d", "3d"}}) {
    CAPTURE(settings);
    const panels::Curves curves = along(settings);
    CHECK(curves.x_words == settings);
    CHECK(curves.curves.front().x == Numbers{0, 1});
    CHECK(curves.x_label == "model.tau_v");
  }
  const panels::Curves numbers = along({"2 s", "1 s"});
  CHECK(numbers.x_words.empty());
  CHECK(numbers.x_label == "model.tau_v (s)");
}

TEST_CASE("curves: what a logarithmic axis cannot hold is left out and named") {
  panels::Panel panel = distance_panel();
  panel.y_scale = panels::Scale::log;
  const panels::Curves curves = panels::read_curves(panel, single_run());
  CHECK(std::isnan(curves.curves.front().y.front()));
  REQUIRE(curves.sentences.size() == 2);
  CHECK(curves.sentences.back() == "1 number not above 0 has no place on the logarithmic scale and is left out.");

  FakeSource source = single_run();
  auto& distance = std::get<std::vector<double>>(source.stored.at("analyses/perturbation/distance").values);
  distance.assign(distance.size(), 0.0);
  CHECK_THROWS_WITH(panels::read_curves(panel, source), "y_scale: log: 'distance' has no number above 0");
  panel.y_scale = panels::Scale::linear;
  panel.x_scale = panels::Scale::log;
  std::get<std::vector<double>>(source.stored.at("analyses/perturbation/time").values) = {0, 0, 0};
  CHECK_THROWS_WITH(panels::read_curves(panel, source), "x_scale: log: 'time' has no number above 0");
}

TEST_CASE("curves: a panel that names what is not there is answered with what is") {
  const FakeSource run = single_run();
  const FakeSource cases = two_cases();
  panels::Panel panel = distance_panel();
  SECTION("dataset") {
    panel.dataset = "analyses/perturbation/distnace";
    CHECK_THROWS_WITH(panels::read_curves(panel, run),
                      "there is no dataset 'analyses/perturbation/distnace'; did you mean "
                      "'analyses/perturbation/distance'?");
    panel.case_label = "real";
    CHECK_THROWS_WITH(panels::read_curves(panel, cases),
                      "there is no dataset 'analyses/perturbation/distnace' in case 'real'; did "
                      "you mean 'analyses/perturbation/distance'?");
    panel.case_label = "";
    CHECK_THROWS_WITH(panels::read_curves(panel, cases),
                      "there is no dataset 'analyses/perturbation/distnace'; did you mean "
                      "'analyses/perturbation/distance'?");
    panel.dataset = "M";
    CHECK_THROWS_WITH(panels::read_curves(panel, run),
                      "there is no dataset 'M'; there are analyses/perturbation/distance, "
                      "analyses/perturbation/mean_final_distance, analyses/perturbation/target_of_trial, "
                      "analyses/perturbation/time");
  }
  SECTION("case") {
    CHECK_THROWS_WITH(panels::read_curves(panel, cases),
                      "dataset 'analyses/perturbation/distance' belongs to a case, and the panel does not name it; "
                      "there are real, binary");
    panel.case_label = "rael";
    CHECK_THROWS_WITH(panels::read_curves(panel, cases), "there is no case 'rael'; did you mean 'real'?");
    CHECK_THROWS_WITH(panels::read_curves(panel, run), "there is no case 'rael': the results are of a single run");
  }
  SECTION("dimension") {
    panel.lines = "trail";
    CHECK_THROWS_WITH(panels::read_curves(panel, run),
                      "lines: dataset 'distance' has no dimension 'trail'; it has trial, target, "
                      "time; did you mean 'trial'?");
    panel.lines = "";
    panel.average = "time";
    CHECK_THROWS_WITH(panels::read_curves(panel, run), "average: dimension 'time' runs along x already");
    panel.average = "";
    panel.x = "tiem";
    CHECK_THROWS_WITH(panels::read_curves(panel, run),
                      "x: 'tiem' is neither a dimension of dataset 'distance', which has trial, "
                      "target, time, nor a dataset beside it; did you mean 'time'?");
    panel.x = "target_of_trail";
    CHECK_THROWS_WITH(panels::read_curves(panel, run),
                      Catch::Matchers::EndsWith("; did you mean 'target_of_trial'?"));
    panel.x = "target_of_trial";
    CHECK_THROWS_WITH(panels::read_curves(panel, run),
                      "x: dataset 'target_of_trial' has the dimensions trial, but 'distance' has "
                      "trial, target, time");
  }
  SECTION("a single number") {
    panel.dataset = "analyses/perturbation/mean_final_distance";
    CHECK_THROWS_WITH(panels::read_curves(panel, run),
                      "dataset 'mean_final_distance' is a single number and has no dimension to run along x");
  }
  SECTION("text") {
    panel.dataset = "summary/model.topology";
    CHECK_THROWS_WITH(panels::read_curves(panel, cases), "dataset 'model.topology' holds text, where numbers belong");
  }
  SECTION("own target") {
    FakeSource source = single_run();
    source.stored.erase("analyses/perturbation/target_of_trial");
    panel.target = TargetChoice::own;
    CHECK_THROWS_WITH(panels::read_curves(panel, source),
                      "target: own needs to know the trials' own targets, but there is no coordinate "
                      "'target_of_trial' beside the dataset; target: nearest and target: all do not need it");
    panel.dataset = "analyses/perturbation/time";
    panel.target = TargetChoice::others;
    CHECK_THROWS_WITH(panels::read_curves(panel, run),
                      "target: others: dataset 'time' has no dimension 'target'; its dimensions: time");
    panel.dataset = "analyses/perturbation/distance";
    panel.x = "target";
    panel.target = TargetChoice::own;
    CHECK_THROWS_WITH(panels::read_curves(panel, run),
                      "target: own: dimension 'target' of dataset 'distance' runs along x, so that nothing is left "
                      "to choose; `style: histogram` and `lines` leave it free");
  }
  SECTION("no numbers at all") {
    FakeSource source = single_run();
    source.put("analyses/perturbation/", {"nothing", {"failure"}, {0}, std::vector<double>{}, "1", "Nothing."});
    panel.dataset = "analyses/perturbation/nothing";
    CHECK_THROWS_WITH(panels::read_curves(panel, source), "dataset 'nothing' is empty");
  }
}

TEST_CASE("curves: the only case need not be named") {
  FakeSource source = two_cases();
  source.labels = {"real"};
  CHECK(panels::read_curves(distance_panel(), source).place.path == "cases/real/analyses/perturbation/distance");
}
