# Warnings, sanitizers and the compiler cache, as one interface target: gestaloka_compiler.
add_library(gestaloka_compiler INTERFACE)
target_compile_options(gestaloka_compiler INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # Warns of std::string's own operator+ (GCC bug 105651, fixed in 13).
  target_compile_options(gestaloka_compiler INTERFACE -Wno-restrict)
endif()
if(GESTALOKA_WARNINGS_AS_ERRORS)
  target_compile_options(gestaloka_compiler INTERFACE -Werror)
endif()
if(GESTALOKA_SANITIZE)
  target_compile_options(gestaloka_compiler INTERFACE -fsanitize=${GESTALOKA_SANITIZE} -fno-omit-frame-pointer
                                                     -fno-sanitize-recover=all)
  target_link_options(gestaloka_compiler INTERFACE -fsanitize=${GESTALOKA_SANITIZE})
endif()

find_program(GESTALOKA_CCACHE ccache)
if(GESTALOKA_CCACHE AND PROJECT_IS_TOP_LEVEL)
  # What uses a precompiled header is cached only with these liberties (ccache's manual, "Precompiled headers"). The
  # header itself is not: one that was made in another checkout makes g++ miss the #pragma once of what it includes.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=time_macros,include_file_mtime
                                  ${GESTALOKA_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(gestaloka_compiler INTERFACE -fpch-preprocess)
  else()
    target_compile_options(gestaloka_compiler INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

# What most sources include and none of them changes: precompiled once a target, a third to a half of what a source
# costs to compile. Not where g++ 12 optimises: what it takes from a precompiled header is no system header to it, and
# it warns of the standard library's own code (GCC bug 105651 again, as -Wstringop-overflow).
set(GESTALOKA_COMMON_HEADERS <algorithm> <boost/outcome/basic_result.hpp> <chrono> <filesystem> <functional> <map>
                             <optional> <string> <unordered_map> <variant> <vector>)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND NOT CMAKE_BUILD_TYPE STREQUAL Debug)
  set(GESTALOKA_COMMON_HEADERS)
endif()
