// A child ends with _exit, so that nothing of the test framework runs twice.
#include "scratch.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>

namespace migrator::cluster::testing {

namespace fs = std::filesystem;

ScratchDirectory::ScratchDirectory() {
    std::string name = (::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + std::string("/cluster-test-XXXXXX");
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    ::chmod(name.c_str(), 0711);
    path_ = name;
}

ScratchDirectory::~ScratchDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string query(const std::string& connection_string, const std::string& sql) {
    PGconn* connection = PQconnectdb(connection_string.c_str());
    PGresult* result = PQexec(connection, sql.c_str());
    std::string text;
    if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0) text = PQgetvalue(result, 0, 0);
    if (const std::string error = PQerrorMessage(connection); !error.empty()) text = "error: " + error;
    PQclear(result);
    PQfinish(connection);
    return text;
}

Child::Child(const std::function<void(const Tell& tell)>& body, std::optional<uid_t> user) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    number_ = ::fork();
    pipe_ = ends[0];
    if (number_ != 0) {
        ::close(ends[1]);
        return;
    }
    if (user && (::setgroups(0, nullptr) != 0 || ::setgid(*user) != 0 || ::setuid(*user) != 0)) ::_exit(1);
    body([&](const std::string& line) {
        const std::string text = line + "\n";
        if (::write(ends[1], text.data(), text.size()) < 0) ::_exit(1);
    });
    ::_exit(0);
}

Child::~Child() {
    kill_now();
    ::close(pipe_);
}

std::string Child::next_line() {
    std::string line;
    for (char c = 0; ::read(pipe_, &c, 1) == 1 && c != '\n';)
        line += c;
    return line;
}

void Child::kill_now() {
    if (number_ <= 0) return;
    ::kill(number_, SIGKILL);
    ::waitpid(number_, nullptr, 0);
    number_ = -1;
}

std::string Child::finish() {
    std::string text;
    for (char c = 0; ::read(pipe_, &c, 1) == 1;)
        text += c;
    ::waitpid(number_, nullptr, 0);
    number_ = -1;
    return text;
}

bool can_test_as_root(const std::string& what) {
    if (::geteuid() == 0) return true;
    WARN("not tested, since it takes root: " << what);
    return false;
}

}  // namespace migrator::cluster::testing
