# For the preset `musl`: the native compiler if its library is musl (Alpine), otherwise
# the one that t/musl/toolchain builds.
execute_process(COMMAND c++ -dumpmachine OUTPUT_VARIABLE native
  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT native MATCHES "musl")
  execute_process(COMMAND ${CMAKE_CURRENT_LIST_DIR}/toolchain OUTPUT_VARIABLE prefix
    OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "unable to build for musl: there is no C++ compiler for it")
  endif()
  set(CMAKE_CXX_COMPILER ${prefix}/bin/musl-g++)
  # Otherwise CMake would use the compiler that it knows.
  if(EXISTS ${CMAKE_BINARY_DIR}/CMakeCache.txt)
    file(STRINGS ${CMAKE_BINARY_DIR}/CMakeCache.txt known REGEX "^BOOST_LIBRARYDIR:")
    if(known AND NOT known MATCHES "${prefix}/")
      message(FATAL_ERROR "the compiler for musl has changed: remove ${CMAKE_BINARY_DIR}")
    endif()
  endif()
  # Nothing of glibc's: only the prefix counts.
  set(CMAKE_PREFIX_PATH ${prefix})
  set(CMAKE_FIND_ROOT_PATH ${prefix})
  set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
  set(Boost_NO_BOOST_CMAKE ON)
  set(BOOST_INCLUDEDIR ${prefix}/include)
  set(BOOST_LIBRARYDIR ${prefix}/lib CACHE PATH "Where Program_options for musl is")
  set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
endif()
