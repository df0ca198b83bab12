# Run after a Criterion program is built: writes one add_test() per test in it, so that ctest counts, names and skips single tests.
# In: RUNNER (calls one test of a program), PROGRAM, PREFIX (before the test's name), LABELS, ENVIRONMENT, OUTPUT (file to write).
execute_process(COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C.UTF-8 ${PROGRAM} --list --color=never
                OUTPUT_VARIABLE listing RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} --list ended with ${result}")
endif()
# Long tests may take an hour on two busy cores.
set(timeout 900)
if(LABELS MATCHES "long")
    set(timeout 7200)
endif()
set(script "")
set(suite "")
string(REPLACE "\n" ";" lines "${listing}")
foreach(line IN LISTS lines)
    if(line MATCHES "^([A-Za-z0-9_]+): [0-9]+ tests?")
        set(suite ${CMAKE_MATCH_1})
    elseif(line MATCHES "([A-Za-z0-9_]+)$")
        set(test ${CMAKE_MATCH_1})
        set(name "${PREFIX}${suite}.${test}")
        string(APPEND script "add_test([[${name}]] [[${RUNNER}]] [[${PROGRAM}]] [[${suite}/${test}]])\n"
               "set_tests_properties([[${name}]] PROPERTIES LABELS [[${LABELS}]] TIMEOUT ${timeout} ENVIRONMENT [[${ENVIRONMENT}]]"
               # Criterion does not look at the exit code of a test's process, by which LeakSanitizer reports.
               " FAIL_REGULAR_EXPRESSION [[(Address|Leak|Thread)Sanitizer: |: runtime error: ]]"
               " SKIP_REGULAR_EXPRESSION [[SKIP. ${suite}::${test}]])\n")
    endif()
endforeach()
if(script STREQUAL "")
    message(FATAL_ERROR "${PROGRAM} holds no tests")
endif()
file(WRITE ${OUTPUT} "${script}")
