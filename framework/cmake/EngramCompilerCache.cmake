# ccache, where it is installed and no other launcher is asked for, set up so that a second folder with the same sources
# finds everything in it.
add_compile_options(-fmacro-prefix-map=${CMAKE_SOURCE_DIR}=.)
if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(CCACHE_PROGRAM ccache)
  if(CCACHE_PROGRAM)
    # Paths below the sources are hashed as relative ones.
    set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
    # Precompiled headers are found by the bytes of their headers (depend mode) and never by their preprocessed text. The
    # text is the same after a change of comments, but compilers compare bytes: GCC for `#pragma once`, so that it would
    # read a changed header twice, and clang before it takes a precompiled header. The namespace leaves behind what was
    # cached by text.
    set(ENGRAM_PRECOMPILE_LAUNCHER env CCACHE_DEPEND=1 CCACHE_NAMESPACE=by-bytes ${CMAKE_CXX_COMPILER_LAUNCHER})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      add_compile_options(-fpch-preprocess)
    else()
      add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
    endif()
  endif()
endif()
