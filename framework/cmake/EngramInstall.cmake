# Installs the program, its plugins, the sdk with a CMake package for authors of plugins, and their files under
# share/. All files are found relative to the program or to the package, so an installed folder may be moved.
#
# The build tree has the same layout: with build/<preset>/bin on the PATH, find_package(engram) finds it too.
include(CMakePackageConfigHelpers)

set(package_folder lib/cmake/engram)
set(built_package ${CMAKE_BINARY_DIR}/${package_folder})
set(built_share ${CMAKE_BINARY_DIR}/share)

# The program and its plugins.
install(TARGETS engram EXPORT engram-targets RUNTIME DESTINATION bin)
get_property(targets DIRECTORY ${CMAKE_SOURCE_DIR}/plugins PROPERTY BUILDSYSTEM_TARGETS)
set(plugins "")
foreach(target IN LISTS targets)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL MODULE_LIBRARY)
    list(APPEND plugins ${target})
  endif()
endforeach()
install(TARGETS ${plugins} LIBRARY DESTINATION lib/engram/plugins)

# The sdk.
set_target_properties(engram_sdk PROPERTIES EXPORT_NAME sdk)
install(TARGETS engram_sdk EXPORT engram-targets)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/framework/sdk/include/engram ${CMAKE_BINARY_DIR}/framework/sdk/include/engram
        DESTINATION include FILES_MATCHING PATTERN *.hpp)

# The package: find_package(engram) provides engram::sdk, engram::engram and engram_add_plugin().
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/engram-config.cmake.in ${built_package}/engram-config.cmake
                              INSTALL_DESTINATION ${package_folder})
# Before version 1 the headers may change with every minor version.
write_basic_package_version_file(${built_package}/engram-config-version.cmake COMPATIBILITY SameMinorVersion)
foreach(file EngramAddPlugin.cmake plugin_exports.map)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${file} ${built_package}/${file} COPYONLY)
endforeach()
install(FILES ${built_package}/engram-config.cmake ${built_package}/engram-config-version.cmake
              ${built_package}/EngramAddPlugin.cmake ${built_package}/plugin_exports.map
        DESTINATION ${package_folder})
install(EXPORT engram-targets NAMESPACE engram:: DESTINATION ${package_folder})
export(EXPORT engram-targets NAMESPACE engram:: FILE ${built_package}/engram-targets.cmake)

# The templates for `engram new`, and the experiments.
file(MAKE_DIRECTORY ${built_share}/engram)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/framework/templates ${built_share}/engram/templates SYMBOLIC)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/framework/templates DESTINATION share/engram)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/experiments DESTINATION share/engram
        FILES_MATCHING PATTERN *.yaml PATTERN *.png PATTERN *.md)

# Texts that the newly built program prints about itself.
set(own_texts "")
# engram_own_text(<file> <word>...): writes the output of `engram <word>...` to share/<file>.
function(engram_own_text file)
  set(output ${built_share}/${file})
  get_filename_component(folder ${output} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${output} COMMAND engram ${ARGN} > ${output} DEPENDS engram ${plugins}
                     COMMENT "Writing share/${file}" VERBATIM)
  get_filename_component(destination share/${file} DIRECTORY)
  install(FILES ${output} DESTINATION ${destination})
  set(own_texts ${own_texts} ${output} PARENT_SCOPE)
endfunction()

engram_own_text(bash-completion/completions/engram completion bash)
engram_own_text(zsh/vendor-completions/_engram completion zsh)
engram_own_text(fish/vendor_completions.d/engram.fish completion fish)
engram_own_text(man/man1/engram.1 manual)
engram_own_text(engram/schema.json schema)
add_custom_target(engram_own_texts ALL DEPENDS ${own_texts})
