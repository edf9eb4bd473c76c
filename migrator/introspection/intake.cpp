// The queue between the thread that receives answers and the one that reads them.
#include "migrator/introspection/intake.hpp"

#include <utility>

namespace migrator::introspection {

// Where no thread is to be had, `finish` reads.
Intake::Intake(const CatalogScope& scope, const std::vector<CatalogQuery>& queries)
    : reading_(std::async(std::launch::async | std::launch::deferred,
                          [this, &scope, &queries] { return read_all(scope, queries); })) {}

// A future of std::async waits for its thread.
Intake::~Intake() {
    close();
}

void Intake::take(postgres::ResultSet answer) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(answer));
    has_news_.notify_one();
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

// Nothing once the intake was closed and all is read.
std::optional<postgres::ResultSet> Intake::next() {
    std::unique_lock lock(mutex_);
    has_news_.wait(lock, [&] { return is_closed_ || !waiting_.empty(); });
    if (waiting_.empty()) return std::nullopt;
    std::optional<postgres::ResultSet> answer = std::move(waiting_.front());
    waiting_.pop_front();
    return answer;
}

Reading Intake::read_all(const CatalogScope& scope, const std::vector<CatalogQuery>& queries) {
    Reading reading{scope};
    for (const CatalogQuery& query : queries) {
        const std::optional<postgres::ResultSet> answer = next();
        if (!answer) break;
        if (query.read != nullptr) query.read(*answer, reading);
    }
    return reading;
}

}  // namespace migrator::introspection
