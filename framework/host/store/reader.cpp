#include "store/reader.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <engram/words.hpp>

#include "store/format.hpp"
#include "store/input_file.hpp"
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

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

/// HDF5 crashes on a list of scales that has another type or size.
void check_scale_list(hid_t dataset, std::size_t rank) {
  constexpr const char* attribute_name = "DIMENSION_LIST";
  if (h5::check(H5Aexists(dataset, attribute_name)) == 0) {
    return;
  }
  const h5::Handle attribute(H5Aopen(dataset, attribute_name, H5P_DEFAULT));
  const h5::Handle type(H5Aget_type(attribute));
  const h5::Handle space(H5Aget_space(attribute));
  bool are_references = false;
  if (H5Tget_class(type) == H5T_VLEN) {
    const h5::Handle item(H5Tget_super(type));
    are_references = h5::check(H5Tequal(item, H5T_STD_REF_OBJ)) > 0;
  }
  if (!are_references || h5::check(H5Sget_simple_extent_npoints(space)) != static_cast<hssize_t>(rank)) {
    throw h5::Error(fmt::format("its attribute {} does not hold a list of references for each of its dimensions",
                                attribute_name));
  }
}

/// The names of a dataset's dimensions, from its references to their scales.
std::vector<std::string> names_of_scales(hid_t dataset, std::size_t rank) {
  std::vector<std::string> names;
  check_scale_list(dataset, rank);
  for (unsigned i = 0; i < rank; ++i) {
    // A dataset that another tool added may have no scales; its dimensions get the names that xarray would use.
    std::string dimension = fmt::format("phony_dim_{}", i);
    const auto take_name = [](hid_t, unsigned, hid_t scale, void* into) -> herr_t {
      const ssize_t length = H5DSget_scale_name(scale, nullptr, 0);
      if (length > 0) {
        auto& text = *static_cast<std::string*>(into);
        text.resize(static_cast<std::size_t>(length) + 1);
        H5DSget_scale_name(scale, text.data(), text.size());
        text.pop_back();
      }
      return 1;  // the first scale names the dimension
    };
    if (H5DSiterate_scales(dataset, i, nullptr, take_name, &dimension) < 0) {
      throw h5::Error(fmt::format("the scale of its dimension {} cannot be read", i));
    }
    names.push_back(std::move(dimension));
  }
  return names;
}

std::vector<std::string> dimensions_of(hid_t dataset, std::size_t rank, const std::string& name) {
  if (rank == 1 && h5::check(H5DSis_scale(dataset)) > 0) {
    return {name};
  }
  // Results of version 0.1 have no such attribute, so their names come from references, which lie in a heap without a
  // checksum.
  std::vector<std::string> names = words_of(h5::text_attribute(dataset, dimensions_attribute));
  return names.size() == rank ? names : names_of_scales(dataset, rank);
}

/// Reads everything but the values.
Dataset read_outline(hid_t dataset, const std::string& name) {
  Dataset outline;
  outline.name = name;
  outline.shape = read_shape(dataset);
  outline.dimensions = dimensions_of(dataset, outline.shape.size(), name);
  outline.unit = h5::text_attribute(dataset, "units");
  outline.description = h5::text_attribute(dataset, "description");
  outline.coordinates = words_of(h5::text_attribute(dataset, "coordinates"));
  return outline;
}

/// Turns whole numbers into real numbers, with NaN for missing values.
void as_reals(Dataset& dataset) {
  if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&dataset.values)) {
    std::vector<double> reals;
    std::ranges::transform(*numbers, std::back_inserter(reals), [](std::int64_t number) {
      return number == missing_whole_number ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(number);
    });
    dataset.values = std::move(reals);
  }
}

void list_datasets(hid_t file, const std::string& group, std::vector<std::string>& into) {
  const h5::Children children = h5::children(h5::open_group(file, group));
  for (const std::string& name : children.datasets) {
    into.push_back(join_path(group, name));
  }
  for (const std::string& name : children.groups) {
    list_datasets(file, join_path(group, name), into);
  }
}

/// The datasets at or below a path; empty if the path does not exist.
std::vector<std::string> datasets_below(hid_t file, const std::string& path) {
  std::vector<std::string> paths;
  if (h5::has_dataset(file, path)) {
    paths.push_back(path);
  } else if (h5::has_group(file, path)) {
    list_datasets(file, path, paths);
  }
  return paths;
}

