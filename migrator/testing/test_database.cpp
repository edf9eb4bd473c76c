// One server a process, one template an environment, one database a case.
#include "migrator/testing/test_database.hpp"

#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "migrator/cluster/database.hpp"
#include "migrator/cluster/ephemeral.hpp"
#include "migrator/run/migrate.hpp"

namespace migrator::testing {

namespace {

template <class T>
T value_or_throw(Result<T> result) {
    if (!result.has_value()) throw std::runtime_error(full_text(result.assume_error()));
    return std::move(result).assume_value();
}

void succeed_or_throw(Result<void> result) {
    if (!result.has_value()) throw std::runtime_error(full_text(result.assume_error()));
}

// The server of this process, started by the first test that needs one.
class TestServer {
 public:
    static TestServer& instance() {
        static TestServer server;
        return server;
    }

    std::string create(const Environment* environment) {
        const std::lock_guard<std::mutex> guard(mutex_);
        const std::string name = "case_" + std::to_string(++cases_);
        succeed_or_throw(maintenance_.create(
            name, environment != nullptr ? std::optional<std::string>(template_of(*environment)) : std::nullopt));
        return name;
    }

    void drop(const std::string& name) {
        const std::lock_guard<std::mutex> guard(mutex_);
        // A database that stays behind goes with its server.
        [[maybe_unused]] const auto dropped = maintenance_.drop(name);
    }

    const cluster::EphemeralCluster& cluster() const { return cluster_; }

 private:
    TestServer()
        : cluster_(value_or_throw(cluster::EphemeralCluster::start(roomy()))),
          maintenance_(value_or_throw(cluster::DatabaseMaintenance::open(cluster_.connection_string()))) {}

    static cluster::EphemeralOptions roomy() {
        cluster::EphemeralOptions options;
        options.max_connections = 100;
        return options;
    }

    // The list of revisions is a constant of the program, so its address tells environments apart.
    const std::string& template_of(const Environment& environment) {
        std::string& name = templates_[&environment.revisions];
        if (!name.empty()) return name;
        const std::string fresh = "template_" + std::to_string(templates_.size());
        succeed_or_throw(maintenance_.create(fresh));
        RunOptions options;
        options.database = cluster_.connection_string(fresh);
        options.application = "test_kit";
        Observer observer;
        RunReport report;
        succeed_or_throw(upgrade(options, registry_of(environment), "heads", observer, report));
        return name = fresh;
    }

    std::mutex mutex_;
    cluster::EphemeralCluster cluster_;
    cluster::DatabaseMaintenance maintenance_;
    std::map<const void*, std::string> templates_;
    int cases_ = 0;
};

}  // namespace

TestDatabase::TestDatabase(const Environment& environment) : name_(TestServer::instance().create(&environment)) {}
TestDatabase::TestDatabase() : name_(TestServer::instance().create(nullptr)) {}
TestDatabase::~TestDatabase() {
    TestServer::instance().drop(name_);
}
std::string TestDatabase::url() const {
    return url_of(name_);
}

postgres::Session TestDatabase::connect() const {
    postgres::ConnectOptions options;
    options.database = url();
    options.application_name = "test";
    return value_or_throw(postgres::Session::open(options));
}

std::string url_of(const std::string& database) {
    return TestServer::instance().cluster().connection_string(database);
}

std::string server_log() {
    std::ifstream file(TestServer::instance().cluster().log_path());
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Registry registry_of(const Environment& environment) {
    return value_or_throw(Registry::create(environment.revisions));
}

}  // namespace migrator::testing
