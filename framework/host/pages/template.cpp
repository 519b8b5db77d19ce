#include "pages/template.hpp"

#include <cstddef>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "system/markup_text.hpp"

namespace engram::pages {

namespace {

bool is_empty(const Json* value) {
  return value == nullptr || value->is_null() || *value == false ||
         (value->is_string() ? value->get_ref<const std::string&>().empty() : value->empty());
}

/// A value in which names are looked up, and its place in its list.
struct Scope {
  const Json* value;
  bool first;
  bool last;
};

class Filler {
 public:
  explicit Filler(const Json& data) : scopes_{{&data, true, true}} {}

  std::string filled(std::string_view text) && {
    fill(text);
    return std::move(out_);
  }

 private:
  void fill(std::string_view text) {
    std::size_t at = 0;
    for (std::size_t tag = 0; (tag = text.find("{{", at)) != std::string_view::npos;) {
      out_ += text.substr(at, tag - at);
      const std::string_view closing = text.substr(tag).starts_with("{{{") ? "}}}" : "}}";
      const std::size_t end = text.find(closing, tag);
      if (end == std::string_view::npos) {
        throw std::logic_error(fmt::format("template: no {} after '{}'", closing, text.substr(tag, 20)));
      }
      const std::string_view name = text.substr(tag + closing.size(), end - tag - closing.size());
      at = end + closing.size();
      if (closing.size() == 3) {
        out_ += text_of(name);
      } else if (name.starts_with('>')) {
        fill(template_text(name.substr(1)));
      } else if (name.starts_with('#') || name.starts_with('^')) {
        const std::string close = fmt::format("{{{{/{}}}}}", name.substr(1));
        const std::size_t stop = text.find(close, at);
        if (stop == std::string_view::npos) {
          throw std::logic_error(fmt::format("template: no {}", close));
        }
        at = after_line(text, tag, at);
        fill_section(name, text.substr(at, stop - at));
        at = after_line(text, stop, stop + close.size());
      } else {
        out_ += system::markup_text(text_of(name));
      }
    }
    out_ += text.substr(at);
  }

  /// A tag that is alone on its line leaves no empty line.
  static std::size_t after_line(std::string_view text, std::size_t begin, std::size_t end) {
    const bool alone = (begin == 0 || text[begin - 1] == '\n') && end < text.size() && text[end] == '\n';
    return alone ? end + 1 : end;
  }

  void fill_section(std::string_view name, std::string_view text) {
    const Json* value = find(name.substr(1));
    if (is_empty(value) != name.starts_with('^')) {
      return;
    }
    if (is_empty(value) || !(value->is_array() || value->is_object())) {
      fill(text);
      return;
    }
    const auto fill_for = [&](const Scope& scope) {
      scopes_.push_back(scope);
      fill(text);
      scopes_.pop_back();
    };
    if (value->is_object()) {
      fill_for({value, scopes_.back().first, scopes_.back().last});
    }
    for (std::size_t at = 0; value->is_array() && at < value->size(); ++at) {
      fill_for({&(*value)[at], at == 0, at + 1 == value->size()});
    }
  }

  [[nodiscard]] const Json* find(std::string_view name) const {
    static const Json yes = true;
    if (name == ".") {
      return scopes_.back().value;
    }
    if (name == "@first" || name == "@last") {
      return (name == "@first" ? scopes_.back().first : scopes_.back().last) ? &yes : nullptr;
    }
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      const auto found = scope->value->find(std::string(name));
      if (scope->value->is_object() && found != scope->value->end()) {
        return &*found;
      }
    }
    return nullptr;
  }

  [[nodiscard]] std::string text_of(std::string_view name) const {
    const Json* value = find(name);
    if (value == nullptr) {
      throw std::logic_error(fmt::format("template: there is no value '{}'", name));
    }
    return value->is_string() ? value->get<std::string>() : value->dump();
  }

  std::vector<Scope> scopes_;  ///< the innermost last
  std::string out_;
};

}  // namespace

std::string filled(std::string_view text, const Json& data) {
  return Filler(data).filled(text);
}

std::string page(std::string_view body, Json data) {
  data["body"] = filled(template_text(body), data);
  return filled(template_text("frame.html"), data);
}

}  // namespace engram::pages
