// The stamp of a plugin library: the properties that host and library must share before they exchange C++ objects.
//
// It is plain text in a separate ELF section, so that the host can read it from the file and refuse a library without
// running any of its code. The fingerprint of plugin.hpp and the headers it includes represents the layout of every
// exchanged type, since people forget to update a version by hand. Eigen's alignment is part of the stamp because
// with different alignments Eigen frees memory that it did not allocate.
#pragma once

#include <Eigen/Core>

#include <engram/fingerprint.hpp>

#define ENGRAM_SDK_VERSION "0.1"
// No variable may have this name, because clang's assembler would take section and variable for the same symbol.
#define ENGRAM_STAMP_SECTION "engram_stamp"

#define ENGRAM_DETAIL_QUOTE(x) #x
#define ENGRAM_DETAIL_TEXT(x) ENGRAM_DETAIL_QUOTE(x)

// clang++ and g++ share the C++ ABI on Linux, so only the standard library and the layout of its string matter.
#if defined(__GLIBCXX__)
#define ENGRAM_DETAIL_LIBRARY "libstdc++ cxx11abi=" ENGRAM_DETAIL_TEXT(_GLIBCXX_USE_CXX11_ABI)
#else
#define ENGRAM_DETAIL_LIBRARY "other"
#endif

#if defined(_GLIBCXX_DEBUG)
#define ENGRAM_DETAIL_DEBUG "checked containers"
#else
#define ENGRAM_DETAIL_DEBUG "plain containers"
#endif

#if defined(__FAST_MATH__)
#define ENGRAM_DETAIL_MATH "fast-math"
#else
#define ENGRAM_DETAIL_MATH "ieee"
#endif

#define ENGRAM_STAMP                                                                                                    \
  "engram-sdk=" ENGRAM_SDK_VERSION ";headers=" ENGRAM_SDK_FINGERPRINT ";library=" ENGRAM_DETAIL_LIBRARY                 \
  ";eigen=" ENGRAM_DETAIL_TEXT(EIGEN_WORLD_VERSION) "." ENGRAM_DETAIL_TEXT(EIGEN_MAJOR_VERSION) "." ENGRAM_DETAIL_TEXT( \
      EIGEN_MINOR_VERSION) ";eigen-align=" ENGRAM_DETAIL_TEXT(EIGEN_MAX_ALIGN_BYTES) ";debug=" ENGRAM_DETAIL_DEBUG      \
                                                                                     ";math=" ENGRAM_DETAIL_MATH
