# engram_add_plugin(<name> <file.cpp>): builds one plugin library from one file.
#
# The library exports one symbol, so that two plugins never share a global by accident. -ffast-math is refused,
# because a library linked with it makes the whole process flush denormals.
#
# This file is installed too, for plugins outside of this tree.
function(engram_add_plugin name source)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  get_directory_property(options COMPILE_OPTIONS)
  set(flags "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}} ${CMAKE_MODULE_LINKER_FLAGS} ${options}")
  if(flags MATCHES "-ffast-math|-Ofast|-funsafe-math-optimizations")
    message(FATAL_ERROR "plugin '${name}': -ffast-math, -Ofast and -funsafe-math-optimizations change the "
                        "arithmetic of the whole program that loads the plugin; take them out of CMAKE_CXX_FLAGS")
  endif()
  set(exports ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin_exports.map)
  add_library(${name} MODULE ${source})
  target_link_libraries(${name} PRIVATE engram::sdk)
  if(TARGET engram_options)
    target_link_libraries(${name} PRIVATE engram_options)
  endif()
  if(TARGET "${ENGRAM_PLUGIN_HEADERS}")
    target_precompile_headers(${name} REUSE_FROM ${ENGRAM_PLUGIN_HEADERS})
  endif()
  set_target_properties(${name} PROPERTIES
    PREFIX ""
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS ${exports})
  target_link_options(${name} PRIVATE LINKER:--version-script=${exports})
  if(NOT ENGRAM_SANITIZE)
    target_link_options(${name} PRIVATE LINKER:--no-undefined)
  endif()
  if(ENGRAM_PLUGIN_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${ENGRAM_PLUGIN_OUTPUT_DIRECTORY})
  endif()
endfunction()
