# rt_write_exports(MAP): a linker version script that lets out of the shared library exactly what the public headers
# name, so that what stages share among themselves is no part of the interface.
function(rt_write_exports map)
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/include/regtrail/*.h)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${headers})
  set(names "")
  foreach(header IN LISTS headers)
    file(READ ${header} text)
    string(REGEX MATCHALL "rt_[a-z0-9_]+[[(]" found "${text}")
    # An unclosed [ would join the elements of a CMake list.
    string(REGEX REPLACE "[[(]" "" found "${found}")
    list(APPEND names ${found})
    # Constants that are no arrays.
    string(REGEX MATCHALL "extern [a-z0-9_ ]*rt_[a-z0-9_]+" found "${text}")
    list(TRANSFORM found REPLACE ".* " "")
    list(APPEND names ${found})
  endforeach()
  list(REMOVE_DUPLICATES names)
  list(SORT names)
  list(JOIN names ";\n\t\t" names)
  file(CONFIGURE OUTPUT ${map} CONTENT "{\n\tglobal:\n\t\t@names@;\n\tlocal:\n\t\t*;\n};\n" @ONLY)
endfunction()
