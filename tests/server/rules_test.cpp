// The rules of texts, passwords and tokens, without a database.
#include <sodium.h>

#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "gestaloka_server/services/password.hpp"
#include "gestaloka_server/services/random.hpp"
#include "gestaloka_server/services/text_rule.hpp"
#include "gestaloka_server/services/token.hpp"

using namespace gestaloka::services;

namespace {

const bool sodium_is_ready = sodium_init() >= 0;

std::string code_of(const Answer<void>& answer) {
    return answer ? "" : answer.assume_error().code;
}

}  // namespace

TEST_CASE("characters are counted as code points, and broken UTF-8 is found") {
    CHECK(count_characters("abc") == 3);
    CHECK(count_characters("来訪者") == 3);
    CHECK(count_characters("🗡️") == 2);
    CHECK(count_characters("") == 0);
    for (const char* broken : {"\x80", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe3\x81", "a\xff"})
        CHECK_FALSE(count_characters(broken).has_value());
}

TEST_CASE("a text is held to its rule") {
    const TextRule rule{.min_characters = 2, .max_characters = 4};
    CHECK(code_of(check_text("name", "来訪者", rule)).empty());
    CHECK(code_of(check_text("name", "x", rule)) == "too_short");
    CHECK(code_of(check_text("name", "12345", rule)) == "too_long");
    CHECK(code_of(check_text("name", "a\nb", rule)) == "invalid_text");
    CHECK(code_of(check_text("name", std::string("a\0b", 3), rule)) == "invalid_text");
    CHECK(code_of(check_text("name", " ab", rule)) == "invalid_text");
    CHECK(code_of(check_text("name", "\xff\xff", rule)) == "invalid_text");
    CHECK(code_of(check_text("prose", "a\n b", {.max_characters = 9, .lines = Lines::many})).empty());
    CHECK(check_text("name", "x", rule).assume_error().field == "name");
}

TEST_CASE("an e-mail address needs both sides of one '@'") {
    CHECK(code_of(check_email("a@b")).empty());
    CHECK(code_of(check_email("ユーザ@例え.jp")).empty());
    for (const char* wrong : {"abc", "@bc", "ab@", "a@b@c", "a b@c", ""})
        CHECK_FALSE(check_email(wrong).has_value());
    CHECK(lower_case_email("Alice@EXAMPLE.org") == "alice@example.org");
}

TEST_CASE("ids are UUIDs of version 4") {
    REQUIRE(sodium_is_ready);
    const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    std::set<std::string> ids;
    for (int i = 0; i < 100; ++i) {
        ids.insert(new_id());
        CHECK(std::regex_match(*ids.begin(), form));
        CHECK(random_seed() <= max_seed);
    }
    CHECK(ids.size() == 100);
}

TEST_CASE("a token counts for its user, until it ends, under its key") {
    REQUIRE(sodium_is_ready);
    const TokenKey key = TokenKey::random();
    const std::string token = key.sign("user-1", 1000);
    CHECK(key.verify(token, 999) == "user-1");
    CHECK_FALSE(key.verify(token, 1000).has_value());
    CHECK_FALSE(TokenKey::random().verify(token, 0).has_value());

    SECTION("no changed byte is accepted") {
        for (std::size_t i = 0; i < token.size(); ++i) {
            std::string forged = token;
            forged[i] = forged[i] == 'A' ? 'B' : 'A';
            CHECK_FALSE(key.verify(forged, 0).has_value());
        }
    }
    SECTION("what is no token is refused") {
        for (const std::string& text : {std::string(), std::string("."), std::string("a.b"), token + "A", token + ".",
                                        token.substr(0, token.size() - 1), std::string(100'000, 'A')})
            CHECK_FALSE(key.verify(text, 0).has_value());
    }
    SECTION("servers with the same secret accept each other's tokens") {
        CHECK(TokenKey::from_secret("s3").verify(TokenKey::from_secret("s3").sign("u", 9), 0) == "u");
        CHECK_FALSE(TokenKey::from_secret("s4").verify(TokenKey::from_secret("s3").sign("u", 9), 0).has_value());
    }
}

TEST_CASE("a password matches its own hash only") {
    REQUIRE(sodium_is_ready);
    PasswordHasher hasher;
    const std::string hash = hasher.hash("correct horse").value();
    CHECK(hash.size() <= 255);
    CHECK_THAT(hash, Catch::StartsWith("$argon2id$"));
    CHECK(hasher.matches(hash, "correct horse"));
    CHECK_FALSE(hasher.matches(hash, "correct horsf"));
    CHECK(hasher.hash("correct horse").value() != hash);
    CHECK_FALSE(hasher.matches("$2b$12$notargon", "correct horse"));
    CHECK_FALSE(hasher.matches("", ""));
    hasher.pretend_to_match("anything");
}
