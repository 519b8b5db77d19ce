#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sweeps/formula_steps.hpp"
#include "yaml/read.hpp"
#include "yaml/text.hpp"

namespace engram::sweeps {

namespace {

bool is_comparison(const FormulaWord& word) {
  constexpr std::array<std::string_view, 6> signs{"==", "!=", "<", "<=", ">", ">="};
  return word.type == FormulaWord::Type::sign && std::ranges::find(signs, word.correct) != signs.end();
}

/// A formula on one line, as messages suggest it.
std::string in_backquotes(std::string_view text) {
  std::string quoted = "`" + std::string(text) + "`";
  std::ranges::replace_if(
      quoted, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return quoted;
}

/// Longer formulas are not repeated in messages.
constexpr std::size_t longest_offer = 300;

const std::string an_example = "such as `patterns.count <= 0.14 * patterns.size`";

/// Reads a formula by recursive descent and collects the steps that compute it.
class FormulaParser {
 public:
  /// `offers`: whether a message about a wrong sign suggests the corrected formula.
  FormulaParser(const std::string& text, const std::vector<std::string>& names, bool offers = true)
      : text_(text), names_(names), words_(formula_words(text, names)), offers_(offers) {}

  FormulaSteps parse() && {
    refuse_other_signs();
    if (next().type == FormulaWord::Type::end) {
      throw FormulaError(0, 1, "the condition is empty", {an_example});
    }
    const Piece whole = disjunction();
    if (next().type != FormulaWord::Type::end) {
      refuse_next();
    }
    if (!whole.is_condition) {
      refuse_number(whole, "a condition compares numbers, and");
    }
    return std::move(parsed_);
  }

 private:
  using Do = FormulaStep::Do;
  using Stretch = FormulaStretch;

  struct Piece {
    Stretch stretch;
    bool is_condition = false;
  };

  /// Counts the nesting depth of a formula while it lives.
  class Level {
   public:
    explicit Level(FormulaParser& parser) : parser_(parser) {
      if (++parser_.depth_ > yaml::max_depth) {
        throw FormulaError(parser_.next().at, std::max<std::size_t>(parser_.next().length, 1),
                           fmt::format("the condition is nested more than {} deep", yaml::max_depth));
      }
    }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    FormulaParser& parser_;
  };

  [[nodiscard]] const FormulaWord& next() const { return words_[at_]; }
  [[nodiscard]] bool next_is(std::string_view sign) const {
    return next().type == FormulaWord::Type::sign && next().correct == sign;
  }
  [[nodiscard]] std::string_view text_of(const Stretch& stretch) const {
    return std::string_view(text_).substr(stretch.begin, stretch.end - stretch.begin);
  }
  [[nodiscard]] std::string_view text_of(const FormulaWord& word) const {
    return text_of({word.at, word.at + word.length});
  }
  FormulaWord take() { return words_[at_++]; }

  void refuse_other_signs() const {
    const auto wrong = std::ranges::find_if(words_, [&](const FormulaWord& word) {
      return word.type == FormulaWord::Type::sign && text_of(word) != word.correct;
    });
    if (wrong == words_.end()) {
      return;
    }
    const std::string written(text_of(*wrong));
    throw FormulaError(
        wrong->at, wrong->length,
        yaml::in_quotes(written) + (written == "=" || written == ":=" ? " assigns, and a condition compares"
                                                                      : " is not an operator of conditions"),
        {offer_instead(wrong->correct)});
  }

  /// Suggests the whole formula with corrected signs if that is valid, otherwise only the sign.
  [[nodiscard]] std::string offer_instead(const std::string& sign) const {
    if (offers_ && text_.size() <= longest_offer) {
      const std::string better = corrected_formula(text_, words_);
      try {
        (void)FormulaParser(better, names_, false).parse();
        return "did you mean " + in_backquotes(better) + "?";
      } catch (const FormulaError&) {
        // The formula has another mistake too.
      }
    }
    return "write " + in_backquotes(sign);
  }

  [[noreturn]] void refuse_next() const {
    const FormulaWord& word = next();
    if (next_is(")")) {
      throw FormulaError(word.at, word.length, "this ')' has no matching '('");
    }
    throw FormulaError(word.at, word.length, "an operator is missing before " + yaml::in_quotes(text_of(word)));
  }

  [[noreturn]] void refuse_number(const Piece& piece, const std::string& reason) const {
    const std::string text(text_of(piece.stretch));
    throw FormulaError(piece.stretch.begin, text.size(),
                       reason + " " + yaml::in_quotes(text) + " is not a comparison",
                       {"such as " + in_backquotes(text.size() > longest_offer ? "seed == 1" : text + " == 1")});
  }

  void need_condition(const Piece& piece, const FormulaWord& sign) const {
    if (!piece.is_condition) {
      refuse_number(piece, yaml::in_quotes(sign.correct) + " joins conditions, and");
    }
  }

  void need_number(const Piece& piece, const FormulaWord& sign) const {
    if (piece.is_condition) {
      const std::string_view text = text_of(piece.stretch);
      throw FormulaError(
          piece.stretch.begin, text.size(),
          yaml::in_quotes(sign.correct) + " takes numbers, and " + yaml::in_quotes(text) + " is a condition",
          {"conditions are joined by && and ||"});
    }
  }

  void add_step(Do what, const FormulaWord& sign, const Piece& left, const Piece& right) {
    parsed_.steps.push_back({what, {}, 0, sign.correct, left.stretch, right.stretch});
  }

  Piece disjunction() {
    return joined("||", Do::or_else, [this] { return conjunction(); });
  }
  Piece conjunction() {
    return joined("&&", Do::and_then, [this] { return comparison(); });
  }

  template <class Side>
  Piece joined(std::string_view sign, Do what, Side side) {
    Piece left = side();
    while (next_is(sign)) {
      const FormulaWord word = take();
      need_condition(left, word);
      const std::size_t step = parsed_.steps.size();
      add_step(what, word, left, left);
      const Piece right = side();
      need_condition(right, word);
      parsed_.steps[step].target = parsed_.steps.size();
      left.stretch.end = right.stretch.end;
    }
    return left;
  }

  Piece comparison() {
    const Piece left = sum();
    if (!is_comparison(next())) {
      return left;
    }
    const FormulaWord sign = take();
    need_number(left, sign);
    const Piece right = sum();
    need_number(right, sign);
    add_step(Do::compare, sign, left, right);
    if (is_comparison(next())) {
      refuse_chain(left, sign, right);
    }
    return {{left.stretch.begin, right.stretch.end}, true};
  }

  /// Chains are refused because "1 < seed < 3" compares a truth value with 3 in many languages.
  [[noreturn]] void refuse_chain(const Piece& left, const FormulaWord& sign, Piece last) {
    std::string pairs = fmt::format("{} {} {}", text_of(left.stretch), sign.correct, text_of(last.stretch));
    const FormulaWord second = next();
    while (is_comparison(next())) {
      const FormulaWord again = take();
      const Piece right = sum();
      pairs += fmt::format(" && {} {} {}", text_of(last.stretch), again.correct, text_of(right.stretch));
      last = right;
    }
    throw FormulaError(second.at, second.length, "a comparison has two sides",
                       {"write " + in_backquotes(pairs.size() > longest_offer ? "A < B && B < C" : pairs)});
  }

  Piece sum() {
    Piece left = product();
    while (next_is("+") || next_is("-")) {
      const FormulaWord sign = take();
      left = computed(sign.correct == "+" ? Do::add : Do::subtract, sign, left, product());
    }
    return left;
  }

  Piece product() {
    Piece left = with_sign();
    while (next_is("*") || next_is("/")) {
      const FormulaWord sign = take();
      left = computed(sign.correct == "*" ? Do::multiply : Do::divide, sign, left, with_sign());
    }
    return left;
  }

  /// -2^2 is -4, as on paper.
  Piece with_sign() {
    if (!next_is("-") && !next_is("+")) {
      return power();
    }
    const FormulaWord sign = take();
    const Level level(*this);
    const Piece right = with_sign();
    need_number(right, sign);
    if (sign.correct == "-") {
      add_step(Do::negate, sign, right, right);
    }
    return {{sign.at, right.stretch.end}, false};
  }

  Piece power() {
    const Piece base = turned();
    if (!next_is("^")) {
      return base;
    }
    const FormulaWord sign = take();
    const Level level(*this);
    return computed(Do::power, sign, base, with_sign());
  }

  Piece computed(Do what, const FormulaWord& sign, const Piece& left, const Piece& right) {
    need_number(left, sign);
    need_number(right, sign);
    add_step(what, sign, left, right);
    return {{left.stretch.begin, right.stretch.end}, false};
  }

  Piece turned() {
    if (!next_is("!")) {
      return operand();
    }
    const FormulaWord sign = take();
    const Level level(*this);
    const Piece right = turned();
    if (!right.is_condition) {
      refuse_turned_number(right);
    }
    add_step(Do::turn, sign, right, right);
    return {{sign.at, right.stretch.end}, true};
  }

  [[noreturn]] void refuse_turned_number(const Piece& number) {
    std::string whole = std::string(text_of(number.stretch)) + " == 1";
    if (is_comparison(next())) {
      (void)take();
      whole = text_of({number.stretch.begin, sum().stretch.end});
    }
    throw FormulaError(
        number.stretch.begin, number.stretch.end - number.stretch.begin,
        "'!' negates a condition, and " + yaml::in_quotes(text_of(number.stretch)) + " is not a comparison",
        {"write " + in_backquotes("!(" + (whole.size() > longest_offer ? "A == B" : whole) + ")")});
  }

  Piece operand() {
    const FormulaWord word = take();
    const Stretch stretch{word.at, word.at + word.length};
    if (word.type == FormulaWord::Type::number) {
      parsed_.steps.push_back({Do::number, word.number, 0, {}, stretch, stretch});
      return {stretch, false};
    }
    if (word.type == FormulaWord::Type::path) {
      if (next_is("(")) {
        throw FormulaError(word.at, word.length,
                           "a condition has no functions such as " + yaml::in_quotes(text_of(word)),
                           {"allowed are + - * / ^ on numbers, durations and paths"});
      }
      parsed_.steps.push_back({Do::path, {}, place_of(word), {}, stretch, stretch});
      return {stretch, false};
    }
    if (word.correct == "(" && word.type == FormulaWord::Type::sign) {
      return group(word);
    }
    if (word.type == FormulaWord::Type::end) {
      throw FormulaError(last_begin(), 1, "a number or a path is missing at the end of the condition", {an_example});
    }
    throw FormulaError(word.at, word.length, "a number or a path is missing before " + yaml::in_quotes(text_of(word)),
                       {an_example});
  }

  Piece group(const FormulaWord& open) {
    const Level level(*this);
    const Piece inner = disjunction();
    if (next().type == FormulaWord::Type::end) {
      throw FormulaError(open.at, open.length, "this '(' is never closed");
    }
    if (!next_is(")")) {
      refuse_next();
    }
    const FormulaWord close = take();
    return {{open.at, close.at + close.length}, inner.is_condition};
  }

  /// The start of the last word before the end.
  [[nodiscard]] std::size_t last_begin() const { return words_.size() < 2 ? 0 : words_[words_.size() - 2].at; }

  std::size_t place_of(const FormulaWord& word) {
    std::vector<FormulaPath>& paths = parsed_.paths;
    const auto known = std::ranges::find(paths, text_of(word), &FormulaPath::name);
    if (known != paths.end()) {
      return static_cast<std::size_t>(known - paths.begin());
    }
    paths.push_back({std::string(text_of(word)), word.at});
    return paths.size() - 1;
  }

  const std::string& text_;
  const std::vector<std::string>& names_;
  std::vector<FormulaWord> words_;
  bool offers_;
  FormulaSteps parsed_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

FormulaSteps parse_formula(const std::string& text, const std::vector<std::string>& names) {
  return FormulaParser(text, names).parse();
}

}  // namespace engram::sweeps
