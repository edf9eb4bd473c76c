// Reads the answers to the catalog queries while more of them arrive.
#pragma once

#include <condition_variable>
#include <deque>
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

    /// The next answer, in the order of the queries.
    void take(postgres::ResultSet answer);
    /// Waits until all are read. Requires: each query's answer was taken.
    Reading finish();

 private:
    std::optional<postgres::ResultSet> next();
    void close();
    Reading read_all(const CatalogScope& scope, const std::vector<CatalogQuery>& queries);

    std::mutex mutex_;
    std::condition_variable has_news_;
    std::deque<postgres::ResultSet> waiting_;
    bool is_closed_ = false;
    std::future<Reading> reading_;
};

}  // namespace migrator::introspection
