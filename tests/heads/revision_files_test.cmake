# Which files the build takes for revisions, and what it says to those that are none.
# cmake -DMODULE_DIR=migrator/cmake -DWORK_DIR=… -DCOMPILER=c++ -P revision_files_test.cmake
file(REMOVE_RECURSE ${WORK_DIR})
file(WRITE ${WORK_DIR}/CMakeLists.txt
"cmake_minimum_required(VERSION 3.25)
set(CMAKE_CXX_COMPILER_WORKS 1)
project(tavern LANGUAGES CXX)
add_library(stub INTERFACE)
add_library(gestaloka::migrator ALIAS stub)
file(WRITE \${CMAKE_CURRENT_BINARY_DIR}/main.cpp \"\")
add_library(tavern STATIC \${CMAKE_CURRENT_BINARY_DIR}/main.cpp)
include(${MODULE_DIR}/MigratorRevisions.cmake)
migrator_add_revisions(tavern DIRECTORY \${CMAKE_CURRENT_SOURCE_DIR}/revisions NAMESPACE tavern)
")

function(write_file path text)
  file(WRITE ${WORK_DIR}/revisions/${path} "${text}")
endfunction()

# The outcome in `status` and `output`.
macro(configure)
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${WORK_DIR} -B ${WORK_DIR}/build -DCMAKE_CXX_COMPILER=${COMPILER}
                  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
endmacro()

function(expect_refused text)
  configure()
  # CMake wraps its messages.
  string(REGEX REPLACE "[ \n]+" " " words "${output}")
  string(FIND "${words}" "${text}" place)
  if(status EQUAL 0 OR place EQUAL -1)
    message(FATAL_ERROR "\"${text}\" is not in:\n${output}")
  endif()
endfunction()

write_file(20260101_0900_aaaa_first.cpp "REVISION(aaaa) {\n    .message = \"First\",\n};\n")
configure()
if(NOT status EQUAL 0)
  message(FATAL_ERROR "a sound directory was refused:\n${output}")
endif()

# RC45: a nested directory is none of the chain's; a revision that is missing because of that is found (RM48).
write_file(nested/20260102_0900_bbbb_second.cpp "REVISION(bbbb) {\n    .message = \"Second\",\n};\n")
configure()
file(READ ${WORK_DIR}/build/tavern_revisions.cpp list)
if(NOT status EQUAL 0 OR list MATCHES "bbbb" OR NOT list MATCHES "revision_aaaa")
  message(FATAL_ERROR "the list is not that of the directory:\n${list}")
endif()

# RC47: a file that defines no revision stops the build, and is named.
write_file(20260103_0900_cccc_nothing.cpp "// Forgotten.\n")
expect_refused("revisions/20260103_0900_cccc_nothing.cpp: a revision file holds one line that begins with REVISION(id)")
write_file(20260103_0900_cccc_nothing.cpp "REVISION(dddd) {\n    .message = \"Other\",\n};\n")
expect_refused("the file's name must hold the id of its REVISION(dddd)")
