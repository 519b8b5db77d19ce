// The description of each plugin in a library, and how a part is made from it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <engram/error.hpp>
#include <engram/facet.hpp>
#include <engram/kind.hpp>
#include <engram/parameters.hpp>
#include <engram/recorder.hpp>
#include <engram/value.hpp>

namespace engram {

struct PluginInfo;

/// A plugin and a value for each of its parameters, which is all that is needed to make the object.
struct Part {
  const PluginInfo* plugin = nullptr;  ///< lives as long as the process: libraries are never closed
  std::vector<std::pair<std::string, Value>> values;

  /// The value of a parameter; std::monostate if the part has no parameter of that name.
  [[nodiscard]] Value value(std::string_view name) const {
    const auto found = std::ranges::find(values, name, &std::pair<std::string, Value>::first);
    return found == values.end() ? Value{} : found->second;
  }

  /// The same part with another value of one of its parameters.
  [[nodiscard]] Part with(std::string_view name, Value value) const {
    Part changed = *this;
    const auto found = std::ranges::find(changed.values, name, &std::pair<std::string, Value>::first);
    if (found == changed.values.end()) {
      throw std::logic_error("a part has no parameter '" + std::string(name) + "'");
    }
    found->second = std::move(value);
    return changed;
  }
};

/// Words of a choice that must give the same result, because they are different ways to compute it.
struct Alternatives {
  std::string parameter;
  std::vector<std::string> words;
};

/// A small file that an example reads.
struct ExampleFile {
  std::string name;   ///< in the spec's own folder
  std::string bytes;  ///< its whole content
};

/// One plugin as its author declares it.
struct PluginInfo {
  Kind kind{};
  std::string name;      ///< the word in a spec, the file's name, the documentation page
  std::string summary;   ///< one sentence
  std::string equation;  ///< in plain text, symbols as in the parameters
  std::string source;    ///< where the equation comes from
  std::vector<Parameter> parameters;
  std::vector<Facet> offers;
  std::vector<Facet> needs;
  /// The parameter that receives the list if a spec gives a list in place of this kind of part; empty for most
  /// plugins.
  std::string list_parameter;
  /// Parameters for small experiments, as a spec would give them, without braces ("count: 3, fraction: 0.5"). The
  /// documentation shows them, and `engram check-plugin` makes objects from those that fit its network. Empty if the
  /// defaults are enough.
  std::vector<std::string> examples;
  std::vector<ExampleFile> example_files;
  std::vector<Alternatives> alternatives;
  std::vector<Recorded> records;  ///< for an analysis: every dataset that it may record
  /// Makes the object and gives it the part's values. Throws ParameterError from the author's check().
  std::function<std::shared_ptr<void>(const Part&)> create;

  PluginInfo&& with_equation(std::string text) && {
    equation = std::move(text);
    return std::move(*this);
  }
  PluginInfo&& with_source(std::string text) && {
    source = std::move(text);
    return std::move(*this);
  }
  /// Lets `corruption: [A, B]` mean this plugin with that list as the value of `parameter`.
  PluginInfo&& written_as_list(std::string parameter) && {
    list_parameter = std::move(parameter);
    return std::move(*this);
  }
  PluginInfo&& with_example(std::string text) && {
    examples.push_back(std::move(text));
    return std::move(*this);
  }
  /// `bytes` is a literal, and may hold zero bytes.
  template <std::size_t N>
  PluginInfo&& with_example_file(std::string file, const char (&bytes)[N]) && {
    example_files.push_back({std::move(file), std::string(bytes, N - 1)});
    return std::move(*this);
  }
  /// Declares that these words of the choice `parameter` give the same result, up to rounding.
  PluginInfo&& with_same_result(std::string parameter, std::vector<std::string> words) && {
    alternatives.push_back({std::move(parameter), std::move(words)});
    return std::move(*this);
  }
  [[nodiscard]] const Parameter* find(std::string_view parameter) const {
    const auto found = std::ranges::find(parameters, parameter, &Parameter::name);
    return found == parameters.end() ? nullptr : &*found;
  }
};

/// The plugins that a library hands to the host.
using PluginList = std::vector<PluginInfo>;

namespace detail {

/// The objects that are made of an author's struct T: T itself, or an adapter that holds it as `part`.
template <class Base, class T>
struct ObjectOf {
  static_assert(std::is_base_of_v<Base, T>, "a plugin derives from the interface of its kind");
  using Type = T;
};

}  // namespace detail

/// Describes the plugin T of the kind of interface Base; defined in plugin.hpp. Each interface has a function that
/// calls it, named after its kind: `name` is the word in a spec, `summary` one sentence.
template <class Base, class T>
PluginInfo describe(std::string name, std::string summary);

/// Makes the object that a part describes, through the interface of its kind. Any exception other than engram's own
/// errors becomes a RunError that names the plugin, so that an exception type defined in a plugin never reaches the
/// host.
inline std::shared_ptr<void> make_any(const Part& part) {
  const auto named = [&](const std::string& what) {
    return std::string(kind_name(part.plugin->kind)) + " '" + part.plugin->name + "' could not be made: " + what;
  };
  try {
    return part.plugin->create(part);
  } catch (const ParameterError& error) {
    throw ParameterError(error.parameter(), error.what());
  } catch (const RequestError& error) {
    throw RequestError(error.what());
  } catch (const std::exception& error) {
    throw RunError(named(error.what()));
  } catch (...) {
    throw RunError(named("it threw something that is not a std::exception"));
  }
}

/// The same for a part whose kind is known.
template <class Base>
std::shared_ptr<Base> make(const Part& part) {
  if (part.plugin->kind != Base::kind) {
    throw std::logic_error("'" + part.plugin->name + "' is of kind " + std::string(kind_name(part.plugin->kind)) +
                           ", not " + std::string(kind_name(Base::kind)));
  }
  return std::static_pointer_cast<Base>(make_any(part));
}

template <class Base>
std::shared_ptr<const Base> make_nested(const PartPointer& part) {
  return make<Base>(*part);
}

}  // namespace engram
