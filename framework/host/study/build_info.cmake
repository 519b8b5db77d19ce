# Writes OUTPUT from TEMPLATE with the commit of the sources; run at every build, see CMakeLists.txt. With REPORT, which
# the configuration gives, it says in words why there is no commit.
set(COMMIT "unknown")
set(DIRTY "false")
find_program(GIT git)
if(NOT EXISTS ${SOURCE}/.git)
  set(reason "no git repository")
elseif(NOT GIT)
  set(reason "git is not installed")
else()
  execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse HEAD
                  OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_VARIABLE reason RESULT_VARIABLE failed)
  if(NOT failed)
    set(COMMIT ${found})
    execute_process(COMMAND ${GIT} -C ${SOURCE} status --porcelain --untracked-files=no
                    OUTPUT_VARIABLE changes ERROR_QUIET)
    if(NOT changes STREQUAL "")
      set(DIRTY "true")
    endif()
  endif()
endif()
if(REPORT AND COMMIT STREQUAL "unknown")
  string(REGEX REPLACE "\n.*" "" reason "${reason}")
  message(NOTICE "engram: ${reason}: results will not record a commit of engram")
endif()
string(REGEX REPLACE " +" " " FLAGS "${FLAGS}")
string(STRIP "${FLAGS}" FLAGS)
# A sum over all that decides the numbers of a run besides the plugins, so that no cell of another program is taken for
# one of this program's.
file(GLOB numeric_sources
     ${SOURCE}/framework/host/run/*.[ch]pp ${SOURCE}/framework/sdk/include/engram/*.hpp
     ${SOURCE}/framework/cmake/EngramOptions.cmake)
list(SORT numeric_sources)
set(NUMERICS "${COMPILER} ${FLAGS}")
foreach(source IN LISTS numeric_sources)
  file(SHA256 ${source} sum)
  string(APPEND NUMERICS " ${sum}")
endforeach()
string(SHA256 NUMERICS "${NUMERICS}")
string(SUBSTRING ${NUMERICS} 0 16 NUMERICS)
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
