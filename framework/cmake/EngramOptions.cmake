# engram_options: how everything of ours is compiled. Link it PRIVATE.
add_library(engram_options INTERFACE)
target_compile_options(engram_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual)
# g++ 12 takes "text" + std::string for overlapping memory or a copy without end (its bugs 105651, 105329).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(engram_options INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
endif()
if(ENGRAM_WARNINGS_AS_ERRORS)
  target_compile_options(engram_options INTERFACE -Werror)
endif()
if(ENGRAM_SANITIZE)
  target_compile_definitions(engram_options INTERFACE ENGRAM_SANITIZED)
  add_compile_options(-fsanitize=${ENGRAM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # AddressSanitizer stops at these faults as well, or they do no harm on x86-64 (alignment); their checks make a third of
  # the time that sources take to compile.
  if(ENGRAM_SANITIZE MATCHES "address")
    add_compile_options(-fno-sanitize=null,object-size,vptr,alignment,pointer-overflow)
  endif()
  add_link_options(-fsanitize=${ENGRAM_SANITIZE})
endif()
