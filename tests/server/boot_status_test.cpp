// How the boot's state is shown to probes and monitoring.
#include "gestaloka_server/web/boot_status.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "gestaloka_server/web/operational_pages.hpp"

using namespace gestaloka::web;

TEST_CASE("readiness is 503 in every phase but ready, and tells what is going on") {
    BootStatus boot;
    const auto page = [&] {
        const Response response = readiness_page(boot.snapshot());
        auto json = nlohmann::json::parse(response.body);
        json["status"] = response.status;
        return json;
    };
    CHECK(page()["phase"] == "connecting");
    CHECK(page()["status"] == 503);
    boot.waiting_for_lock("pid 42 on host-a");
    CHECK(page()["phase"] == "waiting_for_lock");
    CHECK(page()["lock_holder"] == "pid 42 on host-a");
    boot.history(3, "2bbcec8822fa");
    boot.migrating(2, 7, "bd0260bf1fd1", "Add session system");
    CHECK(page()["phase"] == "migrating");
    CHECK(page()["step"] == 2);
    CHECK(page()["steps"] == 7);
    CHECK(page()["revision"] == "bd0260bf1fd1");
    CHECK(page()["message"] == "Add session system");
    CHECK(page()["applied_revisions"] == 3);
    CHECK_FALSE(page().contains("lock_holder"));
    boot.starting();
    CHECK(page()["status"] == 503);
    CHECK_FALSE(page().contains("revision"));
    boot.ready();
    CHECK(page()["status"] == 200);
    CHECK(page()["phase"] == "ready");
    CHECK(page()["elapsed_seconds"] == page()["elapsed_seconds"]);
}

TEST_CASE("a failed boot says where and why") {
    BootStatus boot;
    boot.migrating(2, 7, "bd0260bf1fd1", "Add session system");
    boot.failed("column \"energy\" does not exist (42703)");
    const Response response = readiness_page(boot.snapshot());
    const auto json = nlohmann::json::parse(response.body);
    CHECK(response.status == 503);
    CHECK(json["phase"] == "failed");
    CHECK(json["revision"] == "bd0260bf1fd1");
    CHECK(json["error"] == "column \"energy\" does not exist (42703)");
}

TEST_CASE("text that is not UTF-8 does not break the page") {
    BootStatus boot;
    boot.failed("\xff\xfe");
    CHECK(nlohmann::json::accept(readiness_page(boot.snapshot()).body));
}

TEST_CASE("metrics tell the phase, the migration and the requests") {
    BootStatus boot;
    RequestCounts counts;
    CHECK_THAT(render_metrics(boot.snapshot(), counts, std::chrono::seconds(1)),
               !Catch::Contains("gestaloka_migrations_applied"));
    boot.history(33, "8361b4e76826");
    boot.migrated_in(std::chrono::milliseconds(250));
    boot.ready();
    counts.add("/api/v1/characters/{id}", "GET", 200);
    counts.add("/api/v1/characters/{id}", "GET", 200);
    counts.add("unknown", "BREW", 404);
    const std::string text = render_metrics(boot.snapshot(), counts, std::chrono::milliseconds(1500));
    for (const char* line : {
             "gestaloka_migrations_applied 33\n",
             "gestaloka_last_migration_duration_seconds 0.250000\n",
             "gestaloka_boot_phase{phase=\"ready\"} 1\n",
             "gestaloka_boot_phase{phase=\"migrating\"} 0\n",
             "gestaloka_http_requests_total{route=\"/api/v1/characters/{id}\",method=\"GET\",status=\"200\"} 2\n",
             "gestaloka_http_requests_total{route=\"unknown\",method=\"other\",status=\"404\"} 1\n",
             "gestaloka_uptime_seconds 1.500\n",
         })
        CHECK_THAT(text, Catch::Contains(line));
}
