#!/bin/sh
# An outside CMake project builds with both targets of find_package(newsidx).
set -eu
. "$(dirname "$0")/common.sh"

install_here
mkdir project
cp "$source_dir/tests/install/outside.c" project
cat > project/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.16)
project(outside C)
find_package(newsidx 0.1 REQUIRED COMPONENTS static)
add_executable(with_shared outside.c)
target_link_libraries(with_shared PRIVATE newsidx::newsidx)
add_executable(with_static outside.c)
target_link_libraries(with_static PRIVATE newsidx::newsidx_static)
END
if ! { "$cmake" -S project -B project/build -G Ninja \
    -DCMAKE_C_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$PWD/prefix" &&
    "$cmake" --build project/build; } > log 2>&1; then
    cat log
    exit 1
fi
needs project/build/with_shared ||
    { echo "with_shared: is not linked to it"; exit 1; }
if needs project/build/with_static; then
    echo "with_static: loads the shared library"
    exit 1
fi
run project/build/with_shared
run project/build/with_static
