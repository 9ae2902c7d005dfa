# Read by cli/try.sh and tests/run.sh: what newsidx is built and tested with,
# by Debian's names, and how what is missing gets installed.

packages_to_build='cmake gcc libarchive-dev libc6-dev libedit-dev libexpat1-dev
libexttextcat-data libexttextcat-dev libgumbo-dev libjson-c-dev libseccomp-dev
libsqlite3-dev libstemmer-dev libuchardet-dev libutf8proc-dev libzstd-dev
ninja-build pkgconf'

# libacl to nettle are what Debian's libarchive.pc and sqlite3.pc ask of those
# who link statically, and sphinxsearch is what tests/peer compares with.
packages_to_test='binutils clang-14 clang-format-14 clang-tidy-14 cppcheck g++
libacl1-dev libbz2-dev liblz4-dev liblzma-dev libxml2-dev nettle-dev zlib1g-dev
libclang-rt-14-dev libcmocka-dev llvm-14 mandoc pmccabe sphinxsearch'

# Exit status when the system lacks something; no answer of newsq means it.
cannot_start=69

note() {
    echo "$*" >&2
}

# name_packages PACKAGES: the way out for a person on another system.
name_packages() {
    note "newsidx is built with these packages (Debian 12's names):"
    note "   " "$@"
}

# ensure_packages PACKAGES...: install those that are not installed. Asks
# nothing, and changes nothing when all are there.
ensure_packages() {
    if ! command -v apt-get > /dev/null ||
        ! command -v dpkg-query > /dev/null; then
        for tool in cmake ninja cc pkg-config; do
            if ! command -v $tool > /dev/null; then
                note "This system has no apt-get, and $tool is not installed."
                name_packages "$@"
                note "Install what they are called here, then try again."
                exit $cannot_start
            fi
        done
        return 0
    fi

    missing=
    for package in "$@"; do
        # One status for each architecture that the package is known for; the
        # blank before it keeps "not-installed" from counting.
        case $(dpkg-query -W -f ' ${db:Status-Status} ' "$package" \
            2> /dev/null || :) in
        *' installed '*) ;;
        *) missing="$missing $package" ;;
        esac
    done
    if [ -z "$missing" ]; then
        return 0
    fi

    as_root=
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo > /dev/null; then
            note "These packages are missing, and only root can install them:"
            note "   $missing"
            note "Run as root: apt-get install --no-install-recommends$missing"
            exit $cannot_start
        fi
        as_root=sudo
    fi
    note "installing:$missing"
    log=$(mktemp)
    # The lists are words, so they are not quoted.
    # shellcheck disable=SC2086
    if ! { $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
            --no-install-recommends $missing; } > "$log" 2>&1 < /dev/null; then
        cat "$log" >&2
        rm -f "$log"
        note "apt-get could not install:$missing"
        name_packages "$@"
        exit $cannot_start
    fi
    rm -f "$log"
}

# quietly COMMAND...: its output is shown only if it fails.
quietly() {
    output=$(mktemp)
    if "$@" > "$output" 2>&1 < /dev/null; then
        rm -f "$output"
        return 0
    fi
    cat "$output" >&2
    rm -f "$output"
    return 1
}
