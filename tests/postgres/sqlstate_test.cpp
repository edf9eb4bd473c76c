// What each SQLSTATE means for a run.
#include "migrator/postgres/sqlstate.hpp"

#include <catch2/catch.hpp>

using namespace migrator;
using namespace migrator::postgres;

TEST_CASE("each SQLSTATE has its kind") {
    for (const char* lost : {"", "08000", "08006", "57P01", "57P02", "57P03", "57P05", "25P03"})
        CHECK(kind_of_sqlstate(lost) == ErrorKind::unavailable);
    for (const char* refused : {"42501", "25006"})
        CHECK(kind_of_sqlstate(refused) == ErrorKind::privilege);
    CHECK(kind_of_sqlstate("55P03") == ErrorKind::lock_timeout);
    for (const char* other : {"42601", "23505", "57014", "40001", "40P01", "53100", "55006", "0A000", "XX000"})
        CHECK(kind_of_sqlstate(other) == ErrorKind::step_failed);
}

TEST_CASE("what passes by itself is tried again, other failures are not") {
    CHECK(is_retryable_conflict("40001"));
    CHECK(is_retryable_conflict("40P01"));
    CHECK_FALSE(is_retryable_conflict("55P03"));
    CHECK(is_lock_not_available("55P03"));
    CHECK_FALSE(is_lock_not_available("40P01"));
    for (const char* passing : {"", "08006", "57P03", "53300"})
        CHECK(is_passing_connect_failure(passing));
    for (const char* lasting : {"28P01", "28000", "3D000", "42501"})
        CHECK_FALSE(is_passing_connect_failure(lasting));
}
