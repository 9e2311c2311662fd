# What the libraries let out: exactly what the public headers name. What stages share among themselves is no part of the
# interface, and in a static library such names would clash with those of whoever links it.

# rt_public_names(NAMES): the functions and constants that the public headers declare.
function(rt_public_names out)
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
  set(${out} ${names} PARENT_SCOPE)
endfunction()

# rt_write_version_script(MAP): for the linker, when it makes the shared library.
function(rt_write_version_script map)
  rt_public_names(names)
  list(JOIN names ";\n\t\t" names)
  file(CONFIGURE OUTPUT ${map} CONTENT "{\n\tglobal:\n\t\t@names@;\n\tlocal:\n\t\t*;\n};\n" @ONLY)
endfunction()

# rt_add_single_object(OBJECT NAMES OBJECTS): of the object library OBJECTS one file, for the static library, with all
# other names made local. What the objects hold for optimization across files goes: it has the names as they were.
function(rt_add_single_object object names objects)
  rt_public_names(public)
  list(JOIN public "\n" public)
  file(CONFIGURE OUTPUT ${names} CONTENT "@public@\n" @ONLY)
  add_custom_command(OUTPUT ${object}
    COMMAND ${CMAKE_LINKER} -r -o ${object}.all $<TARGET_OBJECTS:${objects}>
    COMMAND ${CMAKE_OBJCOPY} --keep-global-symbols=${names} --remove-section=.gnu.*lto_* ${object}.all ${object}
    BYPRODUCTS ${object}.all
    DEPENDS ${objects} $<TARGET_OBJECTS:${objects}> ${names}
    COMMENT "Making one object of the library" COMMAND_EXPAND_LISTS VERBATIM)
  set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
endfunction()
