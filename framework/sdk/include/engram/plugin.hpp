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

template <class T>
std::vector<Facet> offered_facets() {
  std::vector<Facet> facets;
  const auto add = [&](bool offered, Facet facet) {
    if (offered) {
      facets.push_back(facet);
    }
  };
  add(std::is_base_of_v<OffersFlow, T>, Facet::flow);
  add(std::is_base_of_v<OffersUpdates, T>, Facet::updates);
  add(std::is_base_of_v<OffersErrorNodes, T>, Facet::error_nodes);
  add(std::is_base_of_v<OffersPairwiseWeights, T>, Facet::pairwise_weights);
  add(std::is_base_of_v<OffersOuterProducts, T>, Facet::outer_products);
  add(std::is_base_of_v<OffersMemories, T>, Facet::memories);
  add(std::is_base_of_v<OffersFeatures, T>, Facet::features);
  add(std::is_base_of_v<OffersEnergy, T>, Facet::energy);
  add(std::is_base_of_v<OffersJacobian, T>, Facet::jacobian);
  add(std::is_base_of_v<OffersReducedSpectrum, T>, Facet::reduced_spectrum);
  return facets;
}

/// The author's struct within an object: the object itself, or the struct that an adapter wraps.
template <class T, class Object>
T& author_of(Object& object) {
  if constexpr (std::is_same_v<T, Object>) {
    return object;
  } else {
    return object.part;
  }
}

/// Describes plugin T, whose objects are `Object`s used through `Base`.
template <class Base, class Object, class T>
PluginInfo describe(std::string name, std::string summary) {
  PluginInfo info;
  info.kind = kind_of<Base>();
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
  info.offers = offered_facets<T>();
  info.create = [parameters = info.parameters](const Part& part) -> std::shared_ptr<void> {
    auto object = std::make_shared<Object>();
    T& author = author_of<T>(*object);
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

}  // namespace detail

/// Each of these functions describes a plugin: T is the author's struct, `name` its word in a spec, `summary` one
/// sentence. An activation is any struct with `double value(double) const` and `double slope(double) const`, or a
/// class derived from Activation, as for the other kinds, if it is better written for a whole batch.
template <class T>
PluginInfo activation(std::string name, std::string summary) {
  if constexpr (std::is_base_of_v<Activation, T>) {
    return detail::describe<Activation, T, T>(std::move(name), std::move(summary));
  } else {
    return detail::describe<Activation, detail::ActivationOf<T>, T>(std::move(name), std::move(summary));
  }
}
template <class T>
PluginInfo model(std::string name, std::string summary) {
  return detail::describe<Model, T, T>(std::move(name), std::move(summary));
}
template <class T>
PluginInfo learning_rule(std::string name, std::string summary) {
  return detail::describe<LearningRule, T, T>(std::move(name), std::move(summary));
}
template <class T>
PluginInfo pattern_source(std::string name, std::string summary) {
  return detail::describe<PatternSource, T, T>(std::move(name), std::move(summary));
}
template <class T>
PluginInfo corruption(std::string name, std::string summary) {
  return detail::describe<Corruption, T, T>(std::move(name), std::move(summary));
}
template <class T>
PluginInfo integrator(std::string name, std::string summary) {
  return detail::describe<Integrator, T, T>(std::move(name), std::move(summary));
}
template <class T>
PluginInfo analysis(std::string name, std::string summary) {
  return detail::describe<Analysis, T, T>(std::move(name), std::move(summary));
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
