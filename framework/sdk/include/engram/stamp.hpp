// The stamp of a plugin library: what must be equal on both sides before any C++ object may cross the border.
//
// It is plain text in an ELF section of its own, so that the host can read it from the file and refuse a library
// without running any of its code. The fingerprint of plugin.hpp and what it includes stands for the
// layout of every type that crosses: a version kept by hand is forgotten. Eigen's alignment is part of it because
// Eigen frees what it did not allocate when the two sides disagree.
#pragma once

#include <Eigen/Core>

#include <engram/fingerprint.hpp>

#define ENGRAM_SDK_VERSION "0.1"
// No variable may have this name: the assembler of clang takes the two for one symbol.
#define ENGRAM_STAMP_SECTION "engram_stamp"

#define ENGRAM_DETAIL_QUOTE(x) #x
#define ENGRAM_DETAIL_TEXT(x) ENGRAM_DETAIL_QUOTE(x)

// clang++ and g++ share the C++ ABI on Linux: what matters is the standard library and its string's layout.
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
