// The boot sequence: listen, migrate, start the services, serve, stop.
#include "gestaloka_server/boot/serve.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <iostream>
#include <optional>

#include "gestaloka_server/boot/boot_observer.hpp"
#include "gestaloka_server/boot/game_database.hpp"
#include "gestaloka_server/routes/game_routes.hpp"
#include "gestaloka_server/services/game_services.hpp"
#include "gestaloka_server/web/web_front.hpp"
#include "migrator/postgres/secrets.hpp"
#include "migrator/support/duration.hpp"
#include "migrator/support/listed.hpp"
#include "migrator/support/try.hpp"
#include "schema/environment.hpp"

namespace gestaloka::boot {

namespace {

using migrator::failure;
using migrator::Result;
using migrator::success;
using Clock = std::chrono::steady_clock;

Presentation presentation_of(const ServerOptions& options) {
    return presentation_for_stderr(options.log_format == LogFormat::json);
}

std::string head_of(const migrator::Registry& registry, const migrator::RunReport& report) {
    if (!report.ahead.empty()) return report.ahead.back();
    const auto heads = registry.heads();
    return heads.empty() ? std::string() : heads.back()->id;
}

void log_outcome(const migrator::RunReport& report, const std::string& head, Clock::duration duration) {
    if (!report.ahead.empty())
        spdlog::warn("the database is ahead of this binary by additive revisions, so it may serve: {}",
                     migrator::listed(report.ahead));
    if (report.steps.empty())
        spdlog::info("database {} is at {}, {} revisions applied", report.database, head, report.applied_count);
    else
        spdlog::info("database {} is at {}: {} of {} revisions applied now, in {}", report.database, head,
                     report.steps.size(), report.applied_count,
                     migrator::format_duration(std::chrono::duration_cast<std::chrono::microseconds>(duration)));
}

// Upgrades or checks, as the options say.
Result<void> bring_up_to_date(const ServerOptions& options, const migrator::RunOptions& run,
                              const migrator::Registry& registry, web::BootStatus* status) {
    if (options.migrate == MigrateMode::off && !options.migrate_only) {
        spdlog::warn("the database's revisions are not looked at (--migrate=off)");
        return success();
    }
    BootObserver observer(status, presentation_of(options));
    migrator::RunReport report;
    const Clock::time_point start = Clock::now();
    if (options.migrate == MigrateMode::check && !options.migrate_only) {
        TRYV(migrator::check(run, registry, observer, report));
    } else {
        TRYV(migrator::upgrade(run, registry, "head", observer, report));
    }
    const std::string head = head_of(registry, report);
    if (status != nullptr) {
        status->history(static_cast<int>(report.applied_count), head);
        if (!report.steps.empty()) status->migrated_in(Clock::now() - start);
    }
    log_outcome(report, head, Clock::now() - start);
    return success();
}

Result<std::unique_ptr<services::GameServices>> start_services(const ServerOptions& options,
                                                               const std::string& database,
                                                               const migrator::Interrupt& interrupt) {
    services::GameServicesOptions game;
    game.database = database;
    game.connections = options.database_connections;
    game.connect_timeout = options.connect_timeout;
    game.token_secret = options.token_secret;
    game.interrupt = &interrupt;
    return services::GameServices::open(game);
}

// Everything between the first listen and the last stop; `front` answers all the while.
Result<void> boot_and_serve(const ServerOptions& options, const migrator::Registry& registry,
                            const migrator::Interrupt& interrupt, GameDatabase& database, web::WebFront& front,
                            web::BootStatus& status) {
    TRYV(bring_up_to_date(options, database.run_options(options, interrupt), registry, &status));
    status.starting();
    TRY(const auto game, start_services(options, database.url(), interrupt));
    if (interrupt.requested()) return failure(migrator::ErrorKind::interrupted, "stopped before it served");
    front.attach(routes::game_application(*game));
    status.ready();
    spdlog::info("ready: serving on http://{}", front.address());
    constexpr int an_hour = 3'600'000;
    while (!interrupt.wait_for(an_hour)) {
    }
    spdlog::info("stopping");
    front.stop();
    return success();
}

}  // namespace

Result<void> serve(const ServerOptions& options, const migrator::Registry& registry,
                   const migrator::Interrupt& interrupt) {
    web::BootStatus status;
    TRY(const auto front, web::WebFront::listen(options.listen, status));
    spdlog::info("gestaloka_server starts; listening on http://{}", front->address());
    const auto run = [&]() -> Result<void> {
        TRY(GameDatabase database, GameDatabase::open(options, interrupt));
        spdlog::debug("using {}", database.description());
        auto served = boot_and_serve(options, registry, interrupt, database, *front, status);
        auto closed = database.close();
        return served.has_value() ? std::move(closed) : std::move(served);
    };
    auto outcome = run();
    if (!outcome.has_value())
        status.failed(migrator::postgres::without_secrets(migrator::summary(outcome.assume_error())));
    front->stop();
    return outcome;
}

Result<void> migrate_only(const ServerOptions& options, const migrator::Registry& registry,
                          const migrator::Interrupt& interrupt) {
    TRY(GameDatabase database, GameDatabase::open(options, interrupt));
    auto migrated = bring_up_to_date(options, database.run_options(options, interrupt), registry, nullptr);
    auto closed = database.close();
    return migrated.has_value() ? std::move(closed) : std::move(migrated);
}

Result<void> run_migrate_command(const ServerOptions& options, const migrator::Registry& registry,
                                 const migrator::Interrupt& interrupt) {
    std::optional<GameDatabase> database;
    const auto open = [&]() -> Result<migrator::RunOptions> {
        if (!database) {
            TRY(GameDatabase opened, GameDatabase::open(options, interrupt));
            database = std::move(opened);
        }
        return database->run_options(options, interrupt);
    };
    BootObserver observer(nullptr, presentation_of(options));
    auto done = options.command.run({schema::environment(), registry, observer, std::cout, open,
                                     [&] { return GameDatabase::run_settings(options, interrupt); }});
    Result<void> closed = database ? database->close() : success();
    return done.has_value() ? std::move(closed) : std::move(done);
}

}  // namespace gestaloka::boot
