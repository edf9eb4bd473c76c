// Gestaloka's game server: reads its options, checks its chain of revisions, then boots.
#include <fcntl.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "gestaloka_server/boot/logging.hpp"
#include "gestaloka_server/boot/serve.hpp"
#include "migrator/postgres/secrets.hpp"
#include "migrator/support/try.hpp"
#include "schema/environment.hpp"

namespace {

// The handler has no other way to reach it.
migrator::Interrupt* signalled = nullptr;

extern "C" void on_stop_signal(int) {
    if (signalled->requested()) ::_exit(migrator::exit_code(migrator::ErrorKind::interrupted));
    signalled->request();
}

// What is opened takes the lowest free number: without this, the log of a process that was started with stderr closed
// would go into its connection to the database.
void reserve_standard_descriptors() {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor)
        if (::fcntl(descriptor, F_GETFD) < 0) ::open("/dev/null", O_RDWR);
}

// The first SIGTERM or SIGINT stops in order, the second one at once.
void stop_on_signals(migrator::Interrupt& interrupt) {
    signalled = &interrupt;
    struct sigaction action = {};
    action.sa_handler = on_stop_signal;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
}

migrator::Result<void> run(const gestaloka::ServerOptions& options, const migrator::Interrupt& interrupt) {
    // The chain is checked before anything connects.
    TRY(const migrator::Registry registry, migrator::Registry::create(gestaloka::schema::environment().revisions));
    if (options.command.name != nullptr) return gestaloka::boot::run_migrate_command(options, registry, interrupt);
    TRYV(migrator::require_single_head(registry, "gestaloka_server"));
    if (options.migrate_only) return gestaloka::boot::migrate_only(options, registry, interrupt);
    return gestaloka::boot::serve(options, registry, interrupt);
}

}  // namespace

int main(int argument_count, char** arguments) {
    reserve_standard_descriptors();
    const gestaloka::ParsedOptions parsed = gestaloka::parse_options(argument_count, arguments);
    if (parsed.is_done) return parsed.exit_code;
    gestaloka::boot::set_up_logging(parsed.options.log_format, parsed.options.verbose);
    migrator::Interrupt interrupt;
    stop_on_signals(interrupt);
    const auto outcome = run(parsed.options, interrupt);
    if (outcome.has_value()) return 0;
    const migrator::Error& error = outcome.assume_error();
    spdlog::error("{}", migrator::postgres::without_secrets(migrator::full_text(error)));
    const int code = migrator::exit_code(error.kind());
    spdlog::error("exit {} ({})", code, migrator::to_string(error.kind()));
    return code;
}
