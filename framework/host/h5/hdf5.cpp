#include "h5/hdf5.hpp"

#include <cstring>
#include <map>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "h5/utf8.hpp"
#include "system/split.hpp"

namespace engram::h5 {

namespace {

std::mutex& mutex() {
  static std::mutex mutex;
  return mutex;
}

// The file driver reports a failed system call as "..., errno = 28, error message = 'No space left on device', ...".
std::optional<std::string> system_words(std::string_view description) {
  constexpr std::string_view before = "error message = '";
  const std::size_t begin = description.find(before);
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view rest = description.substr(begin + before.size());
  return std::string(rest.substr(0, rest.find('\'')));
}

// HDF5 1.12 gave these two records a new layout, and it may be built without the old functions.
#if H5_VERSION_GE(1, 12, 0)
using ObjectInfo = H5O_info2_t;
using LinkInfo = H5L_info2_t;
constexpr auto object_info = H5Oget_info3;
constexpr auto object_info_by_name = H5Oget_info_by_name3;
constexpr auto iterate_links = H5Literate2;
constexpr auto link_info = H5Lget_info2;
#else
using ObjectInfo = H5O_info_t;
using LinkInfo = H5L_info_t;
constexpr auto object_info = H5Oget_info2;
constexpr auto object_info_by_name = H5Oget_info_by_name2;
constexpr auto iterate_links = H5Literate;
constexpr auto link_info = H5Lget_info;
#endif

// A path in HDF5's form, relative to the file or group that it is used with.
const char* location(const std::string& path) {
  return path.empty() ? "." : path.c_str();
}

/// Links of other kinds are in no result of engram, and may lead to files that are never read to their end.
bool is_hard_link(hid_t in, const std::string& path) {
  LinkInfo info;
  check(link_info(in, path.c_str(), &info, H5P_DEFAULT));
  return info.type == H5L_TYPE_HARD;
}

H5O_type_t type_of(hid_t in, const std::string& path) {
  // H5Lexists requires that every group on the path exists.
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    if (type_of(in, path.substr(0, slash)) != H5O_TYPE_GROUP) {
      return H5O_TYPE_UNKNOWN;
    }
  }
  if (!path.empty() && (check(H5Lexists(in, path.c_str(), H5P_DEFAULT)) == 0 || !is_hard_link(in, path) ||
                        check(H5Oexists_by_name(in, path.c_str(), H5P_DEFAULT)) == 0)) {
    return H5O_TYPE_UNKNOWN;
  }
  ObjectInfo info;
  check(object_info_by_name(in, location(path), &info, H5O_INFO_BASIC, H5P_DEFAULT));
  return info.type;
}

std::string read_text(hid_t attribute, hid_t type) {
  if (check(H5Tis_variable_str(type)) > 0) {
    char* words = nullptr;
    check(H5Aread(attribute, shared().any_text, static_cast<void*>(&words)));
    std::string text = words == nullptr ? "" : words;
    H5free_memory(words);
    return text;
  }
  std::string text(H5Tget_size(type), '\0');
  check(H5Aread(attribute, type, text.data()));
  return text.substr(0, text.find('\0'));
}

std::optional<AttributeValue> read_attribute(hid_t attribute) {
  const Handle space(H5Aget_space(attribute));
  const Handle type(H5Aget_type(attribute));
  if (check(H5Sget_simple_extent_npoints(space)) != 1) {
    return std::nullopt;
  }
  switch (H5Tget_class(type)) {
    case H5T_STRING:
      return read_text(attribute, type);
    case H5T_INTEGER: {
      std::int64_t number = 0;
      check(H5Aread(attribute, H5T_NATIVE_INT64, &number));
      return number;
    }
    case H5T_FLOAT: {
      double number = 0;
      check(H5Aread(attribute, H5T_NATIVE_DOUBLE, &number));
      return number;
    }
    default:
      return std::nullopt;
  }
}

std::string attribute_name(hid_t attribute) {
  std::string name(static_cast<std::size_t>(check(H5Aget_name(attribute, 0, nullptr))), '\0');
  check(H5Aget_name(attribute, name.size() + 1, name.data()));
  return name;
}

}  // namespace

