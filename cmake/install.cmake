# What `cmake --install` puts where: the program, both libraries, headers, the files by which pkg-config and CMake find
# them, the manual page; for the nightly job the systemd units, and completion for three shells.
include(CMakePackageConfigHelpers)

install(TARGETS regtrail)
install(TARGETS regtrail_shared EXPORT regtrail)
install(TARGETS regtrail_static EXPORT regtrail_static)

install(DIRECTORY include/regtrail TYPE INCLUDE FILES_MATCHING PATTERN "*.h")
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/include/regtrail/version.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/regtrail)
install(FILES man/regtrail.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

# The units name the program by its path, which is known when the prefix is.
set(units ${CMAKE_CURRENT_BINARY_DIR}/systemd)
install(CODE "
  set(bindir \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
  set(docdir \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DOCDIR}\")
  foreach(unit IN ITEMS regtrail.service regtrail-watchdog.service)
    configure_file(\"${CMAKE_CURRENT_SOURCE_DIR}/contrib/systemd/\${unit}.in\" \"${units}/\${unit}\" @ONLY)
  endforeach()")
install(FILES ${units}/regtrail.service ${units}/regtrail-watchdog.service
  contrib/systemd/regtrail.timer contrib/systemd/regtrail-watchdog.timer DESTINATION lib/systemd/system)
install(FILES contrib/systemd/regtrail.sysusers DESTINATION lib/sysusers.d RENAME regtrail.conf)
install(FILES contrib/completion/regtrail.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
  RENAME regtrail)
install(FILES contrib/completion/_regtrail DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES contrib/completion/regtrail.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(DIRECTORY contrib DESTINATION ${CMAKE_INSTALL_DOCDIR} USE_SOURCE_PERMISSIONS
  PATTERN systemd EXCLUDE PATTERN completion EXCLUDE)

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
