// Reads the answers to the catalog queries while more of them arrive.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <future>
#include <mutex>
#include <optional>
#include <vector>

#include "migrator/introspection/queries.hpp"

namespace migrator::introspection {

/// Has a thread of its own, so that a large catalog is taken apart while the server looks up the rest of it.
class Intake {
 public:
    /// Both must outlive the intake.
    Intake(const CatalogScope& scope, const std::vector<CatalogQuery>& queries);
    ~Intake();
    Intake(const Intake&) = delete;
    Intake& operator=(const Intake&) = delete;

    /// The answer to the query with this place in the list; any thread, any order.
    void take(std::size_t query, postgres::ResultSet answer);
    bool has(std::size_t query);
    /// Waits until all are read. Requires: each query's answer was taken.
    Reading finish();

 private:
    std::optional<postgres::ResultSet> wait_for(std::size_t query);
    void close();
    Reading read_all(const CatalogScope& scope, const std::vector<CatalogQuery>& queries);

    std::mutex mutex_;
    std::condition_variable has_news_;
    struct Answer {
        bool was_taken = false;
        std::optional<postgres::ResultSet> unread = {};
    };
    std::vector<Answer> answers_;
    bool is_closed_ = false;
    std::future<Reading> reading_;
};

}  // namespace migrator::introspection
