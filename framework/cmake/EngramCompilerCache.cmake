# ccache, where it is installed and no other launcher is asked for, set up so that a second folder with the same sources
# finds everything in it.
add_compile_options(-fmacro-prefix-map=${CMAKE_SOURCE_DIR}=.)
if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(CCACHE_PROGRAM ccache)
  if(CCACHE_PROGRAM)
    # Paths below the sources are hashed as relative ones. The depend mode compares headers byte for byte: by preprocessed
    # text, a precompiled header from before a change of comments would count as the same, and the compiler, which
    # compares bytes for `#pragma once`, would then read the changed header twice. The namespace leaves behind what was
    # cached without this mode.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1 CCACHE_NAMESPACE=engram-depend
        CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      add_compile_options(-fpch-preprocess)
    else()
      add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
    endif()
  endif()
endif()
