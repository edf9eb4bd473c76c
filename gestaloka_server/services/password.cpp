// Password hashes: Argon2id through libsodium.
#include "gestaloka_server/services/password.hpp"

#include <sodium.h>

#include <condition_variable>
#include <mutex>

namespace gestaloka::services {

namespace {

constexpr int parallel_hashes = 2;

// Empty when memory is short.
std::string compute(const std::string& password) {
    char hash[crypto_pwhash_STRBYTES];
    const int failed = crypto_pwhash_str(hash, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                         crypto_pwhash_MEMLIMIT_INTERACTIVE);
    return failed != 0 ? std::string() : std::string(hash);
}

}  // namespace

struct PasswordHasher::State {
    std::mutex mutex;
    std::condition_variable freed;
    int under_way = 0;
    std::string hash_of_nobody;

    // Holds one of the places while it lives.
    class Place {
     public:
        explicit Place(State& state) : state_(state) {
            std::unique_lock lock(state_.mutex);
            state_.freed.wait(lock, [this] { return state_.under_way < parallel_hashes; });
            ++state_.under_way;
        }
        ~Place() {
            const std::lock_guard lock(state_.mutex);
            --state_.under_way;
            state_.freed.notify_one();
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

     private:
        State& state_;
    };
};

PasswordHasher::PasswordHasher() : state_(std::make_unique<State>()) {
    char nobody[32];
    randombytes_buf(nobody, sizeof nobody);
    state_->hash_of_nobody = compute(std::string(nobody, sizeof nobody));
}

PasswordHasher::PasswordHasher(PasswordHasher&&) noexcept = default;
PasswordHasher::~PasswordHasher() = default;

Answer<std::string> PasswordHasher::hash(const std::string& password) {
    const State::Place place(*state_);
    std::string hash = compute(password);
    if (hash.empty()) return refuse(RefusalKind::unavailable, "out_of_memory", "the server is busy, try again");
    return hash;
}

bool PasswordHasher::matches(const std::string& hash, const std::string& password) {
    const State::Place place(*state_);
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void PasswordHasher::pretend_to_match(const std::string& password) {
    matches(state_->hash_of_nobody, password);
}

}  // namespace gestaloka::services
