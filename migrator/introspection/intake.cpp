// The shelf between the threads that receive answers and the one that reads them.
#include "migrator/introspection/intake.hpp"

#include <utility>

namespace migrator::introspection {

// Where no thread is to be had, `finish` reads.
Intake::Intake(const CatalogScope& scope, const std::vector<CatalogQuery>& queries)
    : answers_(queries.size()),
      reading_(std::async(std::launch::async | std::launch::deferred,
                          [this, &scope, &queries] { return read_all(scope, queries); })) {}

// A future of std::async waits for its thread.
Intake::~Intake() {
    close();
}

void Intake::take(std::size_t query, postgres::ResultSet answer) {
    const std::lock_guard lock(mutex_);
    answers_[query] = {true, std::move(answer)};
    has_news_.notify_one();
}

bool Intake::has(std::size_t query) {
    const std::lock_guard lock(mutex_);
    return answers_[query].was_taken;
}

Reading Intake::finish() {
    close();
    return reading_.get();
}

void Intake::close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    has_news_.notify_one();
}

// Nothing if the intake was closed without it.
std::optional<postgres::ResultSet> Intake::wait_for(std::size_t query) {
    std::unique_lock lock(mutex_);
    has_news_.wait(lock, [&] { return is_closed_ || answers_[query].was_taken; });
    return std::exchange(answers_[query].unread, std::nullopt);
}

Reading Intake::read_all(const CatalogScope& scope, const std::vector<CatalogQuery>& queries) {
    Reading reading{scope};
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const std::optional<postgres::ResultSet> answer = wait_for(i);
        if (!answer) break;
        if (queries[i].read != nullptr) queries[i].read(*answer, reading);
    }
    return reading;
}

}  // namespace migrator::introspection
