// Which PostgreSQL is chosen, tried with made-up installations.
#include "migrator/cluster/binaries.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "scratch.hpp"

using namespace migrator;
using namespace migrator::cluster;
using namespace migrator::cluster::testing;
namespace fs = std::filesystem;

namespace {

void write_program(const fs::path& path, const std::string& printed) {
    std::ofstream(path) << "#!/bin/sh\necho '" << printed << "'\n";
    ::chmod(path.c_str(), 0755);
}

fs::path make_installation(const fs::path& directory, const std::string& version) {
    fs::create_directories(directory);
    write_program(directory / "initdb", "initdb (PostgreSQL) " + version);
    write_program(directory / "postgres", "postgres (PostgreSQL) " + version);
    return directory;
}

}  // namespace

TEST_CASE("the newest installed PostgreSQL is taken, or the one that the data directory needs") {
    const ScratchDirectory scratch;
    const auto old = make_installation(scratch.path() / "9/bin", "9.6.1");
    const auto middle = make_installation(scratch.path() / "14/bin", "14.2");
    const auto renamed = make_installation(scratch.path() / "beta", "18beta1 (Debian 18~beta1-1)");
    const BinarySearch search{{}, "", {middle, scratch.path() / "missing/bin", renamed, old}, ""};

    CHECK(find_binaries(search).value() == Binaries{renamed, 18});
    CHECK(find_binaries(search, 14).value() == Binaries{middle, 14});

    const auto missing = find_binaries(search, 16);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().kind() == ErrorKind::unavailable);
    CHECK(summary(missing.error()) == "no PostgreSQL 16 server programs were found");
}

TEST_CASE("without PostgreSQL the error names three ways out") {
    const auto found = find_binaries(BinarySearch{{}, "", {}, "/nonexistent:relative::"});
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().kind() == ErrorKind::unavailable);
    const std::string hint = found.error().details().hint;
    CHECK(hint.find("apt-get install postgresql-15") != std::string::npos);
    CHECK(hint.find("--database URL") != std::string::npos);
    CHECK(hint.find("GESTALOKA_POSTGRES_BINDIR") != std::string::npos);
}

TEST_CASE("a directory that was asked for is the only one looked at") {
    const ScratchDirectory scratch;
    const auto asked = make_installation(scratch.path() / "13/bin", "13.1");
    const auto installed = make_installation(scratch.path() / "15/bin", "15.1");

    CHECK(find_binaries({asked, "", {installed}, ""}).value() == Binaries{asked, 13});
    CHECK(find_binaries({{}, asked.string(), {installed}, ""}).value() == Binaries{asked, 13});
    CHECK(find_binaries({scratch.path(), "", {installed}, ""}).error().kind() == ErrorKind::usage);
    CHECK(find_binaries({asked, "", {installed}, ""}, 15).error().kind() == ErrorKind::usage);
}

TEST_CASE("programs in PATH that are links lead to the installation behind them") {
    const ScratchDirectory scratch;
    const auto real = make_installation(scratch.path() / "15/bin", "15.20");
    const fs::path links = scratch.path() / "links";
    fs::create_directory(links);
    fs::create_symlink(real / "initdb", links / "initdb");
    fs::create_symlink(real / "postgres", links / "postgres");

    CHECK(find_binaries({{}, "", {}, "/nonexistent:" + links.string()}).value() == Binaries{real, 15});
}
