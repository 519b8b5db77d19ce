// Addresses in pages: of files, of places in a page, and of pictures within it.
#pragma once

#include <string>
#include <string_view>

namespace engram::pages {

/// "data:image/svg+xml;charset=utf-8,...": an SVG picture within the page, for an attribute in double quotes. Only
/// characters that would end the attribute or the address are escaped, so it is a quarter smaller than base64.
std::string svg_uri(std::string_view svg);

/// A path as the target of a link. All bytes except letters, digits, '/', '-', '_', '.' and '~' are written as %41,
/// so that no file name is read as a scheme ("javascript:"), a query or a fragment (RFC 3986).
std::string path_url(std::string_view path);

/// A text as the fragment of a link, which may have only letters, digits, '-' and '_'.
std::string anchor(std::string_view text);

}  // namespace engram::pages
