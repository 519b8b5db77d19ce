#include "study/initial_weights.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "run/run.hpp"
#include "specification/keep.hpp"
#include "store/format.hpp"
#include "store/path.hpp"
#include "store/provenance.hpp"
#include "values/known_values.hpp"
#include "yaml/read.hpp"
#include "yaml/text.hpp"

namespace engram::study {

namespace fs = std::filesystem;

namespace {

constexpr const char* result_setting = "initial.result";
constexpr const char* case_setting = "initial.case";
constexpr std::string_view model_setting = "model";

/// The settings of the model, by path: "model", "model.activation.gain".
std::map<std::string, std::string> of_model(const std::map<std::string, std::string>& settings) {
  std::map<std::string, std::string> model;
  std::ranges::copy_if(settings, std::inserter(model, model.end()), [](const auto& setting) {
    return setting.first == model_setting || setting.first.starts_with(fmt::format("{}.", model_setting));
  });
  return model;
}

/// "the weights are of a network with `tau_v: 50 ms`, and here it is `100 ms`"
std::string in_words(const specification::SettingChange& change) {
  return fmt::format("the weights are of a network with `{}: {}`, and here it is `{}`",
                     change.path.substr(change.path.find('.') + 1), change.before.value_or("none"),
                     change.after.value_or("none"));
}

/// ",hebbian,seed=3,gain=0.5," of the label "hebbian.seed=3,gain=0.5" of a cell, or of a part of it.
std::string in_pieces(std::string label) {
  const std::size_t dot = label.find('.');
  if (dot < label.find('=')) {
    label[dot] = ',';
  }
  return fmt::format(",{},", label);
}

/// Whether a label has a part as a whole: "seed=3" of "hebbian.seed=3,gain=0.5", and not of "hebbian.seed=30".
bool has_piece(const std::string& label, const std::string& part) {
  return in_pieces(label).find(in_pieces(part)) != std::string::npos;
}

bool holds(const std::string& label, const std::string& part) {
  return !part.empty() && label.find(part) != std::string::npos;
}

}  // namespace

std::shared_ptr<const StoredNetwork> StoredNetworks::find(const InitialWeights& initial) {
  if (file_ != initial.result || !reader_) {
    file_ = initial.result;
    reader_.reset();
    network_.reset();
    std::error_code none;
    if (!fs::exists(file_, none)) {
      const auto near = yaml::nearest_file(file_);
      throw NoWeights(
          result_setting, fmt::format("there is no file {}", yaml::in_quotes(file_)),
          near ? std::vector{fmt::format("did you mean {}?",
                                         yaml::in_quotes((fs::path(file_).parent_path() / *near).string()))}
               : std::vector<std::string>{});
    }
    try {
      reader_ = std::make_unique<const store::Reader>(file_);
    } catch (const RequestError& error) {
      throw NoWeights(result_setting, error.what(), {"'initial' takes a complete result of engram"});
    }
  }
  const std::string label = label_of(initial);
  if (!network_ || network_->label != label) {
    network_.reset();
    network_ = read(label);
  }
  return network_;
}

std::string StoredNetworks::label_of(const InitialWeights& initial) const {
  const std::vector<std::string> labels = reader_->case_labels();
  if (labels.empty()) {
    if (initial.cell) {
      throw NoWeights(case_setting, fmt::format("{} is the result of a single run, without cases", file_),
                      {"leave 'case' out"});
    }
    return "";
  }
  if (!initial.cell) {
    if (labels.size() == 1) {
      return labels.front();
    }
    throw NoWeights(result_setting,
                    fmt::format("{} has {} cases, and 'initial' does not say which", file_, labels.size()),
                    {fmt::format("`case` takes the label of one, or a part of it: {}", values::some_of(labels))});
  }
  const std::string& part = *initial.cell;
  for (const auto fits :
       {+[](const std::string&label, const std::string&text) { return label == text; }, &has_piece, &holds}) {
    std::vector<std::string> found;
    std::ranges::copy_if(labels, std::back_inserter(found),
                         [&](const std::string& label) { return fits(label, part); });
    if (found.size() == 1) {
      return found.front();
    }
    if (found.size() > 1) {
      throw NoWeights(case_setting, fmt::format("{} fits {} cases of {}", yaml::in_quotes(part), found.size(), file_),
                      {fmt::format("they are: {}", values::some_of(found))});
    }
  }
  std::vector<std::string> notes{fmt::format("cases: {}", values::some_of(labels))};
  if (std::string near = did_you_mean(part, labels); !near.empty()) {
    notes.insert(notes.begin(), std::move(near));
  }
  throw NoWeights(case_setting, fmt::format("{} has no case {}", file_, yaml::in_quotes(part)), std::move(notes));
}

std::shared_ptr<const StoredNetwork> StoredNetworks::read(const std::string& label) const {
  const std::string run = store::cell_path(label);
  const std::string place = label.empty() ? file_ : fmt::format("case {} of {}", yaml::in_quotes(label), file_);
  try {
    for (const store::Failure& failure : reader_->failures()) {
      const std::string group = run.empty() || failure.group == run    ? failure.group.substr(run.size())
                                : failure.group.starts_with(run + "/") ? failure.group.substr(run.size() + 1)
                                                                       : "analyses";
      if (!group.starts_with("analyses")) {
        throw NoWeights(label.empty() ? result_setting : case_setting,
                        fmt::format("{} failed before its network had learned: {}", place, failure.sentence));
      }
    }
    StoredNetwork network;
    network.label = label;
    network.settings = specification::settings(reader_->text(store::resolved_path_of(label)));
    std::vector<Dataset> datasets;
    bool has_arrays = false;
    const std::string group = store::join_path(run, "model");
    for (const std::string& name : reader_->datasets_in(group)) {
      datasets.push_back(reader_->dataset(store::join_path(group, name)));
      has_arrays = has_arrays || datasets.back().dimensions.size() > 1;
    }
    if (specification::stored_keep(reader_->text(store::resolved_path)).leaves_out(specification::Content::weights)) {
      std::vector<std::string> words{"engram", "rerun", file_};
      if (!label.empty()) {
        words.insert(words.end(), {"--cell", label});
      }
      words.insert(words.end(), {"--keep", "weights=all", "-o", "FILE"});
      network.advice = {
          fmt::format("`keep` of its spec left out weights; '{}' computes them again", store::shell_text(words))};
      if (!has_arrays) {
        throw NoWeights(label.empty() ? result_setting : case_setting, fmt::format("{} has no weights", place),
                        network.advice);
      }
    }
    network.weights = std::make_shared<const StoredWeights>(std::move(datasets));
    return std::make_shared<const StoredNetwork>(std::move(network));
  } catch (const RequestError& error) {
    throw NoWeights(result_setting, error.what());
  }
}

void StoredNetworks::check(const specification::ExperimentSpec& experiment, run::Composition& composition) {
  std::shared_ptr<const StoredNetwork> network;
  try {
    network = find(*experiment.initial);
  } catch (const NoWeights& error) {
    composition.misfits.push_back({error.path(), error.what(), error.notes()});
    return;
  }
  // A spec with mistakes has no settings yet.
  if (!composition.experiment.model || experiment.identity.empty() ||
      !contains(experiment.model->plugin->offers, OffersStoredWeights::facet)) {
    return;
  }
  const auto here = of_model(specification::settings(experiment.identity));
  const auto stored = of_model(network->settings);
  const auto plugin = stored.find(std::string(model_setting));
  const std::string name = experiment.model->plugin->name;
  if (plugin != stored.end() && plugin->second != name) {
    composition.misfits.push_back(
        {"initial",
         fmt::format("the weights are those of model '{}', and this network is of model '{}'", plugin->second, name),
         {fmt::format("take a result of model '{}', or write `model: {{plugin: {}, ...}}`", name, plugin->second)}});
    return;
  }
  const std::vector<specification::SettingChange> different = specification::changed_settings(stored, here);
  if (tried_ != network || tried_settings_ != here) {
    try {
      const std::shared_ptr<Model> model = make<Model>(composition.experiment.model_part);
      RandomStream random = RandomStreams(experiment.seed, "model").stream(0);
      model->initialise(random);
      run::restore(*model, *network->weights);
    } catch (const std::exception& error) {
      std::vector<std::string> notes;
      std::ranges::transform(different, std::back_inserter(notes), in_words);
      notes.insert(notes.end(), network->advice.begin(), network->advice.end());
      composition.misfits.push_back(
          {"initial", fmt::format("the weights do not fit model '{}': {}", name, error.what()), std::move(notes)});
      return;
    }
    tried_ = network;
    tried_settings_ = here;
  }
  for (const specification::SettingChange& each : different) {
    composition.doubts.push_back({each.path, in_words(each), ""});
  }
}

}  // namespace engram::study
