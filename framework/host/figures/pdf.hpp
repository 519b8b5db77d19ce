// Makes PDF files independent of the time of drawing.
#pragma once

#include <filesystem>

namespace engram::figures {

/// Replaces the date of creation that cairo writes into a PDF file by a fixed one. False if it finds no readable
/// date.
bool remove_pdf_date(const std::filesystem::path& file);

}  // namespace engram::figures
