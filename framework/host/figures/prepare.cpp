#include "figures/prepare.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "figures/settings.hpp"

namespace engram::figures {

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
void name_untitled(const std::vector<Curves>& curves, const results::Source& source,
                   std::vector<std::string>& titles) {
  if (titles.size() < 2 || std::ranges::none_of(titles, &std::string::empty)) {
    return;
  }
  const std::vector<std::string> particular = particular_titles(curves, source);
  for (std::size_t i = 0; i < titles.size(); ++i) {
    titles[i] = titles[i].empty() ? particular[i] : titles[i];
  }
}

Page laid_out(const Figure& figure, const results::Source& source, std::vector<Curves>& curves) {
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
  name_untitled(curves, source, texts.panel_titles);
  texts.title = within("title", [&] { return fill_placeholders(figure.title, cases, source); });
  texts.caption = within(
      "caption", [&] { return fill_placeholders(figure.caption, cases, source, settings_caption(curves, source)); });
  Page page = lay_out(figure, curves, texts);
  check_size(page);
  return page;
}

}  // namespace

Page prepare(const Figure& figure, const results::Source& source, std::vector<Curves>& curves) {
  return within(fmt::format("figure '{}'", figure.name), [&] { return laid_out(figure, source, curves); });
}

}  // namespace engram::figures
