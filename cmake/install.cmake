# What `cmake --install` puts where: the program, both libraries, headers, the files by which pkg-config and CMake find
# them, the manual page.
include(CMakePackageConfigHelpers)

install(TARGETS regtrail)
install(TARGETS regtrail_shared EXPORT regtrail)
install(TARGETS regtrail_static EXPORT regtrail_static)

install(DIRECTORY include/regtrail TYPE INCLUDE FILES_MATCHING PATTERN "*.h")
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/include/regtrail/version.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/regtrail)
install(FILES man/regtrail.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

file(RELATIVE_PATH to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
list(TRANSFORM RT_PACKAGES REPLACE ">=" " >= " OUTPUT_VARIABLE requires)
list(JOIN requires ", " requires)
configure_file(cmake/regtrail.pc.in regtrail.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/regtrail.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/regtrail)
install(EXPORT regtrail NAMESPACE regtrail:: FILE regtrailTargets.cmake DESTINATION ${package})
install(EXPORT regtrail_static NAMESPACE regtrail:: FILE regtrailStaticTargets.cmake DESTINATION ${package})
configure_package_config_file(cmake/regtrailConfig.cmake.in regtrailConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(regtrailConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/regtrailConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/regtrailConfigVersion.cmake
  DESTINATION ${package})
