// The data directory is copied, not initialised: 35 ms instead of 330 on tmpfs, most of them while the server starts.
#include "migrator/cluster/ephemeral.hpp"

#include <unistd.h>

#include <utility>

#include "migrator/cluster/connection_string.hpp"
#include "migrator/cluster/ephemeral_home.hpp"
#include "migrator/cluster/files.hpp"
#include "migrator/cluster/postmaster.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace fs = std::filesystem;

struct EphemeralCluster::Running {
    fs::path home;
    ClusterPlace place;
    StartRequest request;
    std::chrono::milliseconds start_limit;
    pid_t owner = ::getpid();
    std::optional<Postmaster> postmaster = {};
};

namespace {

// synchronous_commit stays on: without fsync it costs nothing, and a test may kill a server process, after which the
// recovery must find what was committed.
std::vector<std::string> fast_settings(const EphemeralOptions& options) {
    std::vector<std::string> settings{"fsync=off", "full_page_writes=off", "autovacuum=off", "wal_level=minimal",
                                      "max_wal_senders=0", "shared_buffers=16MB", "max_worker_processes=0", "jit=off",
                                      // Its files lie in the data directory, and so are removed even after a kill.
                                      "dynamic_shared_memory_type=mmap",
                                      "max_connections=" + std::to_string(options.max_connections)};
    settings.insert(settings.end(), options.settings.begin(), options.settings.end());
    return settings;
}

Result<Postmaster> start_on_copy(const fs::path& home, const ClusterPlace& place, const StartRequest& request,
                                 const Patience& patience) {
    TRY(auto databases, copy_cached_data(home, place, request.binaries, request.account, patience));
    auto started = start_postmaster(request, patience);
    auto copied = databases.get();
    if (copied.has_value()) return started;
    if (!started.has_value()) {
        Error error = std::move(started).assume_error();
        const std::string log = error.details().detail;
        return failure(
            std::move(error.detail(log + (log.empty() ? "" : "\n") +
                                   "copying its databases failed as well: " + summary(copied.assume_error()))));
    }
    [[maybe_unused]] const auto stopped =
        stop_postmaster(started.assume_value(), StopMode::immediate, std::chrono::seconds(10));
    return failure(std::move(copied).assume_error());
}

// A cache on disk may have been damaged by a crash of the machine, since it was never synced.
Result<Postmaster> start_on_fresh_data(const fs::path& home, const ClusterPlace& place, const StartRequest& request,
                                       const Patience& patience) {
    auto started = start_on_copy(home, place, request, patience);
    if (started.has_value() || started.assume_error().kind() == ErrorKind::interrupted) return started;
    TRYV(drop_cached_data(home, request.binaries, request.account, patience));
    TRYV(remove_tree(place.layout.data()));
    return start_on_copy(home, place, request, patience);
}

// A copy of the running primary that follows it from there on.
Result<Postmaster> start_standby(const std::string& primary, StartRequest& request, const Patience& patience) {
    TRYV(make_directory(request.layout.data(), request.account));
    Command backup{
        {request.binaries.program("pg_basebackup").string(), "--pgdata", request.layout.data().string(), "--dbname",
         primary, "--wal-method", "stream", "--checkpoint", "fast", "--no-sync", "--write-recovery-conf"},
        request.account};
    TRYV(run(std::move(backup), patience));
    // The primary's socket lies in its data, and its lock file was copied with it.
    std::error_code error;
    for (fs::directory_iterator entry(request.layout.data(), error), end; !error && entry != end;
         entry.increment(error))
        if (entry->path().filename().string().starts_with(".s.PGSQL.")) TRYV(remove_tree(entry->path()));
    return start_postmaster(request, patience);
}

}  // namespace

EphemeralCluster::EphemeralCluster(std::unique_ptr<Running> running) : running_(std::move(running)) {}
EphemeralCluster::EphemeralCluster(EphemeralCluster&&) noexcept = default;
EphemeralCluster& EphemeralCluster::operator=(EphemeralCluster&& other) noexcept {
    std::swap(running_, other.running_);
    return *this;
}

EphemeralCluster::~EphemeralCluster() {
    if (!running_ || running_->owner != ::getpid()) return;
    if (running_->postmaster) {
        [[maybe_unused]] const auto stopped =
            stop_postmaster(*running_->postmaster, StopMode::immediate, std::chrono::seconds(10));
    }
    [[maybe_unused]] const auto removed = remove_place(running_->place);
}

Result<EphemeralCluster> EphemeralCluster::start(const EphemeralOptions& options) {
    const Patience patience(options.start_limit, options.interrupt);
    TRY(auto binaries, find_binaries(search_of_this_machine(options.binaries)));
    TRY(auto home, ready_home(options.parent));
    remove_orphans(home, patience);
    TRY(auto place, make_place(home, patience));
    // From here on an error removes the place.
    EphemeralCluster cluster(std::make_unique<Running>(Running{home, std::move(place), {}, options.start_limit}));
    Running& running = *cluster.running_;
    const Layout& layout = running.place.layout;
    TRY(auto account, choose_account(layout.directory, layout.data(), binaries.program("postgres")));
    running.request = {layout, account, binaries, fast_settings(options)};
    TRY(auto postmaster, options.primary != nullptr
                             ? start_standby(options.primary->connection_string(), running.request, patience)
                             : start_on_fresh_data(home, running.place, running.request, patience));
    running.postmaster = std::move(postmaster);
    return cluster;
}

std::string EphemeralCluster::connection_string(const std::string& database) const {
    const Postmaster& postmaster = *running_->postmaster;
    return cluster::connection_string(postmaster.socket_directory, postmaster.port, database);
}

fs::path EphemeralCluster::directory() const {
    return running_->place.layout.directory;
}

fs::path EphemeralCluster::log_path() const {
    return running_->place.layout.log();
}

pid_t EphemeralCluster::pid() const {
    return running_->postmaster->process.number();
}

Result<void> EphemeralCluster::restart() {
    TRYV(stop_postmaster(*running_->postmaster, StopMode::immediate, std::chrono::seconds(10)));
    TRY(auto postmaster, start_postmaster(running_->request, Patience(running_->start_limit)));
    running_->postmaster = std::move(postmaster);
    return success();
}

}  // namespace migrator::cluster
