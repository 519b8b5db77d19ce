// Parameters, each declared once: name, type, default, range, unit, sentence. Checking a spec, writing out its
// defaults, `engram describe`, the documentation and the schema all read this one declaration.
//
//     struct Logistic {
//       double gain = 1.0;
//       static auto params() {
//         return engram::params<Logistic>().add(&Logistic::gain, "gain", "1", "Steepness at threshold.", {.min = 0});
//       }
//     };
#pragma once

#include <algorithm>
#include <concepts>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <engram/error.hpp>
#include <engram/index.hpp>
#include <engram/kind.hpp>
#include <engram/value.hpp>

namespace engram {

/// The allowed values of a number. `min` and `max` are themselves allowed, `above` and `below` are not. For a list
/// the limits hold for each number in it.
struct Limits {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  double above = -std::numeric_limits<double>::infinity();
  double below = std::numeric_limits<double>::infinity();
  bool required = false;

  [[nodiscard]] bool allow(double x) const { return x >= min && x <= max && x > above && x < below; }
};

/// The declaration of one parameter, independent of its owner's type.
struct Parameter {
  std::string name;
  ValueType type = ValueType::real;
  Value default_value;                              ///< std::monostate if there is no default
  bool required = false;                            ///< the spec must give it
  Limits limits;                                    ///< for numbers
  std::string unit;                                 ///< "s", "1" for a pure number, "" if it is not a number
  std::string sentence;                             ///< what it means, in one sentence
  std::vector<std::string> choices;                 ///< the allowed words of a choice
  std::optional<Kind> part_kind;                    ///< for a part: its kind
  std::string part_default;                         ///< for a part: the plugin used if the spec names none
  std::string former_name;                          ///< an earlier name; a spec that uses it is refused
  bool names_files = false;                         ///< the texts are paths, relative to the spec's folder
  bool takes_patterns = false;                      ///< the paths may be patterns with *, ? and [
  std::function<void(void*, const Value&)> assign;  ///< puts a checked value into the owner
};

/// A list of [from, to] pairs, or a word that stands for a list ("loop").
struct NamedPairs {
  std::string name;  ///< empty if the pairs were listed
  Pairs pairs;
};

/// Makes a nested part; defined in plugin_info.hpp.
template <class Base>
std::shared_ptr<const Base> make_nested(const PartPointer& part);

/// The list of the parameters of T, built by `params<T>()`. Defaults are the values in a default-constructed T. A
/// member may belong to a base class of T.
template <class T>
class ParameterList {
 public:
  /// The parameters of a base class `Group` that several plugins share: `.with<Observation>()`. The group declares
  /// them in `template <class T> static ParameterList<T>&& declare(ParameterList<T>&&)`, which may have further
  /// arguments.
  template <class Group, class... Arguments>
  ParameterList&& with(Arguments&&... arguments) && {
    static_assert(std::is_base_of_v<Group, T>, "a plugin derives from the group whose parameters it declares");
    return Group::declare(std::move(*this), std::forward<Arguments>(arguments)...);
  }

  /// A number (double, Index, or std::optional of either if it may be missing) or a list of numbers, with its unit
  /// ("1" for a pure number). A unit of "s" makes a spec accept "100 ms".
  template <class B, class M>
  requires(!std::same_as<M, NamedPairs>) ParameterList &&
      add(M B::*member, std::string name, std::string unit, std::string sentence, Limits limits = {}) && {
    Parameter parameter = basic(member, std::move(name), std::move(sentence));
    parameter.unit = std::move(unit);
    parameter.limits = limits;
    set_required(parameter, limits.required);
    if constexpr (std::is_same_v<M, double> || std::is_same_v<M, std::optional<double>>) {
      parameter.type = ValueType::real;
    } else if constexpr (std::is_same_v<M, Index> || std::is_same_v<M, std::optional<Index>>) {
      parameter.type = ValueType::integer;
    } else if constexpr (std::is_same_v<M, std::vector<Index>>) {
      parameter.type = ValueType::integers;
    } else if constexpr (std::is_same_v<M, std::vector<double>>) {
      parameter.type = ValueType::reals;
    } else {
      static_assert(!sizeof(M), "a number with a unit is a double, an engram::Index, or a list of one of them");
    }
    return push(std::move(parameter));
  }

