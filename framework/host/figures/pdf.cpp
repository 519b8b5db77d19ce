#include "figures/pdf.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <engram/error.hpp>

#include "system/file_content.hpp"

namespace engram::figures {

bool remove_pdf_date(const std::filesystem::path& file) {
  constexpr std::string_view mark = "/CreationDate (D:";
  // It has the length of the replaced date, so the file's table of offsets stays valid.
  constexpr std::string_view epoch = "19700101000000";
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const std::size_t at = text.rfind(mark);
  if (at == std::string::npos) {
    return false;
  }
  stream.clear();
  stream.seekp(static_cast<std::streamoff>(at + mark.size()));
  stream << epoch;
  stream.close();
  if (!stream) {
    system::fail_to_write(file);
  }
  return true;
}

}  // namespace engram::figures