std::vector<std::string> groups_in(hid_t file, const std::string& path) {
  return h5::has_group(file, path) ? h5::children(h5::open_group(file, path)).groups : std::vector<std::string>{};
}

}  // namespace

Reader::Reader(const fs::path& path) : file_(std::make_unique<InputFile>(path)) {}
Reader::~Reader() = default;

const fs::path& Reader::path() const {
  return file_->path();
}

bool Reader::has(const std::string& path) const {
  return file_->use([&, clean = trim_slashes(path)](hid_t file) {
    return h5::has_dataset(file, clean) || h5::has_group(file, clean);
  });
}

std::vector<std::string> Reader::datasets(const std::string& group) const {
  return file_->use([&](hid_t file) { return datasets_below(file, trim_slashes(group)); });
}

std::vector<std::string> Reader::groups(const std::string& path) const {
  return file_->use([&](hid_t file) { return groups_in(file, trim_slashes(path)); });
}

std::vector<std::string> Reader::datasets_in(const std::string& group) const {
  return file_->use([&, clean = trim_slashes(group)](hid_t file) {
    return h5::has_group(file, clean) ? h5::children(h5::open_group(file, clean)).datasets
                                      : std::vector<std::string>{};
  });
}

std::vector<std::string> Reader::case_labels() const {
  return groups(cases_group);
}

template <class Work>
auto Reader::with_dataset(const std::string& path, Work&& work) const {
  return file_->use([&, clean = trim_slashes(path)](hid_t file) {
    if (h5::has_group(file, clean)) {
      throw RequestError(fmt::format("{}: {} is a group, not a dataset; the datasets in it: {}",
                                     this->path().string(), group_in_words(clean),
                                     join(datasets_below(file, clean))));
    }
    if (!h5::has_dataset(file, clean)) {
      throw RequestError(fmt::format("{} has no dataset '{}'{}", this->path().string(), clean,
                                     suggestion(clean, datasets_below(file, ""))));
    }
    try {
      return work(h5::open_dataset(file, clean), last_part(clean));
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
  return with_dataset(path, [](const h5::Handle& dataset, const std::string& name) {
    Dataset whole = read_outline(dataset, name);
    whole.values = read_values(dataset);
    if (h5::check(H5Aexists(dataset, fill_attribute)) > 0) {
      as_reals(whole);
    }
    return whole;
  });
}

Dataset Reader::stored_dataset(const std::string& path) const {
  return with_dataset(path, [](const h5::Handle& dataset, const std::string& name) {
    Dataset whole = read_outline(dataset, name);
    whole.values = read_stored_values(dataset);
    return whole;
  });
}

Dataset Reader::outline(const std::string& path) const {
  return with_dataset(path, read_outline);
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
    if (!h5::has_group(file, clean)) {
      throw RequestError(fmt::format("{} has no group '{}'{}", path().string(), clean,
                                     suggestion(last_part(clean), groups_in(file, parent_of(clean)))));
    }
    return h5::attributes(h5::open_group(file, clean));
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
  std::vector<std::string> paths;
  read([&] { paths = datasets(); });
  for (const std::string& path : paths) {
    ++found.datasets;
    read([&] {
      const Dataset dataset = stored_dataset(path);
      const bool guarded = with_dataset(path, [&](const h5::Handle& opened, const std::string& name) {
        const std::vector<std::string> names = names_of_scales(opened, dataset.shape.size());
        if (names != dataset.dimensions && dataset.dimensions != std::vector{name}) {
          throw h5::Error(fmt::format("its scales name the dimensions {}, but {} was written", join(names),
                                      join(dataset.dimensions)));
        }
        return is_guarded(opened);
      });
      found.unguarded += guarded ? 0 : 1;
    });
  }
  const std::function<void(const std::string&)> read_attributes = [&](const std::string& group) {
    (void)attributes(group);
    for (const std::string& name : groups(group)) {
      read([&] { read_attributes(join_path(group, name)); });
    }
  };
  read([&] { read_attributes(""); });
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
  for (const std::string& path : datasets()) {
    if (last_part(path) == failures_name) {
      for (const std::string& sentence : column<std::string>(path)) {
        all.push_back({parent_of(path), sentence});
      }
    }
  }
  return all;
}

}  // namespace engram::store
