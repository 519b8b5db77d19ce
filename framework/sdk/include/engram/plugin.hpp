// The header that every plugin includes. A plugin is one file: its comment, one struct, and one ENGRAM_PLUGINS line.
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <engram/activation.hpp>
#include <engram/analysis.hpp>
#include <engram/array.hpp>
#include <engram/corruption.hpp>
#include <engram/error.hpp>
#include <engram/facets.hpp>
#include <engram/integrator.hpp>
#include <engram/learning_rule.hpp>
#include <engram/memory.hpp>
#include <engram/model.hpp>
#include <engram/observation.hpp>
#include <engram/parameters.hpp>
#include <engram/pattern_source.hpp>
#include <engram/plugin_info.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>
#include <engram/stamp.hpp>

namespace engram {

namespace detail {

/// The author's struct within an object: the object itself, or the struct that an adapter wraps.
template <class T, class Object>
T& author_of(Object& object) {
  if constexpr (std::is_same_v<T, Object>) {
    return object;
  } else {
    return object.part;
  }
}

}  // namespace detail

template <class Base, class T>
PluginInfo describe(std::string name, std::string summary) {
  using Object = typename detail::ObjectOf<Base, T>::Type;
  PluginInfo info;
  info.kind = Base::kind;
  info.name = std::move(name);
  info.summary = std::move(summary);
  if constexpr (requires { T::params(); }) {
    info.parameters = T::params().list();
  }
  if constexpr (requires { T::needs; }) {
    info.needs.assign(T::needs.begin(), T::needs.end());
  }
  if constexpr (requires { T::records(); }) {
    info.records = T::records();
  }
  info.offers = Facets::of<T>();
  info.create = [parameters = info.parameters](const Part& part) -> std::shared_ptr<void> {
    auto object = std::make_shared<Object>();
    T& author = detail::author_of<T>(*object);
    for (const Parameter& parameter : parameters) {
      parameter.assign(&author, part.value(parameter.name));
    }
    if constexpr (requires { author.check(); }) {
      author.check();
    }
    return std::static_pointer_cast<Base>(object);
  };
  return info;
}

}  // namespace engram

/// Exports the plugins of a library: `ENGRAM_PLUGINS(engram::activation<Logistic>("logistic", "..."))`. Once per
/// library, at the end of the file. A unit test that includes the file defines ENGRAM_NO_EXPORT and calls nothing.
#ifdef ENGRAM_NO_EXPORT
#define ENGRAM_PLUGINS(...) static_assert(true)
#else
#define ENGRAM_PLUGINS(...)                                                                      \
  extern "C" {                                                                                   \
  __attribute__((used, section(ENGRAM_STAMP_SECTION))) const char plugin_stamp[] = ENGRAM_STAMP; \
  __attribute__((visibility("default"))) const engram::PluginList* engram_plugins() {            \
    /* Never destroyed: parts made of these plugins may outlive every other static object. */    \
    static const auto* const list = new engram::PluginList{__VA_ARGS__};                         \
    return list;                                                                                 \
  }                                                                                              \
  }                                                                                              \
  static_assert(true)
#endif
