# `cpack -G DEB` in a build folder makes a Debian package of the files that `cmake --install` installs.

# The licence, both as it is and in Debian's form, which is generated from LICENSE.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/LICENSE)
file(READ ${CMAKE_SOURCE_DIR}/LICENSE licence)
string(REGEX MATCH "Copyright \\(c\\) ([^\n]+)\n+" found "${licence}")
if(NOT found)
  message(FATAL_ERROR "LICENSE: has no line 'Copyright (c) <year>, <holder>', from which the package takes its copyright")
endif()
set(copyright_holder "${CMAKE_MATCH_1}")
# Debian's form has the terms below the copyright, with each line indented and a dot for each empty line.
string(FIND "${licence}" "${found}" start)
string(LENGTH "${found}" length)
math(EXPR start "${start} + ${length}")
string(SUBSTRING "${licence}" ${start} -1 licence_text)
string(STRIP "${licence_text}" licence_text)
string(REGEX REPLACE "\n" "\n " licence_text " ${licence_text}")
string(REGEX REPLACE "\n (\n|$)" "\n .\\1" licence_text "${licence_text}")
configure_file(${CMAKE_CURRENT_LIST_DIR}/copyright.in ${CMAKE_BINARY_DIR}/share/doc/engram/copyright @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/share/doc/engram/copyright ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/CITATION.cff
              ${CMAKE_SOURCE_DIR}/CHANGELOG.md DESTINATION share/doc/engram)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME engram)
set(CPACK_PACKAGE_VENDOR engram)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
# The maintainer is the person who builds the package, from the variables that Debian's own tools use.
if(NOT "$ENV{DEBEMAIL}" STREQUAL "")
  set(maintainer_name "$ENV{DEBFULLNAME}")
  if(maintainer_name STREQUAL "")
    set(maintainer_name "Local build of engram")
  endif()
  set(CPACK_PACKAGE_CONTACT "${maintainer_name} <$ENV{DEBEMAIL}>")
else()
  set(CPACK_PACKAGE_CONTACT "Local build of engram <root@localhost>")
endif()
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGE_DESCRIPTION
"Experiments are described in YAML files. engram loads models, learning rules,
activations, pattern sources, corruptions, integrators and analyses from shared
libraries, checks that they fit, runs them, and writes one HDF5 file, from which
figures are drawn without running anything again.

The package has the program, its plugins, the headers and the CMake package that
plugins of one's own are built with, and the experiments of published figures.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# dpkg-shlibdeps finds the libraries; the font is that of pictures.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-dejavu-core")
# Tools to build plugins, and a BLAS that is faster than the reference.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "g++ | clang, cmake, make | ninja-build, libeigen3-dev, libopenblas0-pthread")
include(CPack)
