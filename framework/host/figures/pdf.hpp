// PDF files that are the same whenever they are drawn.
#pragma once

#include <filesystem>

namespace engram::figures {

/// Sets the date of creation that cairo writes into a PDF file to a fixed one. False where none can be read there.
bool remove_pdf_date(const std::filesystem::path& file);

}  // namespace engram::figures
