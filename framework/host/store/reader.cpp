#include "store/reader.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <engram/words.hpp>

#include "store/cell_values.hpp"
#include "store/contents.hpp"
#include "store/format.hpp"
#include "store/input_file.hpp"
#include "store/missing.hpp"
#include "store/outline.hpp"
#include "store/path.hpp"
#include "store/values.hpp"

namespace engram::store {

namespace fs = std::filesystem;

namespace {

/// "; did you mean x?", or nothing.
std::string suggestion(const std::string& written, const std::vector<std::string>& candidates) {
  const auto match = nearest(written, candidates);
  return match ? fmt::format("; did you mean '{}'?", *match) : "";
}

/// The text of characters that zero bytes follow.
std::string text_of(const Values& characters) {
  const auto* bytes = std::get_if<std::vector<std::int8_t>>(&characters);
  if (bytes == nullptr) {
    throw h5::Error("it does not hold characters");
  }
  return {bytes->begin(), std::ranges::find(*bytes, 0)};
}

/// Reads the values of a dataset and compares them with their digest.
void check_values(hid_t dataset) {
  if (is_large(dataset)) {
    check_digest(dataset);
  } else {
    (void)read_stored_values(dataset);
  }
}

/// Turns whole numbers into real numbers, with NaN for missing values.
void as_reals(Dataset& dataset) {
  std::visit(
      [&](const auto& numbers) {
        using Number = typename std::decay_t<decltype(numbers)>::value_type;
        if constexpr (std::is_integral_v<Number>) {
          std::vector<double> reals;
          std::ranges::transform(numbers, std::back_inserter(reals), as_real<Number>);
          dataset.values = std::move(reals);
        }
      },
      Values(dataset.values));
}

/// Turns whole numbers of one byte into 64-bit numbers.
void widen(Dataset& dataset) {
  if (const auto* bytes = std::get_if<std::vector<std::int8_t>>(&dataset.values)) {
    dataset.values = std::vector<std::int64_t>(bytes->begin(), bytes->end());
  }
}

}  // namespace

Reader::Reader(const fs::path& path)
    : file_(std::make_unique<InputFile>(path)), cells_(std::make_unique<CellValues>()) {}
Reader::~Reader() = default;

const fs::path& Reader::path() const {
  return file_->path();
}

const Contents& Reader::contents(std::int64_t file) const {
  if (contents_ == nullptr) {
    contents_ = std::make_unique<Contents>(file);
  }
  return *contents_;
}

bool Reader::has(const std::string& path) const {
  return file_->use(
      [&](hid_t file) { return contents(file).find(trim_slashes(path)).kind != Contents::Found::Kind::none; });
}

bool Reader::has_dataset(const std::string& path) const {
  return file_->use(
      [&](hid_t file) { return contents(file).find(trim_slashes(path)).kind == Contents::Found::Kind::dataset; });
}

std::vector<std::string> Reader::datasets(const std::string& group) const {
  return file_->use([&](hid_t file) { return contents(file).datasets_below(trim_slashes(group)); });
}

std::vector<std::string> Reader::groups(const std::string& path) const {
  return file_->use([&](hid_t file) { return contents(file).children(trim_slashes(path)).groups; });
}

std::vector<std::string> Reader::datasets_in(const std::string& group) const {
  return file_->use([&](hid_t file) { return contents(file).children(trim_slashes(group)).datasets; });
}

std::vector<std::string> Reader::case_labels() const {
  return groups(cases_group);
}

template <class Work>
auto Reader::with_dataset(const std::string& path, Work&& work) const {
  return file_->use([&, clean = trim_slashes(path)](hid_t file) {
    const Contents& all = contents(file);
    const Contents::Found found = all.find(clean);
    if (found.kind == Contents::Found::Kind::group) {
      throw RequestError(fmt::format("{}: {} is a group, not a dataset; the datasets in it: {}",
                                     this->path().string(), group_in_words(clean), join(all.datasets_below(clean))));
    }
    if (found.kind == Contents::Found::Kind::none) {
      throw RequestError(fmt::format("{} has no dataset '{}'{}", this->path().string(), clean,
                                     suggestion(clean, all.datasets_below(""))));
    }
    try {
      return work(h5::open_dataset(file, found.location.path), found.location);
    } catch (const h5::Error& error) {
      throw h5::Error(fmt::format("dataset '{}': {}", clean, error.what()));
    } catch (const std::bad_alloc&) {
      throw h5::Error(fmt::format("dataset '{}': there is not enough memory for its values", clean));
    } catch (const std::length_error&) {
      throw h5::Error(fmt::format("dataset '{}': there is not enough memory for its values", clean));
    }
  });
}

Dataset Reader::dataset(const std::string& path) const {
  return with_dataset(path, [&](const h5::Handle& dataset, const Location& location) {
    Dataset whole = read_whole(dataset, location);
    const bool is_one_cell = location.stack != nullptr && cell_rank(dataset) > 0;
    if (is_one_cell ? has_missing(whole.values) : h5::check(H5Aexists(dataset, fill_attribute)) > 0) {
      as_reals(whole);
    }
    widen(whole);
    return whole;
  });
}

Dataset Reader::stored_dataset(const std::string& path) const {
  return with_dataset(
      path, [&](const h5::Handle& dataset, const Location& location) { return read_whole(dataset, location); });
}

Dataset Reader::outline_at(std::int64_t dataset, const Location& location) const {
  if (location.stack == nullptr) {
    return read_outline(dataset, location);
  }
  const auto known = outlines_.find(location.path);
  return known != outlines_.end() ? known->second
                                  : outlines_.emplace(location.path, read_outline(dataset, location)).first->second;
}

Dataset Reader::read_whole(std::int64_t dataset, const Location& location) const {
  Dataset whole = outline_at(dataset, location);
  whole.values = location.stack == nullptr ? read_stored_values(dataset) : cells_->read(dataset, location);
  if (is_text_of_cell(location)) {
    whole.values = std::vector{text_of(whole.values)};
  }
  return whole;
}

Dataset Reader::outline(const std::string& path) const {
  return with_dataset(
      path, [&](const h5::Handle& dataset, const Location& location) { return outline_at(dataset, location); });
}

bool Reader::is_large(const std::string& path) const {
  return with_dataset(path, [&](const h5::Handle& dataset, const Location& location) {
    const std::size_t rank = location.stack == nullptr ? 0 : cell_rank(dataset);
    return store::is_large(dataset, rank);
  });
}

std::optional<decltype(Dataset::values)> Reader::piece(const std::string& path, std::size_t number) const {
  return with_dataset(path, [&](const h5::Handle& dataset, const Location& location) -> std::optional<Values> {
    const std::size_t rank = location.stack == nullptr ? 0 : cell_rank(dataset);
    const Pieces pieces(read_shape(dataset), rank, rank == 0 ? 0 : location.place);
    if (number >= pieces.size()) {
      return std::nullopt;
    }
    cells_->check(dataset, location.path);
    return pieces.read(dataset, number);
  });
}

std::string Reader::text(const std::string& path) const {
  const Dataset found = dataset(path);
  const auto* texts = std::get_if<std::vector<std::string>>(&found.values);
  if (texts == nullptr || texts->size() != 1) {
    throw RequestError(
        fmt::format("{}: dataset '{}' is not a single text", this->path().string(), trim_slashes(path)));
  }
  return texts->front();
}

namespace {

std::string_view name_of_values(const decltype(Dataset::values)& values) {
  return std::holds_alternative<std::vector<std::string>>(values) ? "texts"
         : std::holds_alternative<std::vector<double>>(values)    ? "real numbers"
                                                                  : "whole numbers";
}

}  // namespace

template <class Value>
std::vector<Value> Reader::column(const std::string& path, std::optional<std::size_t> entries) const {
  Dataset found = dataset(path);
  auto* values = std::get_if<std::vector<Value>>(&found.values);
  if (values == nullptr || found.shape.size() != 1) {
    throw RequestError(fmt::format("{}: dataset '{}' has {} dimensions of {}; a list of {} belongs there",
                                   this->path().string(), trim_slashes(path), found.shape.size(),
                                   name_of_values(found.values), name_of_values(std::vector<Value>{})));
  }
  if (entries && values->size() != *entries) {
    throw RequestError(fmt::format("{}: dataset '{}' has {} entries; {} belong there", this->path().string(),
                                   trim_slashes(path), values->size(), *entries));
  }
  return std::move(*values);
}

template std::vector<std::string> Reader::column(const std::string&, std::optional<std::size_t>) const;
template std::vector<double> Reader::column(const std::string&, std::optional<std::size_t>) const;
template std::vector<std::int64_t> Reader::column(const std::string&, std::optional<std::size_t>) const;

std::vector<std::pair<std::string, AttributeValue>> Reader::attributes(const std::string& group) const {
  return file_->use([&, clean = trim_slashes(group)](hid_t file) {
    const Contents& all = contents(file);
    const Contents::Found found = all.find(clean);
    if (found.kind != Contents::Found::Kind::group) {
      throw RequestError(fmt::format("{} has no group '{}'{}", path().string(), clean,
                                     suggestion(last_part(clean), all.children(parent_of(clean)).groups)));
    }
    const std::string& place = found.location.path;
    return h5::has_group(file, place) ? h5::attributes(h5::open_group(file, place))
                                      : std::vector<std::pair<std::string, AttributeValue>>{};
  });
}

Reader::Integrity Reader::integrity() const {
  Integrity found;
  const auto read = [&](const auto& work) {
    try {
      work();
    } catch (const RequestError& error) {
      found.damages.emplace_back(error.what());
    }
  };
  h5::Children stored;
  read([&] { stored = file_->use([&](hid_t file) { return contents(file).stored(); }); });
  for (const std::string& path : stored.datasets) {
    ++found.datasets;
    read([&] {
      const bool guarded = with_dataset(path, [&](const h5::Handle& opened, const Location& location) {
        const Dataset outline = read_outline(opened, location);
        check_values(opened);
        const std::vector<std::string> names = names_of_scales(opened, outline.shape.size());
        if (names != outline.dimensions && outline.dimensions != std::vector{outline.name}) {
          throw h5::Error(fmt::format("its scales name the dimensions {}, but {} was written", join(names),
                                      join(outline.dimensions)));
        }
        return is_guarded(opened);
      });
      found.unguarded += guarded ? 0 : 1;
    });
  }
  for (const std::string& group : stored.groups) {
    read([&] { (void)attributes(group); });
  }
  return found;
}

AttributeValue Reader::attribute(const std::string& group, const std::string& name) const {
  std::vector<std::string> names;
  for (auto& [key, value] : attributes(group)) {
    if (key == name) {
      return value;
    }
    names.push_back(key);
  }
  throw RequestError(fmt::format("{}: {} has no attribute '{}'{}", path().string(),
                                 group_in_words(trim_slashes(group)), name, suggestion(name, names)));
}

std::vector<Failure> Reader::failures() const {
  std::vector<Failure> all;
  // Cells that failed are in no stack.
  for (const std::string& path : file_->use([&](hid_t file) { return contents(file).stored(); }).datasets) {
    if (last_part(path) == failures_name) {
      for (const std::string& sentence : column<std::string>(path)) {
        all.push_back({parent_of(path), sentence});
      }
    }
  }
  return all;
}

}  // namespace engram::store
