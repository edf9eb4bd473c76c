# Installs the library, then configures, builds and runs another project against the installed package.
# cmake -DBUILD_DIR=… -DSERVER=… -DPROJECT_DIR=… -DWORK_DIR=… -DCOMPILER=… -P check_package.cmake
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "failed (${status}): ${ARGN}\n${output}")
  endif()
  message(STATUS "${output}")
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${WORK_DIR}/prefix)
run(${CMAKE_COMMAND} -S ${PROJECT_DIR} -B ${WORK_DIR}/build -G Ninja -DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix
    -DCMAKE_CXX_COMPILER=${COMPILER})
run(${CMAKE_COMMAND} --build ${WORK_DIR}/build)
run(${WORK_DIR}/build/tavern_test)

# The example that `migrate init` writes: builds, passes its test, and boots on its own PostgreSQL.
run(${SERVER} migrate init ${WORK_DIR}/example)
run(${CMAKE_COMMAND} -S ${WORK_DIR}/example -B ${WORK_DIR}/example/build -G Ninja
    -DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix -DCMAKE_CXX_COMPILER=${COMPILER})
run(${CMAKE_COMMAND} --build ${WORK_DIR}/example/build)
run(${CMAKE_CTEST_COMMAND} --test-dir ${WORK_DIR}/example/build --output-on-failure)
run(${CMAKE_COMMAND} -E chdir ${WORK_DIR}/example ${WORK_DIR}/example/build/tavern)
run(${CMAKE_COMMAND} -E chdir ${WORK_DIR}/example ${WORK_DIR}/example/build/tavern migrate history)
