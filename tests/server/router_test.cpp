// Which route answers a request, and how targets and addresses are read.
#include "gestaloka_server/web/router.hpp"

#include <catch2/catch.hpp>

#include "gestaloka_server/web/listen_address.hpp"

using namespace gestaloka::web;

namespace {

Request request(const std::string& method, const std::string& path) {
    Request result;
    result.method = method;
    result.path = path;
    return result;
}

}  // namespace

TEST_CASE("a route matches by method and template") {
    Router router;
    const auto nothing = [](const Request&) { return Response{}; };
    router.add("GET", "/characters/{id}", nothing);
    router.add("GET", "/characters/{id}/skills", nothing);
    router.add("POST", "/characters/{id}/skills", nothing);

    Request wanted = request("POST", "/characters/c1/skills");
    const Match match = router.match(wanted);
    REQUIRE(match.route != nullptr);
    CHECK(match.path_template == "/characters/{id}/skills");
    CHECK(wanted.parameters.at("id") == "c1");

    Request wrong_method = request("DELETE", "/characters/c1/skills");
    CHECK(router.match(wrong_method).route == nullptr);
    CHECK(router.match(wrong_method).allow == "GET, POST");

    for (const char* path : {"/", "/characters", "/characters/", "/characters//skills", "/characters/c1/",
                             "/characters/c1/skills/x", "/charactersx/c1"}) {
        Request unknown = request("GET", path);
        INFO(path);
        CHECK(router.match(unknown).path_template.empty());
    }
}

TEST_CASE("a target is split and decoded") {
    Request parsed;
    REQUIRE(parse_target("/a%20b/c?x=1&y=a+b%26c&z&x=2", parsed));
    CHECK(parsed.path == "/a b/c");
    CHECK(parsed.query.at("x") == "2");
    CHECK(parsed.query.at("y") == "a b&c");
    CHECK(parsed.query.at("z").empty());
    for (const char* target : {"", "a", "*", "/%", "/%4", "/%zz", "/%00", "/a?x=%"}) {
        Request ignored;
        INFO(target);
        CHECK_FALSE(parse_target(target, ignored));
    }
}

TEST_CASE("an address to listen on is read in every form") {
    const auto host = [](const char* text) { return parse_listen_address(text).value().host; };
    CHECK(host("127.0.0.1:80") == "127.0.0.1");
    CHECK(host("[::1]:80") == "::1");
    CHECK(host(":80").empty());
    CHECK(parse_listen_address("localhost:65535").value().port == 65535);
    CHECK(to_text({.host = "::1", .port = 80}) == "[::1]:80");
    for (const char* text : {"", "80", "localhost", "localhost:", "localhost:x", "localhost:65536", "::1:80", "[::1:80",
                             "[]:80", "localhost:-1", "localhost: 80"}) {
        INFO(text);
        const auto parsed = parse_listen_address(text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.assume_error().kind() == migrator::ErrorKind::usage);
    }
}
