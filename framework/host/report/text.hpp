// Text within HTML.
#pragma once

#include <string>
#include <string_view>

namespace engram::report {

/// Text as HTML shows it: &, <, >, and both quotes written out.
std::string escaped(std::string_view text);

/// "data:image/svg+xml;charset=utf-8,...": an SVG picture within the page, for an attribute in double quotes. Only
/// what would end the attribute or the address is written out, which makes it a quarter smaller than base64.
std::string svg_uri(std::string_view svg);

/// A path as the target of a link: all bytes but letters, digits, '/', '-', '_', '.' and '~' as %41, so that no name
/// of a file is read as a scheme ("javascript:"), a query or a fragment (RFC 3986).
std::string path_url(std::string_view path);

/// A text as the fragment of a link: letters, digits, '-' and '_'.
std::string anchor(std::string_view text);

}  // namespace engram::report
