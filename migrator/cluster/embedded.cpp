// Two locks make several processes safe: `start.lock` is held by whoever starts or stops the server, `users.lock` is
// shared by all who use it, so whoever gets it exclusively is the last one out.
#include "migrator/cluster/embedded.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <system_error>
#include <utility>

#include "migrator/cluster/connection_string.hpp"
#include "migrator/cluster/data_directory.hpp"
#include "migrator/cluster/database.hpp"
#include "migrator/cluster/lock_file.hpp"
#include "migrator/cluster/postmaster.hpp"
#include "migrator/cluster/socket_directory.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace fs = std::filesystem;

struct EmbeddedCluster::Use {
    Layout layout;
    LockFile start_lock;
    LockFile users_lock;
    std::string database;
    std::chrono::milliseconds stop_limit;
    pid_t opener = ::getpid();
    std::optional<Process> server = {};  ///< kept to be reaped, in case this process started it
    fs::path socket_directory = {};
    int port = 0;
};

namespace {

Result<Layout> ready_layout(const fs::path& directory) {
    std::error_code error;
    // Searchable for all: as root, the server runs as another user. What is inside is private.
    if (fs::create_directories(directory, error)) ::chmod(directory.c_str(), 0711);
    const fs::path absolute = error ? fs::path() : fs::canonical(directory, error);
    if (!error) return Layout{absolute};
    const bool is_privilege = error == std::errc::permission_denied || error == std::errc::read_only_file_system;
    return failure(Error(is_privilege ? ErrorKind::privilege : ErrorKind::unavailable,
                         "cannot make the directory " + directory.string() + ": " + error.message())
                       .hint("choose another data directory, or pass --database URL to use a server of your own"));
}

Result<Postmaster> start_server(const Layout& layout, const EmbeddedOptions& options, const Patience& patience) {
    TRY(auto binaries,
        find_binaries(search_of_this_machine(options.binaries), version_of_data_directory(layout.data())));
    TRY(auto account, choose_account(layout.directory, layout.data(), binaries.program("postgres")));
    if (version_of_data_directory(layout.data()) == 0) {
        TRYV(make_data_directory(layout, binaries, account, patience));
    }
    return start_postmaster({layout, account, binaries, {}}, patience);
}

// A server that is found may just be stopping or failing; then another one is started.
Result<Postmaster> find_or_start(const Layout& layout, const EmbeddedOptions& options, const Patience& patience) {
    if (auto found = find_postmaster(layout.data())) {
        auto ready = wait_until_ready(std::move(*found), layout, patience);
        if (ready.has_value() || ready.assume_error().kind() == ErrorKind::interrupted) return ready;
    }
    return start_server(layout, options, patience);
}

}  // namespace

EmbeddedCluster::EmbeddedCluster(std::unique_ptr<Use> use) : use_(std::move(use)) {}
EmbeddedCluster::EmbeddedCluster(EmbeddedCluster&&) noexcept = default;
EmbeddedCluster& EmbeddedCluster::operator=(EmbeddedCluster&& other) noexcept {
    std::swap(use_, other.use_);
    return *this;
}

EmbeddedCluster::~EmbeddedCluster() {
    [[maybe_unused]] const auto closed = close();
}

Result<EmbeddedCluster> EmbeddedCluster::open(const EmbeddedOptions& options) {
    TRY(auto layout, ready_layout(options.directory));
    TRY(auto start_lock, LockFile::open(layout.directory / "start.lock"));
    TRY(auto users_lock, LockFile::open(layout.directory / "users.lock"));
    const Patience patience(options.start_limit, options.interrupt);
    TRYV(start_lock.wait_exclusive(patience, "another process to start or stop PostgreSQL"));
    EmbeddedCluster cluster(std::make_unique<Use>(
        Use{layout, std::move(start_lock), std::move(users_lock), options.database, options.stop_limit}));
    // From here on an error closes the cluster, which stops the server if nobody else uses it.
    Use& use = *cluster.use_;
    use.users_lock.try_shared();  // only asked for exclusively by a holder of the start lock, so never refused
    const auto take = [&use](Postmaster postmaster) {
        use.socket_directory = postmaster.socket_directory;
        use.port = postmaster.port;
        use.server = std::move(postmaster.process);
    };
    TRY(auto postmaster, find_or_start(layout, options, patience));
    take(std::move(postmaster));
    auto ensured = ensure_database(cluster.connection_string("postgres"), options.database);
    if (!ensured && ensured.assume_error().kind() == ErrorKind::unavailable) {
        // A server that was killed a moment ago was found while it died: another one is started.
        TRY(auto next, find_or_start(layout, options, patience));
        take(std::move(next));
        ensured = ensure_database(cluster.connection_string("postgres"), options.database);
    }
    TRYV(std::move(ensured));
    use.start_lock.unlock();
    return cluster;
}

std::string EmbeddedCluster::connection_string() const {
    return connection_string(use_->database);
}

std::string EmbeddedCluster::connection_string(const std::string& database) const {
    return cluster::connection_string(use_->socket_directory, use_->port, database);
}

fs::path EmbeddedCluster::log_path() const {
    return use_->layout.log();
}

Result<void> EmbeddedCluster::close() {
    const auto use = std::exchange(use_, nullptr);
    if (!use || use->opener != ::getpid()) return success();
    TRYV(use->start_lock.wait_exclusive(Patience(use->stop_limit), "another process to start or stop PostgreSQL"));
    if (!use->users_lock.try_exclusive()) return success();
    if (auto postmaster = find_postmaster(use->layout.data())) {
        TRYV(stop_postmaster(*postmaster, StopMode::fast, use->stop_limit));
    }
    if (use->server) use->server->reap();
    forget_socket_directory(use->layout);
    return success();
}

}  // namespace migrator::cluster
