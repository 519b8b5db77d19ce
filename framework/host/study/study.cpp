#include "study/study.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "cells/cell_table.hpp"
#include "evaluation/origins.hpp"
#include "plugins/search_path.hpp"
#include "store/format.hpp"
#include "store/path.hpp"
#include "store/provenance.hpp"
#include "store/target.hpp"
#include "study/build_info.hpp"
#include "study/checked_spec.hpp"
#include "study/crash.hpp"
#include "study/math_library.hpp"
#include "study/process.hpp"
#include "study/spec_texts.hpp"

namespace engram::study {

namespace fs = std::filesystem;

namespace {

/// Two processes with the same lines compute the same bits for a cell.
std::string numerics_in_use() {
  const store::Blas blas = blas_in_use();
  return fmt::format("numerics {}\nmath {}\nblas {}\n", build_info().numerics, math_checksum(),
                     blas.library.empty() ? "none" : fmt::format("{} {}", blas.library, blas.kernel));
}

bool is_same_text(const specification::ExtendedSpec& a, const specification::ExtendedSpec& b) {
  return a.name == b.name && a.text == b.text;
}

/// The folder of the cells of a result.
fs::path folder_of(fs::path target) {
  // For a link to a result elsewhere, cells are kept beside the file itself.
  std::error_code none;
  if (fs::is_symlink(fs::symlink_status(target, none))) {
    target = store::follow_links(target);
  }
  // Any other ending is kept, so that "fit.seed2" and "fit.seed3" have different folders.
  return target.extension() == ".h5" ? target.replace_extension(".cells") : target.concat(".cells");
}

}  // namespace

std::vector<std::string> StudyRequest::words() const {
  std::vector<std::string> words{fs::absolute(spec).lexically_normal().string()};
  for (const std::string& set : sets) {
    words.insert(words.end(), {"--set", set});
  }
  for (const std::string& folder : plugin_folders) {
    words.insert(words.end(), {"--plugin-path", fs::absolute(folder).string()});
  }
  return words;
}

Study::Study(StudyRequest request)
    : request_(std::move(request)),
      folder_(folder_of(request_.target)),
      registry_(
          plugins::load(plugins::search_path({request_.plugin_folders.begin(), request_.plugin_folders.end()}))),
      crash_guard_(guard_against(registry_, request_.crash_code)),
      spec_(check_spec(request_.spec, request_.sets, registry_)),
      cell_keys_(registry_, numerics_in_use()) {
  reserve_blas_memory();
  if (!request_.original.empty()) {
    take_originals(request_.original, spec_);
  }
  spec_files_ = study::spec_files(request_, spec_);
  for (const std::string& table : spec_.tables) {
    cell_keys_.add_input(table);
  }
  evaluation::CellIndex cells(spec_);
  for (const specification::ExperimentSpec& cell : spec_.cases) {
    keys_ += cell_keys_.key_of(cell);
    cells.add(cell);
  }
  keep_ = cells::KeepPlan(spec_, cells);
}

std::size_t Study::cell_of(const std::string& label) const {
  std::vector<std::string> labels;
  for (std::size_t cell = 0; cell < size(); ++cell) {
    labels.push_back(spec_.cases.label(cell));
    if (labels.back() == label) {
      return cell;
    }
  }
  const auto match = nearest(label, labels);
  throw RequestError(
      fmt::format("{} has no cell '{}'{}", request_.spec.string(), label,
                  match ? fmt::format("; did you mean '{}'?", *match) : "; engram run --dry-run lists them"));
}

std::string Study::changed_input(const specification::ExperimentSpec& cell) const {
  const std::string file = cell_keys_.changed_file(cell);
  return file.empty() ? ""
                      : fmt::format(
                            "{} changed while the study ran, and this result may not be of its present contents; "
                            "--resume computes it again",
                            file);
}

void Study::refuse_input(const fs::path& output) const {
  std::error_code none;
  std::vector<fs::path> files{request_.spec};
  for (const std::vector<store::InputRecord>& read : {spec_files_, inputs()}) {
    std::ranges::transform(read, std::back_inserter(files), &store::InputRecord::file);
  }
  for (const store::PluginRecord& plugin : plugins()) {
    files.emplace_back(plugin.file);
  }
  for (const fs::path& file : files) {
    if (fs::equivalent(file, output, none)) {
      throw RequestError(
          fmt::format("{} is read by {} and is never replaced; write the result elsewhere with -o FILE",
                      output.string(), request_.spec.string()));
    }
  }
}

journals::CellFolder Study::open_folder(journals::CellFolder::Use use) const {
  return {folder_, store::follow_links(request_.target).filename().string(), use};
}

Computed::Computed(const Study& study, bool with_result) : journals_(study.folder()) {
  std::error_code none;
  if (with_result && fs::exists(study.request().target, none)) {
    result_ = std::make_unique<const store::Reader>(study.request().target);
    for (journals::CellRecord& record : cells::read_cell_table(*result_)) {
      former_keys_.push_back(record.key);
      former_.emplace(record.key, std::move(record));
    }
  }
}

const journals::CellRecord* Computed::find(const std::string& key) const {
  const journals::CellRecord* in_journal = journals_.find(key);
  if (in_journal != nullptr && !in_journal->failed) {
    return in_journal;
  }
  const auto former = former_.find(key);
  return former != former_.end() && (in_journal == nullptr || !former->second.failed) ? &former->second : in_journal;
}

void Computed::play(const std::string& key, journals::CellListener& listener) const {
  const journals::CellRecord* record = find(key);
  if (record == journals_.find(key)) {
    journals_.play(key, listener);
  } else {
    journals::play_case(*result_, record->label, listener);
  }
}

std::string Computed::resolved(const journals::CellRecord& record) const {
  if (journals_.find(record.key) != nullptr) {
    return journals_.spec(record.key);
  }
  const std::string path = store::resolved_path_of(record.label);
  return result_ != nullptr && result_->has(path) ? result_->text(path) : "";
}

std::vector<std::size_t> Computed::missing(const Study& study) const {
  std::vector<std::size_t> cells;
  for (std::size_t cell = 0; cell < study.size(); ++cell) {
    const journals::CellRecord* record = find(study.key(cell));
    if (record == nullptr || record->failed || !study.keep().lacking(cell, record->made_with).empty()) {
      cells.push_back(cell);
    }
  }
  return cells;
}

bool Computed::is_foreign(const Study& study) const {
  if (result_ == nullptr || !former_keys_.empty()) {
    return result_ != nullptr && !study.spec().has_cases;
  }
  return study.spec().has_cases || result_->text(store::resolved_path) != study.spec().resolved;
}

bool Computed::is_finished(const Study& study) const {
  if (result_ == nullptr || !journals_.cells().empty() || former_keys_.size() != study.size()) {
    return false;
  }
  for (std::size_t cell = 0; cell < study.size(); ++cell) {
    const journals::CellRecord& there = former_.at(former_keys_[cell]);
    if (there.key != study.key(cell) || there.label != study.spec().cases.label(cell) || there.failed ||
        !study.keep().lacking(cell, there.made_with).empty()) {
      return false;
    }
  }
  const auto status = result_->attribute("", store::status_attribute);
  return status == store::AttributeValue("complete") &&
         result_->text(store::original_path) == study.spec().original &&
         std::ranges::equal(evaluation::extended_of(*result_), study.spec().extended, is_same_text) &&
         result_->text(store::resolved_path) == study.spec().resolved;
}

std::vector<store::Failure> Computed::failures(const std::string& key) const {
  class Listener : public journals::CellListener {
   public:
    void group(const std::string& /*path*/) override {}
    void dataset(const std::string& /*group*/, Dataset /*dataset*/) override {}
    void failure(const std::string& group, std::string sentence) override {
      failures.push_back({group, std::move(sentence)});
    }
    std::vector<store::Failure> failures;
  };
  Listener listener;
  play(key, listener);
  return std::move(listener.failures);
}

std::vector<const journals::CellRecord*> Computed::stale(const Study& study) const {
  std::set<std::string> wanted;
  for (std::size_t cell = 0; cell < study.size(); ++cell) {
    wanted.insert(study.key(cell));
  }
  std::vector<const journals::CellRecord*> records;
  for (const journals::CellRecord* record : journals_.cells()) {
    if (!wanted.contains(record->key)) {
      records.push_back(record);
    }
  }
  for (const auto& [key, record] : former_) {
    if (!wanted.contains(key)) {
      records.push_back(&record);
    }
  }
  return records;
}

}  // namespace engram::study
