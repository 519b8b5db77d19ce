// Result files. HDF5 may crash on them, and engram then ends with a message and exit code 2, so each file is read in
// a separate process.
#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "input.hpp"
#include "store/reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::filesystem::path file = engram::fuzz::file_of(data, size, "input.h5");
  const pid_t child = ::fork();
  if (child == 0) {
    (void)!::freopen("/dev/null", "w", stderr);
    try {
      const engram::store::Reader reader(file);
      for (const std::string& path : reader.datasets()) {
        try {
          (void)reader.dataset(path);
        } catch (const engram::RequestError&) {
        }
      }
      (void)reader.integrity();
      (void)reader.case_labels();
      (void)reader.failures();
    } catch (const engram::RequestError&) {
    } catch (const engram::RunError&) {
    }
    ::_exit(0);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) {
    return -1;
  }
  if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 2)) {
    std::abort();
  }
  return 0;
}
