# Read by the checks of this folder: SOURCE_DIR BUILD_DIR CC CMAKE. They run in
# an empty folder, and install into "prefix" there.

source_dir=$1
build_dir=$2
compiler=$3
cmake=$4

install_here() {
    if ! "$cmake" --install "$build_dir" --prefix "$PWD/prefix" > log 2>&1; then
        cat log
        exit 1
    fi
    # Nothing of what was installed may point back to where it was built.
    if grep -rlF "$build_dir" prefix/include prefix/lib*/pkgconfig \
        prefix/lib*/*/pkgconfig prefix/lib*/cmake prefix/lib*/*/cmake \
        2>/dev/null; then
        echo "these files name the build folder"
        exit 1
    fi
    library=$(find "$PWD/prefix" -name libnewsidx.so)
    library_dir=$(dirname "$library")
}

# run PROGRAM: must print the passage that it looked for.
run() {
    rm -f outside.db outside.db-*
    said=$(LD_LIBRARY_PATH=$library_dir "$1") || {
        echo "$1: exit status $?"
        exit 1
    }
    if [ "$said" != "Wheat prices fell on Monday." ]; then
        echo "$1: printed \"$said\""
        exit 1
    fi
}

# needs PROGRAM: does it load the shared library?
needs() {
    readelf -d "$1" | grep -q 'NEEDED.*libnewsidx\.so\.0'
}
