# Texts of kernels/ in the binary, and the C reference made from the built-in models.
#
#   kernels/**, host/reference/entry.h, *.inc, bench/networks/*  --embed-->  kernel_texts.c  (into room core)
#   kernels/{rules,neurons,myelin,turnover}/NAME.h  --model_text-->  reference/KIND_NAME.c (into room reference, through engram_builtin)

# The parser of model files is part of the library, so the library is built before the texts it makes.
add_executable(embed scripts/embed.c)
file(GLOB_RECURSE kernel_files RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS kernels/*.h kernels/*.cl)
file(GLOB entry_files RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS host/reference/entry.h host/reference/*.inc)
file(GLOB network_files RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS bench/networks/*.yaml)
set(embedded "")
foreach(file IN LISTS kernel_files entry_files network_files)
    string(REGEX REPLACE "^(kernels|host|bench)/" "" name ${file})
    list(APPEND embedded "${name}=${CMAKE_SOURCE_DIR}/${file}")
endforeach()
list(SORT embedded)
set(kernel_texts ${CMAKE_BINARY_DIR}/generated/kernel_texts.c)
add_custom_command(
    OUTPUT ${kernel_texts}
    COMMAND embed ${kernel_texts} ${embedded}
    DEPENDS embed ${kernel_files} ${entry_files} ${network_files}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMENT "Embedding kernels" VERBATIM)
target_sources(engram_core PRIVATE ${kernel_texts})

add_executable(model_text scripts/model_text.c)
target_link_libraries(model_text PRIVATE engram_model)

set(builtin ${CMAKE_BINARY_DIR}/generated/reference/builtin.c)
add_custom_command(OUTPUT ${builtin} COMMAND model_text builtin ${builtin} DEPENDS model_text VERBATIM)
set(builtin_sources ${builtin})
set(double_sources "")
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/reference)
foreach(kind rules neurons myelin turnover)
    file(GLOB files CONFIGURE_DEPENDS kernels/${kind}/*.h)
    string(REGEX REPLACE "s$" "" word ${kind})
    foreach(file IN LISTS files)
        get_filename_component(name ${file} NAME_WE)
        set(text ${CMAKE_BINARY_DIR}/generated/reference/${word}_${name}.c)
        add_custom_command(OUTPUT ${text} COMMAND model_text reference ${kind} ${name} ${text} DEPENDS model_text VERBATIM)
        list(APPEND builtin_sources ${text})
        # Tests compile the same text once more in double precision.
        set(twin ${CMAKE_BINARY_DIR}/generated/reference/double_${word}_${name}.c)
        add_custom_command(OUTPUT ${twin} COMMAND model_text double ${kind} ${name} ${twin} DEPENDS model_text VERBATIM)
        list(APPEND double_sources ${twin})
    endforeach()
endforeach()

# Models have the arguments of their kind and all of arith.h, whether they use them or not.
add_library(engram_builtin OBJECT ${builtin_sources})
target_include_directories(engram_builtin PRIVATE include host kernels)
target_compile_options(engram_builtin PRIVATE -Wno-unused-parameter -Wno-unused-function)
if(TARGET engram_reference)
    target_sources(engram_reference PRIVATE $<TARGET_OBJECTS:engram_builtin>)
endif()
add_library(engram_builtin_double OBJECT EXCLUDE_FROM_ALL ${double_sources})
target_include_directories(engram_builtin_double PRIVATE include host kernels tests)
target_compile_options(engram_builtin_double PRIVATE -Wno-unused-parameter -Wno-unused-function -Wno-double-promotion)
