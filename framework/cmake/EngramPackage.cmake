# `cpack -G DEB` in a build folder makes a Debian package of what `cmake --install` lays down.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME engram)
set(CPACK_PACKAGE_VENDOR engram)
set(CPACK_PACKAGE_CONTACT "engram maintainers <maintainers@engram.invalid>")
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
# Libraries are found by dpkg-shlibdeps; gnuplot is a program that is called.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "gnuplot-nox | gnuplot")
# For plugins of one's own, and a BLAS that is faster than the reference.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "g++ | clang, cmake, make | ninja-build, libeigen3-dev, libopenblas0-pthread")
include(CPack)