  /// A boolean, a text, a list of texts, or texts by name.
  template <class B, class M>
  requires std::same_as<M, bool> || std::same_as<M, std::string> || std::same_as<M, std::vector<std::string>> ||
      std::same_as<M, NamedTexts>
          ParameterList && add(M B::*member, std::string name, std::string sentence, bool required = false) && {
    Parameter parameter = basic(member, std::move(name), std::move(sentence));
    parameter.type = std::is_same_v<M, bool>          ? ValueType::boolean
                     : std::is_same_v<M, std::string> ? ValueType::text
                     : std::is_same_v<M, NamedTexts>  ? ValueType::named_texts
                                                      : ValueType::texts;
    set_required(parameter, required);
    return push(std::move(parameter));
  }

  /// A path of a file, or a list of them. A spec gives it relative to its own folder; the owner receives a path that
  /// it can open.
  template <class B, class M>
  requires std::same_as<M, std::string> || std::same_as<M, std::vector<std::string>> ParameterList &&
      files(M B::*member, std::string name, std::string sentence, bool required = false) && {
    ParameterList&& list = std::move(*this).add(member, std::move(name), std::move(sentence), required);
    list.parameters_.back().names_files = true;
    return std::move(list);
  }

  /// The same for paths that may be patterns with *, ? and [. The owner receives patterns for matching_files() of
  /// file_patterns.hpp; a file that has such characters in its name arrives with a backslash before each.
  template <class B, class M>
  requires std::same_as<M, std::string> || std::same_as<M, std::vector<std::string>> ParameterList &&
      file_patterns(M B::*member, std::string name, std::string sentence, bool required = false) && {
    ParameterList&& list = std::move(*this).files(member, std::move(name), std::move(sentence), required);
    list.parameters_.back().takes_patterns = true;
    return std::move(list);
  }

  /// A nested part (the activation of a model). `part_default` names the plugin used if the spec gives none; if it is
  /// empty, the spec must give one.
  template <class B, class Base>
  ParameterList&& add(std::shared_ptr<const Base> B::*member, std::string name, std::string sentence,
                      std::string part_default = "") && {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.type = ValueType::part;
    parameter.sentence = std::move(sentence);
    parameter.required = part_default.empty();
    parameter.part_kind = Base::kind;
    parameter.part_default = std::move(part_default);
    parameter.assign = [member, path = parameter.name](void* owner, const Value& value) {
      try {
        static_cast<T*>(owner)->*member = make_nested<Base>(std::get<PartPointer>(value));
      } catch (const ParameterError& error) {
        throw ParameterError(path + "." + error.parameter(), error.what());
      }
    };
    return push(std::move(parameter));
  }

  /// A nested part that a spec may leave out; the member is then null.
  template <class B, class Base>
  ParameterList&& add_optional(std::shared_ptr<const Base> B::*member, std::string name, std::string sentence) && {
    ParameterList&& list = std::move(*this).add(member, std::move(name), std::move(sentence));
    Parameter& parameter = list.parameters_.back();
    parameter.required = false;
    parameter.assign = [member, assign = std::move(parameter.assign)](void* owner, const Value& value) {
      if (std::holds_alternative<std::monostate>(value)) {
        (static_cast<T*>(owner)->*member).reset();
      } else {
        assign(owner, value);
      }
    };
    return std::move(list);
  }

  /// Any number of parts, in the order in which they are written.
  template <class B, class Base>
  ParameterList&& add(std::vector<std::shared_ptr<const Base>> B::*member, std::string name, std::string sentence,
                      bool required = false) && {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.type = ValueType::parts;
    parameter.sentence = std::move(sentence);
    parameter.required = required;
    parameter.part_kind = Base::kind;
    parameter.assign = [member, path = parameter.name](void* owner, const Value& value) {
      const auto& parts = std::get<std::vector<PartPointer>>(value);
      auto& made = static_cast<T*>(owner)->*member;
      made.clear();
      for (std::size_t number = 0; number < parts.size(); ++number) {
        try {
          made.push_back(make_nested<Base>(parts[number]));
        } catch (const ParameterError& error) {
          throw ParameterError(path + "[" + std::to_string(number) + "]." + error.parameter(), error.what());
        }
      }
    };
    return push(std::move(parameter));
  }

  /// A part from which the owner itself makes objects, as many as it needs, with changed values (`Part::with`).
  template <class Base, class B>
  ParameterList&& add_part(PartPointer B::*member, std::string name, std::string sentence) && {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.type = ValueType::part;
    parameter.sentence = std::move(sentence);
    parameter.required = true;
    parameter.part_kind = Base::kind;
    parameter.assign = [member](void* owner, const Value& value) {
      static_cast<T*>(owner)->*member = std::get<PartPointer>(value);
    };
    return push(std::move(parameter));
  }

