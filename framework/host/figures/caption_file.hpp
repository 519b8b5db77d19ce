// Captions as files of their own.
#pragma once

#include <string>

#include "figures/draw.hpp"

namespace engram::figures {

/// The texts of a caption's file.
struct CaptionTexts {
  std::string mark;    ///< as in pictures
  std::string source;  ///< the result, with its digest
  std::string name;    ///< file name of the picture, without its ending
  std::string title;
  std::string caption;
};

/// "fig4.txt": the file of the caption beside the picture.
std::string caption_file_name(const std::string& stem, CaptionFormat format);

/// The content of such a file: plain text, a figure's `\\caption` and `\\label` for LaTeX, or Markdown.
std::string caption_file(CaptionFormat format, const CaptionTexts& texts);

}  // namespace engram::figures
