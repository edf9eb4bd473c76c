# cmake -DDIRECTORY=dir -DSHOWN_FROM=root [-DPROGRAM=server] -P CheckHeads.cmake
#
# Fails when the revisions in a directory have several heads, naming their files and the command that merges them. Two
# developers who wrote a revision on the same parent are told so by the first build after their branches meet. It reads
# the files' `.revises`, so it needs neither the compiler nor a program that links.
cmake_minimum_required(VERSION 3.25)

file(GLOB files ${DIRECTORY}/*.cpp)
list(SORT files)
set(ids "")
set(squashes "")
foreach(file IN LISTS files)
  file(STRINGS ${file} definition REGEX "^REVISION\\(")
  if(NOT definition MATCHES "^REVISION\\(([0-9a-z_]+)\\)")
    continue()
  endif()
  set(id ${CMAKE_MATCH_1})
  cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${SHOWN_FROM} OUTPUT_VARIABLE shown)
  if(DEFINED file_of_${id})
    message(FATAL_ERROR "two revisions have the id ${id}: ${file_of_${id}} and ${shown}")
  endif()
  set(file_of_${id} ${shown})
  list(APPEND ids ${id})
  file(READ ${file} text)
  string(REGEX REPLACE "//[^\n]*" "" text "${text}")
  if(text MATCHES "\\.replaces[ \n]*=((\"[^\"]*\"|[ \n])+)")
    # A squash: its lines begin with the ids that it replaces, the last one is where it ends. A formatter may have cut the
    # literals.
    string(REGEX REPLACE "\"[ \n]*\"" "" lines "${CMAKE_MATCH_1}")
    string(REPLACE "\\n" ";" lines "${lines}")
    foreach(line IN LISTS lines)
      if(line MATCHES "^[ \n\"]*([0-9a-z_]+) ")
        set(replaced ${CMAKE_MATCH_1})
        list(APPEND replaced_by_${id} ${replaced})
      endif()
    endforeach()
    set(end_of_${id} ${replaced})
    list(APPEND squashes ${id})
  endif()
  if(text MATCHES "\\.revises[ \n]*=[ \n]*{([^}]*)}")
    string(REGEX MATCHALL "[0-9a-z_]+" parents "${CMAKE_MATCH_1}")
    foreach(parent IN LISTS parents)
      set(is_revised_${parent} TRUE)
    endforeach()
  endif()
endforeach()

# Where the files of the replaced revisions are, a squash stands beside the chain; where they are gone, in their place.
set(beside "")
foreach(id IN LISTS squashes)
  foreach(replaced IN LISTS replaced_by_${id})
    if(replaced IN_LIST ids)
      list(APPEND beside ${id})
      break()
    endif()
  endforeach()
  set(is_revised_${id} ${is_revised_${end_of_${id}}})
endforeach()
list(REMOVE_ITEM ids ${beside})

set(heads "")
set(head_files "")
foreach(id IN LISTS ids)
  if(NOT is_revised_${id})
    list(APPEND heads ${id})
    string(APPEND head_files "  ${file_of_${id}}\n")
  endif()
endforeach()
list(LENGTH heads count)
if(count GREATER 1)
  if(NOT PROGRAM)
    set(PROGRAM your_server)
  endif()
  list(JOIN heads " " arguments)
  list(JOIN heads " and " words)
  # Not message(): it would wrap the lines that are to be copied.
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo
"error: the chain has ${count} heads:
${head_files}merge them, then build again:
  cmake --build . --target ${PROGRAM}
  ${PROGRAM} migrate merge ${arguments} -m \"merge ${words}\"")
  message(FATAL_ERROR "the chain has ${count} heads")
endif()
