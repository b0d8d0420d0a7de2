# t/coverage's build: measured sources are compiled once, plainly and with counters, and
# linked into the tests of both suites.  Nothing in them throws, so no exception has a
# branch.
function(foster_count)
  set(measured foster_lib foster_toml foster_turn)
  foreach(library IN LISTS measured)
    target_compile_options(${library} PRIVATE -O0 --coverage -fno-exceptions)
    list(APPEND files $<TARGET_FILE:${library}>)
  endforeach()
  target_link_libraries(foster_model_tests PRIVATE foster_toml)
  # First of all objects: the linker keeps the first copy of an inline function.
  list(JOIN files "," files)
  foreach(tests foster_unit_tests foster_model_tests)
    target_link_options(${tests} PRIVATE
      --coverage -Wl,--whole-archive,${files},--no-whole-archive)
  endforeach()
endfunction()
cmake_language(DEFER CALL foster_count)
