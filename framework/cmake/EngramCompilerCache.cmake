# Uses ccache if it is installed and no other launcher is set. A second folder with the same sources then finds
# everything in the cache.
add_compile_options(-fmacro-prefix-map=${CMAKE_SOURCE_DIR}=.)
if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(CCACHE_PROGRAM ccache)
  if(CCACHE_PROGRAM)
    # Paths below the source folder are hashed as relative paths.
    set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
    # Precompiled headers are looked up by the bytes of their headers (depend mode) and never by their preprocessed
    # text. A change of comments leaves the text the same, but compilers compare bytes: GCC does so for `#pragma once`
    # and would read a changed header twice, and clang does so before it uses a precompiled header. The namespace
    # hides older entries that were cached by text.
    set(ENGRAM_PRECOMPILE_LAUNCHER env CCACHE_DEPEND=1 CCACHE_NAMESPACE=by-bytes ${CMAKE_CXX_COMPILER_LAUNCHER})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      add_compile_options(-fpch-preprocess)
    else()
      add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
    endif()
  endif()
endif()
