// Where a result came from: what one must know to trust it and to run it again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/writer.hpp"

namespace engram::store {

/// How the program was built; known to its build system.
struct Build {
  std::string engram_version;
  std::string git_commit;  ///< "unknown" where the sources were in no repository
  bool git_dirty = false;  ///< the sources differed from that commit
  std::string compiler;
  std::string compiler_flags;
  std::string numerics = {};  ///< a sum over the sources that decide the numbers of a run, besides those of plugins
};

/// The repository of the user's that the spec lies in.
struct Project {
  std::string git_commit = {};  ///< empty where there is none
  bool git_dirty = false;
};

/// A plugin that took part.
struct PluginRecord {
  std::string kind;
  std::string name;
  std::string version;
  std::string file;
  std::string sha256;
};

/// A file that was read.
struct InputRecord {
  std::string file;
  std::string sha256;
};

/// The linear algebra library that the plugins use. Its kernel decides the last bits of products.
struct Blas {
  std::string library = {};  ///< "OpenBLAS 0.3.21"; empty where no plugin has loaded one
  std::string kernel = {};   ///< "Haswell"; empty where the library does not say
};

struct Provenance {
  Build build;
  std::string host;
  std::string cpu;
  std::string command_line;  ///< quoted so that a shell takes it back
  std::int64_t seed = 0;
  std::string start;  ///< UTC, ISO 8601: "2026-01-31T12:00:00Z"
  std::string end;
  std::vector<PluginRecord> plugins;
  Project project = {};
  std::vector<InputRecord> inputs = {};
  Blas blas = {};
};

/// Fills in all but the end and the plugins. The start is now.
Provenance begin_provenance(const Build& build, const std::vector<std::string>& arguments, std::int64_t seed);

/// Words quoted so that a shell takes them back.
std::string shell_text(const std::vector<std::string>& words);

/// The name of this machine.
std::string host_name();

/// Now, as Provenance gives times.
std::string utc_now();

/// Writes attributes and the dataset `plugins` (plugin x field) into a group.
void write_provenance(Writer& writer, const Provenance& provenance, const std::string& group = "provenance");

}  // namespace engram::store
