# Sourced by the other scripts: installs the Debian packages that are missing, and says which.

# What building and running the server needs.
build_packages=(g++ cmake ninja-build ccache libboost-dev libsoci-dev libpq-dev libfmt-dev libspdlog-dev libcli11-dev
    nlohmann-json3-dev libsodium-dev postgresql-15)
# What the tests need beyond that.
test_packages=(catch2 clang-14 clang libclang-rt-14-dev clang-format-14 curl openssl patch
    pgbouncer)

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# install_missing PACKAGE...
install_missing() {
    local package missing=()
    for package in "$@"; do
        if ! dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if ! command -v apt-get >/dev/null; then
        echo "These Debian packages are missing, and there is no apt-get to install them: ${missing[*]}" >&2
        return 1
    fi
    echo "installing: ${missing[*]}"
    as_root apt-get update -qq
    # The package would create and start a cluster of its own; ours lives in the data directory.
    local no_cluster=/etc/postgresql-common/createcluster.d/gestaloka.conf
    if [[ " ${missing[*]} " == *" postgresql-15 "* ]] && [ ! -e /usr/lib/postgresql/15/bin/postgres ]; then
        as_root mkdir -p "${no_cluster%/*}"
        echo "create_main_cluster = false" | as_root tee "$no_cluster" >/dev/null
    fi
    local status=0
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" || status=$?
    as_root rm -f "$no_cluster"
    return $status
}

# build PRESET [TARGET...]
build() {
    local preset=$1
    shift
    local directory=build/$preset
    if [ ! -e "$directory/build.ninja" ]; then cmake --preset "$preset"; fi
    cmake --build "$directory" ${1:+--target "$@"}
}
