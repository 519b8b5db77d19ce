// Image files.
#include <cstddef>

#include <engram/error.hpp>

#include "image_files/image_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  try {
    (void)engram::image_files::read_images({"input", {data, size}});
  } catch (const engram::image_files::Unreadable&) {
  } catch (const engram::ParameterError&) {
  }
  return 0;
}
