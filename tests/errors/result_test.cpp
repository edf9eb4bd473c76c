// Results are values or errors; TRY and TRYV hand errors on.
#include "migrator/support/result.hpp"

#include <catch2/catch.hpp>
#include <memory>

#include "migrator/support/digest.hpp"
#include "migrator/support/try.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using migrator::testing::error_of;
using migrator::testing::must;

namespace {

Result<int> positive(int number) {
    if (number <= 0) return failure(ErrorKind::usage, std::to_string(number) + " is not positive");
    return number;
}

Result<int> sum(int first, int second) {
    TRY(const int a, positive(first));
    TRY(const int b, positive(second));
    return a + b;
}

Result<void> require_positive(int number) {
    if (number == 7) TRYV(positive(-7));
    TRYV(positive(number));
    return success();
}

Result<std::unique_ptr<int>> boxed(int number) {
    TRY(int value, positive(number));
    return std::make_unique<int>(value);
}

}  // namespace

TEST_CASE("TRY goes on with the value and returns the first error") {
    CHECK(must(sum(1, 2)) == 3);
    CHECK(summary(error_of(sum(0, -1))) == "0 is not positive");
    CHECK(summary(error_of(sum(1, -1))) == "-1 is not positive");
    CHECK(error_of(sum(1, -1)).kind() == ErrorKind::usage);
}

TEST_CASE("TRYV stands wherever a statement may stand") {
    must(require_positive(1));
    CHECK(summary(error_of(require_positive(0))) == "0 is not positive");
    CHECK(summary(error_of(require_positive(7))) == "-7 is not positive");
}

TEST_CASE("a Result holds what can only be moved") {
    CHECK(*must(boxed(5)) == 5);
    CHECK_FALSE(boxed(0).has_value());
}

TEST_CASE("a digest is BLAKE2b with 256 bits, over all bytes") {
    CHECK(digest_hex("") == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    CHECK(digest_hex("abc") == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    CHECK(digest_hex(std::string("a\0b", 3)) != digest_hex("a"));
}
