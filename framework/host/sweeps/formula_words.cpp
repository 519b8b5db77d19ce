#include "sweeps/formula_words.hpp"

#include <algorithm>
#include <array>

#include <engram/words.hpp>

#include "values/quantity.hpp"
#include "yaml/text.hpp"

namespace engram::sweeps {

namespace {

/// A sign as written and its correct form, since other languages use other signs.
struct Sign {
  std::string_view written;
  std::string_view correct;
};

// Longer signs come first, since "<=" begins with "<".
constexpr std::array signs{
    Sign{"===", "=="}, Sign{"!==", "!="}, Sign{"\u2264", "<="}, Sign{"\u2265", ">="}, Sign{"\u2260", "!="},
    Sign{"==", "=="},  Sign{"!=", "!="},  Sign{"<=", "<="},     Sign{">=", ">="},     Sign{"&&", "&&"},
    Sign{"||", "||"},  Sign{"=<", "<="},  Sign{"=>", ">="},     Sign{"<>", "!="},     Sign{":=", "=="},
    Sign{"**", "^"},   Sign{"<", "<"},    Sign{">", ">"},       Sign{"!", "!"},       Sign{"(", "("},
    Sign{")", ")"},    Sign{"+", "+"},    Sign{"-", "-"},       Sign{"*", "*"},       Sign{"/", "/"},
    Sign{"^", "^"},    Sign{"=", "=="},   Sign{"&", "&&"},      Sign{"|", "||"},
};
constexpr std::array words_for_signs{Sign{"and", "&&"}, Sign{"or", "||"}, Sign{"not", "!"}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_path_character(char c) {
  return is_letter(c) || yaml::is_digit(c) || c == '.' || c == '[' || c == ']';
}

const Sign* sign_of_word(std::string_view word) {
  const auto found =
      std::ranges::find_if(words_for_signs, [&](const Sign& sign) { return edit_distance(sign.written, word) == 0; });
  return found == words_for_signs.end() ? nullptr : &*found;
}

class Splitter {
 public:
  Splitter(std::string_view text, const std::vector<std::string>& names) : text_(text), names_(names) {}

  std::vector<FormulaWord> split() && {
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) {
      const bool fraction = text_[at_] == '.' && at_ + 1 < text_.size() && yaml::is_digit(text_[at_ + 1]);
      if (yaml::is_digit(text_[at_]) || fraction) {
        add_number();
      } else if (is_letter(text_[at_])) {
        add_path();
      } else {
        add_sign();
      }
    }
    words_.push_back({FormulaWord::Type::end, text_.size(), 0, {}, {}});
    return std::move(words_);
  }

 private:
  void skip_blanks() { at_ = end_of(at_, is_blank); }

  template <class Belongs>
  [[nodiscard]] std::size_t end_of(std::size_t at, Belongs belongs) const {
    while (at < text_.size() && belongs(text_[at])) {
      ++at;
    }
    return at;
  }

  /// The end of a number such as "1.5e-3ms"; a sign directly after the 'e' of an exponent belongs to it.
  [[nodiscard]] std::size_t end_of_number() const {
    const std::size_t mantissa = end_of(at_, [](char c) { return yaml::is_digit(c) || c == '.'; });
    std::size_t end = mantissa;
    if (end + 1 < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      const std::size_t sign = end + 1;
      const std::size_t digits = sign + (text_[sign] == '+' || text_[sign] == '-' ? 1 : 0);
      end = digits < text_.size() && yaml::is_digit(text_[digits]) ? digits : end;
    }
    return end_of(end, is_path_character);
  }

  void add_number() {
    std::size_t end = end_of_number();
    std::string number(text_.substr(at_, end - at_));
    const std::size_t next = end_of(end, is_blank);
    const std::size_t next_end = end_of(next, is_path_character);
    const std::string_view word = text_.substr(next, next_end - next);
    const bool may_be_unit =
        !word.empty() && is_letter(word[0]) && word.find_first_of(".[") == std::string_view::npos;
    if (may_be_unit && sign_of_word(word) == nullptr && values::read_real(number, "1").value) {
      number += " " + std::string(word);
      end = next_end;
    }
    const values::Reading<double> pure = values::read_real(number, "1");
    const values::Reading<double> reading = pure.value ? pure : values::read_real(number, "s");
    if (!reading.value) {
      refuse_number(number, end - at_, reading.complaint);
    }
    Measure measure = Measure::of(values::read_decimal(number), *reading.value, pure.value ? 0.0 : 1.0);
    if (pure.value && measure.value == 0.0) {
      measure.seconds.reset();
    }
    words_.push_back({FormulaWord::Type::number, at_, end - at_, measure, {}});
    at_ = end;
  }

  [[noreturn]] void refuse_number(const std::string& number, std::size_t length, const std::string& complaint) const {
    const std::string unit = number.substr(number.find_last_of("0123456789. ") + 1);
    const std::vector<std::string> units = values::units_of("s");
    if (complaint.find("unit") != std::string::npos) {
      std::vector<std::string> notes{"units: " + join(units)};
      if (const std::string meant = values::unit_meant(unit); !meant.empty()) {
        notes.insert(notes.begin(), "did you mean '" + meant + "'?");
      }
      throw FormulaError(at_, length, "there is no unit " + yaml::in_quotes(unit), std::move(notes));
    }
    throw FormulaError(at_, length, yaml::in_quotes(number) + " is not a number",
                       complaint.empty() ? std::vector<std::string>{} : std::vector{complaint});
  }

  /// The end of a path, with the names in it that contain a '-'.
  [[nodiscard]] std::size_t end_of_path() const {
    std::size_t end = end_of(at_, is_path_character);
    while (end < text_.size() && text_[end] == '-') {
      const std::size_t dot = text_.substr(at_, end - at_).rfind('.');
      const std::size_t element = dot == std::string_view::npos ? text_.size() : at_ + dot + 1;
      const auto name = std::ranges::find_if(names_, [&](const std::string& each) {
        const std::size_t behind = element + each.size();
        return text_.substr(element).starts_with(each) && behind > end &&
               (behind == text_.size() || !(is_letter(text_[behind]) || yaml::is_digit(text_[behind])));
      });
      if (name == names_.end()) {
        break;
      }
      end = end_of(element + name->size(), is_path_character);
    }
    return end;
  }

  void add_path() {
    const std::size_t end = end_of_path();
    const std::string_view word = text_.substr(at_, end - at_);
    const Sign* sign = sign_of_word(word);
    words_.push_back({sign == nullptr ? FormulaWord::Type::path : FormulaWord::Type::sign,
                      at_,
                      end - at_,
                      {},
                      std::string(sign == nullptr ? "" : sign->correct)});
    at_ = end;
  }

  void add_sign() {
    const std::string_view rest = text_.substr(at_);
    const auto sign = std::ranges::find_if(signs, [&](const Sign& each) { return rest.starts_with(each.written); });
    if (sign == signs.end()) {
      refuse_sign(rest);
    }
    const std::string_view behind = rest.substr(sign->written.size());
    if (std::string_view("+-*/^").find(sign->written) != std::string_view::npos && behind.starts_with('=') &&
        !behind.starts_with("==")) {
      throw FormulaError(at_, 2, yaml::in_quotes(rest.substr(0, 2)) + " assigns, and a condition compares",
                         {"comparisons: == != < <= > >="});
    }
    words_.push_back({FormulaWord::Type::sign, at_, sign->written.size(), {}, std::string(sign->correct)});
    at_ += sign->written.size();
  }

  [[noreturn]] void refuse_sign(std::string_view rest) const {
    if (rest[0] == ',') {
      throw FormulaError(at_, 1, "',' is not allowed in a condition",
                         {"write decimals after a '.'; join conditions by && or ||"});
    }
    if (rest[0] == '"' || rest[0] == '\'') {
      throw FormulaError(at_, 1, "a condition compares numbers, not texts",
                         {"`exclude: [{PATH: VALUE}]` leaves out cells by a word"});
    }
    std::size_t length = 1;
    while (length < rest.size() && yaml::is_continuation(rest[length])) {
      ++length;
    }
    throw FormulaError(at_, length, yaml::in_quotes(rest.substr(0, length)) + " is not allowed in a condition",
                       {"signs: == != < <= > >= && || ! + - * / ^ ( )"});
  }

  std::string_view text_;
  const std::vector<std::string>& names_;
  std::size_t at_ = 0;
  std::vector<FormulaWord> words_;
};

/// Whether a sign ends the comparison that a "not" before it negates.
bool ends_comparison(const FormulaWord& word) {
  return word.type == FormulaWord::Type::end || word.correct == "&&" || word.correct == "||" || word.correct == ")";
}

/// The last word of the comparison that begins at word `first`.
std::size_t last_of_comparison(const std::vector<FormulaWord>& words, std::size_t first) {
  std::size_t at = first;
  for (std::size_t open = 0; open > 0 || !ends_comparison(words[at]); ++at) {
    if (words[at].type == FormulaWord::Type::end) {
      break;
    }
    open += words[at].correct == "(" ? 1U : 0U;
    open -= words[at].correct == ")" ? 1U : 0U;
  }
  return at == first ? first : at - 1;
}

}  // namespace

std::vector<FormulaWord> formula_words(std::string_view text, const std::vector<std::string>& names) {
  return Splitter(text, names).split();
}

std::string corrected_formula(std::string_view text, const std::vector<FormulaWord>& words) {
  std::vector<std::string> behind(words.size());
  std::string result;
  std::size_t end = 0;
  for (std::size_t at = 0; at + 1 < words.size(); ++at) {
    const FormulaWord& word = words[at];
    const std::string_view written = text.substr(word.at, word.length);
    result += text.substr(end, word.at - end);
    end = word.at + word.length;
    if (word.type == FormulaWord::Type::sign && word.correct == "!" && written != "!") {
      end = words[at + 1].at;
      const bool grouped = words[at + 1].correct == "(";
      result += grouped ? "!" : "!(";
      behind[last_of_comparison(words, at + 1)] += grouped ? "" : ")";
    } else {
      result += word.type == FormulaWord::Type::sign ? std::string_view(word.correct) : written;
    }
    result += behind[at];
  }
  return result;
}

}  // namespace engram::sweeps
