#include "store/stack_writer.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <set>
#include <stdexcept>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "store/cell_values.hpp"
#include "store/digest.hpp"
#include "store/format.hpp"
#include "store/group_recorder.hpp"
#include "store/missing.hpp"
#include "store/output_file.hpp"
#include "store/path.hpp"
#include "store/sha256.hpp"

namespace engram::store {

namespace {

/// A dataset over all cells is kept in memory if it has at most this many bytes, or if all that are kept have fewer
/// than the second number.
constexpr std::size_t most_in_memory = std::size_t{1} << 20U;
constexpr std::size_t most_kept = std::size_t{48} << 20U;

/// So many missing values of the type of others.
decltype(Dataset::values) missing_like(const decltype(Dataset::values)& values, std::size_t count) {
  return std::visit(
      [&](const auto& list) {
        using List = std::decay_t<decltype(list)>;
        return decltype(Dataset::values)(List(count, missing_value<typename List::value_type>()));
      },
      values);
}

std::size_t size_of(const decltype(Dataset::values)& values) {
  return std::visit([](const auto& list) { return list.size(); }, values);
}

}  // namespace

/// A dataset of all cells. Small ones are kept until the end; large ones are written cell by cell.
struct StackWriter::Array {
  std::string group;
  Dataset whole;
  std::size_t cell_size = 0;  ///< values of one cell
  bool is_streamed = false;
  h5::Handle file = {};
  Sha256 sum = {};
  std::size_t next = 0;  ///< the next place to write
};

StackWriter::StackWriter(Writer& writer, std::string path, std::vector<StackAxis> axes)
    : writer_(writer), path_(std::move(path)), axes_(std::move(axes)) {
  std::vector<std::string> names;
  for (const StackAxis& axis : axes_) {
    names.push_back(axis.coordinate.name);
    places_ *= static_cast<std::size_t>(axis.coordinate.shape.front());
  }
  labels_.resize(places_);
  writer_.group(path_);
  writer_.attribute(path_, axes_attribute, join(names, " "));
}

StackWriter::~StackWriter() {
  const h5::Lock lock;
  arrays_.clear();
}

void StackWriter::begin(std::size_t place, const std::string& label) {
  if (place >= places_ || !labels_[place].empty() || place < place_) {
    throw std::logic_error(fmt::format("cell '{}' of '{}' is out of order", label, path_));
  }
  place_ = place;
  labels_[place] = label;
}

std::string StackWriter::in_stack(const std::string& group) const {
  return join_path(path_, group);
}

void StackWriter::add_axes(Dataset& dataset) const {
  std::vector<std::string> dimensions;
  std::vector<Index> shape;
  std::vector<std::string> beside;
  for (const StackAxis& axis : axes_) {
    dimensions.push_back(axis.coordinate.name);
    shape.push_back(axis.coordinate.shape.front());
    std::ranges::transform(axis.beside, std::back_inserter(beside), &Dataset::name);
  }
  dataset.dimensions.insert(dataset.dimensions.begin(), dimensions.begin(), dimensions.end());
  dataset.shape.insert(dataset.shape.begin(), shape.begin(), shape.end());
  dataset.coordinates.insert(dataset.coordinates.end(), beside.begin(), beside.end());
}

void StackWriter::group(const std::string& path) {
  writer_.group(in_stack(path));
}

StackWriter::Array& StackWriter::array_for(const std::string& group, const Dataset& dataset) {
  const auto [known, is_new] = numbers_.try_emplace({group, dataset.name}, arrays_.size());
  if (!is_new) {
    return *arrays_[known->second];
  }
  arrays_.push_back(std::make_unique<Array>());
  Array& array = *arrays_.back();
  array = {
      group,
      {dataset.name, dataset.dimensions, dataset.shape, {}, dataset.unit, dataset.description, dataset.coordinates},
      size_of(dataset.values)};
  add_axes(array.whole);
  const auto* texts = std::get_if<std::vector<std::string>>(&dataset.values);
  const std::size_t bytes = places_ * bytes_of(dataset.values).size();
  array.is_streamed = texts == nullptr && bytes > most_in_memory && bytes_kept_ + bytes > most_kept;
  if (array.is_streamed) {
    array.file = writer_.recorder(in_stack(group)).begin_cells(array.whole, axes_.size(), dataset.values);
  } else {
    bytes_kept_ += bytes;
    array.whole.values = missing_like(dataset.values, places_ * array.cell_size);
  }
  return array;
}

void StackWriter::dataset(const std::string& group, Dataset dataset) {
  if (is_coordinate(dataset)) {
    // The cells of a stack have the same coordinates.
    if (numbers_.try_emplace({group, dataset.name}, std::numeric_limits<std::size_t>::max()).second) {
      writer_.group(in_stack(group)).record(std::move(dataset));
    }
    return;
  }
  Array& array = array_for(group, dataset);
  if (size_of(dataset.values) != array.cell_size) {
    throw std::logic_error(fmt::format("cell '{}' has another shape of '{}' than its stack", labels_[place_],
                                       join_path(group, dataset.name)));
  }
  put(array, place_, dataset.values);
}

void StackWriter::put(Array& array, std::size_t place, const Values& values) {
  if (array.is_streamed) {
    write_missing(array, place);
    writer_.output().use([&](hid_t) {
      write_cell(array.file, axes_.size(), place, values);
      write_fill(array.file, values);
    });
    add_values(values, array.sum);
    array.next = place + 1;
    return;
  }
  std::visit(
      [&](auto& whole) {
        const auto& own = std::get<std::decay_t<decltype(whole)>>(values);
        std::ranges::copy(own, whole.begin() + static_cast<std::ptrdiff_t>(place * array.cell_size));
      },
      array.whole.values);
}

void StackWriter::write_missing(Array& array, std::size_t end) {
  if (array.next == end) {
    return;
  }
  const Values missing = writer_.output().use(
      [&](hid_t) { return missing_like(read_cell(array.file, axes_.size(), 0), array.cell_size); });
  while (array.next < end) {
    put(array, array.next, missing);
  }
}

void StackWriter::text(const std::string& path, std::string text, std::string description) {
  Texts& texts = texts_[path];
  texts.description = std::move(description);
  texts.texts.resize(places_);
  texts.texts[place_] = std::move(text);
}

void StackWriter::write_texts(const std::string& path, const Texts& texts) {
  const std::size_t length = std::ranges::max(texts.texts, {}, &std::string::size).size();
  std::vector<std::int8_t> characters(places_ * length, 0);
  for (std::size_t place = 0; place < places_; ++place) {
    std::ranges::copy(texts.texts[place], characters.begin() + static_cast<std::ptrdiff_t>(place * length));
  }
  Dataset dataset{last_part(path),
                  {character_dimension},
                  {static_cast<Index>(length)},
                  std::move(characters),
                  "",
                  texts.description + " A text in UTF-8 for each cell, filled up with zero bytes."};
  add_axes(dataset);
  dataset.coordinates.clear();
  writer_.recorder(in_stack(parent_of(path))).record_cells(dataset, axes_.size());
}

void StackWriter::finish(Array& array) {
  GroupRecorder& recorder = writer_.recorder(in_stack(array.group));
  if (!array.is_streamed) {
    recorder.record_cells(array.whole, axes_.size());
    array.whole.values = {};
    return;
  }
  write_missing(array, places_);
  writer_.output().use([&](hid_t) {
    h5::write_new_attribute(array.file, digest_attribute, array.sum.words());
    array.file.close();
  });
}

void StackWriter::finish() {
  std::ranges::for_each(arrays_, [&](const std::unique_ptr<Array>& array) { finish(*array); });
  for (const auto& [path, texts] : texts_) {
    write_texts(path, texts);
  }
  std::set<std::string> with_axes{""};
  std::ranges::transform(arrays_, std::inserter(with_axes, with_axes.end()),
                         [](const std::unique_ptr<Array>& array) { return array->group; });
  for (const auto& [path, texts] : texts_) {
    with_axes.insert(parent_of(path));
  }
  for (const std::string& group : with_axes) {
    for (const StackAxis& axis : axes_) {
      writer_.group(in_stack(group)).record(axis.coordinate);
      std::ranges::for_each(axis.beside,
                            [&](const Dataset& beside) { writer_.group(in_stack(group)).record(beside); });
    }
  }
  Dataset labels{labels_name, {}, {}, std::move(labels_), "", "Labels of the cells; empty where there is none."};
  add_axes(labels);
  writer_.group(path_).record(std::move(labels));
  if (!path_.empty()) {
    writer_.complete(path_);
  }
}

}  // namespace engram::store