Lock::Lock() : guard_(mutex()) {
  static const herr_t once = H5dont_atexit();
  (void)once;
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

herr_t Handle::close_id(hid_t id) {
  if (id < 0) {
    return 0;
  }
  // If the last values of a dataset cannot be written, H5Idec_ref leaves it half closed; H5Dclose does not.
  return H5Iget_type(id) == H5I_DATASET ? H5Dclose(id) : H5Idec_ref(id);
}

void fail() {
  std::vector<std::string> descriptions;
  const auto collect = [](unsigned, const H5E_error2_t* error, void* into) -> herr_t {
    static_cast<std::vector<std::string>*>(into)->emplace_back(error->desc);
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect, &descriptions);
  H5Eclear2(H5E_DEFAULT);
  for (const std::string& description : descriptions) {
    if (const auto words = system_words(description)) {
      throw Error(*words);
    }
  }
  throw Error(descriptions.empty() ? "HDF5 gives no reason" : descriptions.front());
}

void keep_attributes_in_header(hid_t creation) {
  // HDF5 would move more than eight attributes to a heap, and HDF5 1.10 cannot copy a heap together with their order.
  constexpr unsigned most = 1000;
  check(H5Pset_attr_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  check(H5Pset_attr_phase_change(creation, most, most / 2));
}

hid_t text_type(std::size_t bytes) {
  // Never destroyed, like shared().
  static auto* const types = new std::map<std::size_t, Handle>;
  // netCDF reads past the end of a text that has no zero byte at its end.
  const auto [at, is_new] = types->try_emplace(bytes + 1);
  if (is_new) {
    at->second = Handle(H5Tcopy(H5T_C_S1));
    check(H5Tset_size(at->second, at->first));
    check(H5Tset_strpad(at->second, H5T_STR_NULLTERM));
    check(H5Tset_cset(at->second, H5T_CSET_UTF8));
  }
  return at->second;
}

Shared::Shared()
    : any_text(H5Tcopy(H5T_C_S1)),
      scalar(H5Screate(H5S_SCALAR)),
      dataset(H5Pcreate(H5P_DATASET_CREATE)),
      small(H5Pcreate(H5P_DATASET_CREATE)),
      group(H5Pcreate(H5P_GROUP_CREATE)) {
  check(H5Tset_size(any_text, H5T_VARIABLE));
  check(H5Tset_cset(any_text, H5T_CSET_UTF8));
  constexpr unsigned ordered = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  check(H5Pset_layout(small, H5D_COMPACT));
  for (const hid_t list : {static_cast<hid_t>(dataset), static_cast<hid_t>(small), static_cast<hid_t>(group)}) {
    keep_attributes_in_header(list);
  }
  check(H5Pset_link_creation_order(group, ordered));
  // A group keeps up to 64 members in its own header. By default HDF5 would move them to a heap and two trees at the
  // ninth member, which takes time and leaves a hole in the file that HDF5 remembers in memory.
  check(H5Pset_link_phase_change(group, 64, 32));
}

const Shared& shared() {
  // Never destroyed, since HDF5 may already have shut down by then.
  static const Shared* const all = new Shared;
  return *all;
}

Handle create_group(hid_t parent, const std::string& name) {
  return Handle(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, shared().group, H5P_DEFAULT));
}

Handle open_group(hid_t file, const std::string& path) {
  return Handle(H5Gopen2(file, location(path), H5P_DEFAULT));
}

Handle open_dataset(hid_t file, const std::string& path) {
  Handle dataset(H5Dopen2(file, path.c_str(), H5P_DEFAULT));
  const Handle creation(H5Dget_create_plist(dataset));
  if (H5Pget_layout(creation) == H5D_VIRTUAL || check(H5Pget_external_count(creation)) > 0) {
    throw Error("its values are in another file, and those of a result of engram never are");
  }
  return dataset;
}

bool has_group(hid_t in, const std::string& path) {
  return type_of(in, path) == H5O_TYPE_GROUP;
}
bool has_dataset(hid_t in, const std::string& path) {
  return type_of(in, path) == H5O_TYPE_DATASET;
}

Children children(hid_t group) {
  const Handle creation(H5Gget_create_plist(group));
  unsigned order = 0;
  check(H5Pget_link_creation_order(creation, &order));
  // Tools that copy a file may lose the order of writing.
  const H5_index_t index = (order & H5P_CRT_ORDER_INDEXED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
  // An exception must not pass through HDF5, which would then keep its lock, so types are read afterwards.
  std::vector<std::string> names;
  const auto add = [](hid_t, const char* name, const LinkInfo*, void* into) -> herr_t {
    static_cast<std::vector<std::string>*>(into)->emplace_back(name);
    return 0;
  };
  check(iterate_links(group, index, H5_ITER_INC, nullptr, add, &names));
  Children found;
  for (std::string& name : names) {
    const H5O_type_t type = type_of(group, name);
    if (type == H5O_TYPE_GROUP) {
      found.groups.push_back(std::move(name));
    } else if (type == H5O_TYPE_DATASET) {
      found.datasets.push_back(std::move(name));
    }
  }
  return found;
}

void write_attribute(hid_t object, const std::string& name, const AttributeValue& value) {
  if (check(H5Aexists(object, name.c_str())) > 0) {
    check(H5Adelete(object, name.c_str()));
  }
  write_new_attribute(object, name, value);
}

void write_new_attribute(hid_t object, const std::string& name, const AttributeValue& value) {
  const auto write = [&](hid_t stored, hid_t given, const void* data) {
    const Handle attribute(H5Acreate2(object, name.c_str(), stored, shared().scalar, H5P_DEFAULT, H5P_DEFAULT));
    check(H5Awrite(attribute, given, data));
  };
  if (const auto* text = std::get_if<std::string>(&value)) {
    const std::string valid = valid_utf8(*text);
    // Messages in an object's header are limited to 64 KiB, so a longer text goes to the global heap.
    constexpr std::size_t most = 60'000;
    const hid_t type = valid.size() <= most ? text_type(valid.size()) : static_cast<hid_t>(shared().any_text);
    const char* const words = valid.c_str();
    write(type, type, valid.size() <= most ? words : static_cast<const void*>(&words));
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    write(H5T_STD_I64LE, H5T_NATIVE_INT64, integer);
  } else {
    write(H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, std::get_if<double>(&value));
  }
}

std::vector<std::pair<std::string, AttributeValue>> attributes(hid_t object) {
  ObjectInfo info;
  check(object_info(object, &info, H5O_INFO_NUM_ATTRS));
  std::vector<std::pair<std::string, AttributeValue>> found;
  for (hsize_t i = 0; i < info.num_attrs; ++i) {
    const Handle attribute(H5Aopen_by_idx(object, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, H5P_DEFAULT, H5P_DEFAULT));
    if (auto value = read_attribute(attribute)) {
      found.emplace_back(attribute_name(attribute), *std::move(value));
    }
  }
  return found;
}

std::optional<AttributeValue> attribute(hid_t object, const std::string& name) {
  return check(H5Aexists(object, name.c_str())) == 0
             ? std::nullopt
             : read_attribute(Handle(H5Aopen(object, name.c_str(), H5P_DEFAULT)));
}

std::string text_attribute(hid_t object, const std::string& name) {
  const auto value = attribute(object, name);
  const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
  return text == nullptr ? "" : *text;
}

std::vector<std::string> words_attribute(hid_t object, const std::string& name) {
  return system::split(text_attribute(object, name), ' ');
}

}  // namespace engram::h5
