// The queue between the thread that receives answers and the one that reads them.
#include "migrator/introspection/intake.hpp"

#include <utility>

namespace migrator::introspection {

namespace {

void read(Query query, const postgres::ResultSet& answer, Reading& reading) {
    switch (query) {
        case Query::names:
            return read_names(answer, reading);
        case Query::comments:
            return read_comments(answer, reading);
        case Query::relations:
            return read_relations(answer, reading);
        case Query::columns:
            return read_columns(answer, reading);
        case Query::constraints:
            return read_constraints(answer, reading);
        case Query::indexes:
            return read_indexes(answer, reading);
        case Query::padding:
            return;
        case Query::enums:
            return read_enums(answer, reading);
        case Query::sequences:
            return read_sequences(answer, reading);
        case Query::routines:
            return read_routines(answer, reading);
        case Query::raw_objects:
            return read_raw_objects(answer, reading);
        case Query::dependencies:
            return read_uses(answer, reading);
        case Query::others:
            return read_others(answer, reading);
    }
}

}  // namespace

// Where no thread is to be had, `finish` reads.
Intake::Intake(const CatalogScope& scope)
    : reading_(std::async(std::launch::async | std::launch::deferred, [this, &scope] { return read_all(scope); })) {}

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

Reading Intake::read_all(const CatalogScope& scope) {
    Reading reading{scope};
    int number = 0;
    while (const std::optional<postgres::ResultSet> answer = next())
        read(static_cast<Query>(number++), *answer, reading);
    return reading;
}

}  // namespace migrator::introspection
