# What `cmake --install` puts where: headers, both libraries, CMake package, pkg-config file, man page, completion.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/engram)
install(TARGETS libengram libengram_static EXPORT engramTargets)
install(DIRECTORY include/engram DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(EXPORT engramTargets NAMESPACE engram:: DESTINATION ${package_dir})

set(ENGRAM_NEEDS "${ENGRAM_PKG_OPENCL} ${ENGRAM_PKG_YAML} ${ENGRAM_PKG_XXHASH} ${ENGRAM_PKG_HDF5}")
configure_package_config_file(scripts/cmake/engramConfig.cmake.in engramConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(engramConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/engramConfig.cmake ${CMAKE_BINARY_DIR}/engramConfigVersion.cmake DESTINATION ${package_dir})

# Relative to the file itself, so that an installed tree may be moved.
file(RELATIVE_PATH prefix_from_pc /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" prefix_from_pc "${prefix_from_pc}")
configure_file(scripts/cmake/engram.pc.in engram.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/engram.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)


install(FILES docs/engram.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES scripts/completion.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME engram)
