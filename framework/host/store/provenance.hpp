// The origin of a result: the facts needed to trust it and to run it again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/writer.hpp"

namespace engram::store {

/// How the program was built; known to its build system.
struct Build {
  std::string engram_version;
  std::string git_commit;  ///< "unknown" if the sources were not in a repository
  bool git_dirty = false;  ///< the sources differed from that commit
  std::string compiler;
  std::string compiler_flags;
  std::string numerics = {};  ///< a checksum of the sources that decide the numbers of a run, without the plugins
};

/// The user's repository that contains the spec.
struct Project {
  std::string git_commit = {};  ///< empty if there is none
  bool git_dirty = false;
  std::string unread = {};  ///< why the repository, or whether files differ, could not be read; empty otherwise
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
  std::string library = {};  ///< "OpenBLAS 0.3.21"; empty if no plugin has loaded one
  std::string kernel = {};   ///< "Haswell"; empty if the library does not report it
};

struct Provenance {
  Build build;
  std::string host;
  std::string cpu;
  std::string command_line;  ///< quoted so that a shell reads it back unchanged
  std::int64_t seed = 0;
  std::string start;  ///< UTC, ISO 8601: "2026-01-31T12:00:00Z"
  std::string end;
  std::vector<PluginRecord> plugins;
  Project project = {};
  std::vector<InputRecord> inputs = {};
  Blas blas = {};
  std::vector<InputRecord> specs = {};  ///< the spec, and the specs that it extends
  std::string math = {};  ///< a checksum of the last bits of the C library's exp, tanh and others; empty if unknown
};

/// Fills in everything known at the start of a run; the start time is now.
Provenance begin_provenance(const Build& build, const std::vector<std::string>& arguments, std::int64_t seed);

/// Words, quoted so that a shell reads them back unchanged.
std::string shell_text(const std::vector<std::string>& words);

/// The name of this machine.
std::string host_name();

/// The present time, in the format of Provenance.
std::string utc_now();

/// Writes attributes and the dataset `plugins` (plugin x field) into a group.
void write_provenance(Writer& writer, const Provenance& provenance, const std::string& group = "provenance");

}  // namespace engram::store