  /// One word of a list; each word stands for a value of an enumeration.
  template <class B, class E>
  requires std::is_enum_v<E> ParameterList &&
      choice(E B::*member, std::string name, std::vector<std::pair<std::string, E>> words, std::string sentence) && {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.type = ValueType::choice;
    parameter.sentence = std::move(sentence);
    const T defaults{};
    for (const auto& [word, meaning] : words) {
      parameter.choices.push_back(word);
      if (meaning == defaults.*member) {
        parameter.default_value = word;
      }
    }
    if (std::holds_alternative<std::monostate>(parameter.default_value)) {
      throw std::logic_error("parameter '" + parameter.name + "': its default is not one of its choices");
    }
    parameter.assign = [member, words = std::move(words)](void* owner, const Value& value) {
      const auto& given = std::get<std::string>(value);
      const auto found = std::ranges::find_if(words, [&](const auto& word) { return word.first == given; });
      if (found == words.end()) {
        throw std::logic_error("'" + given + "' was not checked against the allowed words");
      }
      static_cast<T*>(owner)->*member = found->second;
    };
    return push(std::move(parameter));
  }

  /// One word of a list, or a list of [from, to] pairs.
  template <class B>
  ParameterList&& add(NamedPairs B::*member, std::string name, std::vector<std::string> words,
                      std::string sentence) && {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.type = ValueType::choice_or_pairs;
    parameter.sentence = std::move(sentence);
    parameter.choices = std::move(words);
    parameter.default_value = (T{}.*member).name;
    parameter.assign = [member](void* owner, const Value& value) {
      NamedPairs& target = static_cast<T*>(owner)->*member;
      if (const auto* word = std::get_if<std::string>(&value)) {
        target = {*word, {}};
      } else {
        target = {"", std::get<Pairs>(value)};
      }
    };
    return push(std::move(parameter));
  }

  /// Declares an earlier name of the parameter declared last; the message for a spec that still uses it gives the new
  /// name.
  ParameterList&& formerly(std::string name) && {
    parameters_.back().former_name = std::move(name);
    return std::move(*this);
  }

  [[nodiscard]] std::vector<Parameter> list() && { return std::move(parameters_); }

 private:
  template <class B, class M>
  static Parameter basic(M B::*member, std::string name, std::string sentence) {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.sentence = std::move(sentence);
    parameter.default_value = to_value(T{}.*member);
    parameter.assign = [member](void* owner, const Value& value) {
      from_value(value, static_cast<T*>(owner)->*member);
    };
    return parameter;
  }

  static void set_required(Parameter& parameter, bool required) {
    parameter.required = required;
    if (required) {
      parameter.default_value = std::monostate{};
    }
  }

  template <class M>
  static Value to_value(const M& member) {
    if constexpr (std::is_same_v<M, std::optional<double>>) {
      return member ? Value{*member} : Value{};
    } else if constexpr (std::is_same_v<M, std::optional<Index>>) {
      return member ? Value{std::int64_t{*member}} : Value{};
    } else if constexpr (std::is_same_v<M, Index>) {
      return Value{std::int64_t{member}};
    } else if constexpr (std::is_same_v<M, std::vector<Index>>) {
      return Value{std::vector<std::int64_t>(member.begin(), member.end())};
    } else {
      return Value{member};
    }
  }

  template <class M>
  static void from_value(const Value& value, M& member) {
    if constexpr (std::is_same_v<M, std::optional<double>>) {
      member = std::holds_alternative<double>(value) ? std::optional{std::get<double>(value)} : std::nullopt;
    } else if constexpr (std::is_same_v<M, std::optional<Index>>) {
      member = std::holds_alternative<std::int64_t>(value) ? std::optional<Index>{std::get<std::int64_t>(value)}
                                                           : std::nullopt;
    } else if constexpr (std::is_same_v<M, Index>) {
      member = std::get<std::int64_t>(value);
    } else if constexpr (std::is_same_v<M, std::vector<Index>>) {
      const auto& list = std::get<std::vector<std::int64_t>>(value);
      member.assign(list.begin(), list.end());
    } else {
      member = std::get<M>(value);
    }
  }

  ParameterList&& push(Parameter parameter) {
    parameters_.push_back(std::move(parameter));
    return std::move(*this);
  }

  std::vector<Parameter> parameters_;
};

/// Starts the declaration of T's parameters. T is default-constructible; its defaults are the members' initial
/// values.
template <class T>
ParameterList<T> params() {
  return {};
}

}  // namespace engram
