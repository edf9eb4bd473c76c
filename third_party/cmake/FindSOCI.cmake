# Debian ships SOCI 4.0 without a CMake package. Defines SOCI::Core and SOCI::PostgreSQL, as SOCI 4.1 names them.
# The static libraries are preferred: the shared one hides the symbols that a derived backend and UBSan's vptr need,
# and loading it costs a millisecond at each start.
find_path(SOCI_INCLUDE_DIR soci/soci.h)
find_library(SOCI_CORE_LIBRARY NAMES libsoci_core.a soci_core)
find_library(SOCI_POSTGRESQL_LIBRARY NAMES libsoci_postgresql.a soci_postgresql)
if(SOCI_INCLUDE_DIR AND EXISTS ${SOCI_INCLUDE_DIR}/soci/version.h)
  file(STRINGS ${SOCI_INCLUDE_DIR}/soci/version.h version_line REGEX "#define SOCI_LIB_VERSION ")
  string(REGEX REPLACE ".*\"([0-9]+)_([0-9]+)_([0-9]+)\".*" "\\1.\\2.\\3" SOCI_VERSION "${version_line}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  SOCI
  REQUIRED_VARS SOCI_CORE_LIBRARY SOCI_POSTGRESQL_LIBRARY SOCI_INCLUDE_DIR
  VERSION_VAR SOCI_VERSION)
if(SOCI_FOUND AND NOT TARGET SOCI::Core)
  add_library(SOCI::Core UNKNOWN IMPORTED)
  set_target_properties(SOCI::Core PROPERTIES IMPORTED_LOCATION ${SOCI_CORE_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES
                                                                                     ${SOCI_INCLUDE_DIR})
  target_link_libraries(SOCI::Core INTERFACE ${CMAKE_DL_LIBS} Threads::Threads)
  add_library(SOCI::PostgreSQL UNKNOWN IMPORTED)
  set_target_properties(SOCI::PostgreSQL PROPERTIES IMPORTED_LOCATION ${SOCI_POSTGRESQL_LIBRARY})
  target_link_libraries(SOCI::PostgreSQL INTERFACE SOCI::Core PostgreSQL::PostgreSQL)
endif()
mark_as_advanced(SOCI_INCLUDE_DIR SOCI_CORE_LIBRARY SOCI_POSTGRESQL_LIBRARY)
