# t/coverage's build: what is measured is compiled once, plainly and counting, and linked
# into the tests of both rings.  Nothing in it throws, so no exception has a branch.
function(foster_count)
  set(measured foster_lib foster_toml foster_turn)
  foreach(library IN LISTS measured)
    target_compile_options(${library} PRIVATE -O0 --coverage -fno-exceptions)
    list(APPEND files $<TARGET_FILE:${library}>)
  endforeach()
  target_link_libraries(foster_model_tests PRIVATE foster_toml)
  # First of all objects: of the copies of an inline function the first is linked.
  list(JOIN files "," files)
  foreach(tests foster_lib_tests foster_model_tests)
    target_link_options(${tests} PRIVATE
      --coverage -Wl,--whole-archive,${files},--no-whole-archive)
  endforeach()
endfunction()
cmake_language(DEFER CALL foster_count)
