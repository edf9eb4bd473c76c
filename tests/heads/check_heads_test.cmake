# Two developers' revisions on one parent fail the build with both files and the command that merges them.
# cmake -DCHECK_HEADS=…/CheckHeads.cmake -DWORK_DIR=… -P check_heads_test.cmake
file(REMOVE_RECURSE ${WORK_DIR})
file(MAKE_DIRECTORY ${WORK_DIR}/revisions)

function(write_file name id revises)
  file(WRITE ${WORK_DIR}/revisions/${name}.cpp "REVISION(${id}) {\n    .message = \"m\",\n${revises}\n};\n")
endfunction()

# The outcome in `status` and `output`.
macro(check)
  execute_process(COMMAND ${CMAKE_COMMAND} -DDIRECTORY=${WORK_DIR}/revisions -DSHOWN_FROM=${WORK_DIR} -DPROGRAM=tavern -P
                          ${CHECK_HEADS} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
endmacro()

function(expect text)
  string(FIND "${output}" "${text}" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "\"${text}\" is not in:\n${output}")
  endif()
endfunction()

check()
if(NOT status EQUAL 0)
  message(FATAL_ERROR "no revision at all was refused: ${output}")
endif()

write_file(01_aaaa_first aaaa "")
write_file(02_bbbb_second bbbb "    .revises = {\"aaaa\"},")
check()
if(NOT status EQUAL 0)
  message(FATAL_ERROR "a line was refused: ${output}")
endif()

write_file(03_cccc_third cccc "    // .revises = {\"bbbb\"},\n    .revises = {\"aaaa\"},")
check()
if(status EQUAL 0)
  message(FATAL_ERROR "two heads passed")
endif()
expect("revisions/02_bbbb_second.cpp")
expect("revisions/03_cccc_third.cpp")
expect("tavern migrate merge bbbb cccc -m \"merge bbbb and cccc\"")

write_file(04_dddd_merge dddd "    .revises = {\"bbbb\",\n                \"cccc\"},")
check()
if(NOT status EQUAL 0)
  message(FATAL_ERROR "a merge was refused: ${output}")
endif()

write_file(05_copy dddd "    .revises = {\"dddd\"},")
check()
if(status EQUAL 0)
  message(FATAL_ERROR "one id for two files passed")
endif()
expect("two revisions have the id dddd")

# A squash stands beside the chain while what it replaces is there, and in its place afterwards.
file(REMOVE ${WORK_DIR}/revisions/05_copy.cpp)
write_file(05_eeee_squash eeee "    .revises = {\"aaaa\"},\n    .replaces =\n        \"bbbb additive 12 aaaa\\n\"\n        \"cccc additive \"\n        \"12 \"\n \"aaaa\\n\"\n        \"dddd additive 12 bbbb cccc\\n\",")
check()
if(NOT status EQUAL 0)
  message(FATAL_ERROR "a squash was taken for a second head: ${output}")
endif()
file(REMOVE ${WORK_DIR}/revisions/02_bbbb_second.cpp ${WORK_DIR}/revisions/03_cccc_third.cpp
     ${WORK_DIR}/revisions/04_dddd_merge.cpp)
write_file(06_ffff_later ffff "    .revises = {\"dddd\"},")
check()
if(NOT status EQUAL 0)
  message(FATAL_ERROR "a squash in the place of its range was refused: ${output}")
endif()
write_file(07_0000_other 0000 "    .revises = {\"dddd\"},")
check()
expect("tavern migrate merge ffff 0000")
