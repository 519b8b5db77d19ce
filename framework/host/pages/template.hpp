// Fills the templates of pages in the folder `html`, which are compiled into the program.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace engram::pages {

using Json = nlohmann::ordered_json;

/// The text of a file in the folder `html`; throws std::logic_error if there is no such file.
std::string_view template_text(std::string_view name);

/// Fills a text, in the syntax of Mustache (mustache.github.io), with @first and @last of Handlebars:
///
///     {{name}}                     a value as escaped text; {{.}} is the value itself of a list of texts
///     {{{name}}}                   a value that is HTML already
///     {{#name}}...{{/name}}        once for each entry of a list, or once for a value that is not empty
///     {{^name}}...{{/name}}        for a value that is empty or missing
///     {{#@first}}...{{/@first}}    for the first entry of the list around it; {{#@last}} for the last one
///     {{>file}}                    another file of the folder
///
/// Names are looked up in the innermost entry first. A section does not contain another one of the same name. Throws
/// std::logic_error if the text names a value that is missing.
std::string filled(std::string_view text, const Json& data);

/// A whole page: html/frame.html around html/`body`. `data` has `title`, `generator`, `made`, `up`, the path from the
/// page's folder to that of style.css, and `style`, the style itself for a page that has no such file.
std::string page(std::string_view body, Json data);

}  // namespace engram::pages
