// The BLAS library's choice of kernels.
#pragma once

namespace engram::app {

/// OpenBLAS before 0.3.22 takes AMD processors with AVX-512 for ones without and runs at half their speed. Names the
/// right kernels to it, unless the user has named some. Must run before the first plugin is loaded, since OpenBLAS
/// chooses when it is loaded, and only plugins load it.
void choose_blas_kernels();

}  // namespace engram::app
