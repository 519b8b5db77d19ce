# Compiles headers that many sources share once, for all targets with the same flags. Sources still include what they
# use, since plugins outside of this tree and clang-tidy compile without precompiled headers.
#
# engram_precompile(<name> HEADERS <header>... [LIBRARIES <target>...] [DEFINITIONS <macro>...] [OPTIONS <option>...]
#                   [HIDDEN | PROGRAM]): compiles the headers for targets that link the libraries. HIDDEN: for plugins,
#                   whose symbols are hidden. PROGRAM: for programs, whose code stays where it is loaded.
# `target_precompile_headers(<target> REUSE_FROM <name>)` uses them for a target with the same flags; extra macros are
# allowed.
function(engram_precompile name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "HIDDEN;PROGRAM" "" "HEADERS;LIBRARIES;DEFINITIONS;OPTIONS")
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(${name} OBJECT ${source})
  target_link_libraries(${name} PRIVATE engram::sdk engram_options ${arg_LIBRARIES})
  target_compile_definitions(${name} PRIVATE ${arg_DEFINITIONS})
  target_compile_options(${name} PRIVATE ${arg_OPTIONS})
  target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
  if(ENGRAM_PRECOMPILE_LAUNCHER)
    set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER "${ENGRAM_PRECOMPILE_LAUNCHER}")
  endif()
  if(arg_HIDDEN)
    set_target_properties(${name} PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  endif()
  if(arg_PROGRAM)
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  endif()
endfunction()
