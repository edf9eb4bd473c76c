// Reads the answers to the catalog queries while more of them arrive.
#pragma once

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>

#include "migrator/introspection/queries.hpp"
#include "migrator/introspection/reading.hpp"

namespace migrator::introspection {

/// Has a thread of its own, so that a large catalog is taken apart while the server looks up the rest of it.
class Intake {
 public:
    /// `scope` must outlive the intake.
    explicit Intake(const CatalogScope& scope);
    ~Intake();
    Intake(const Intake&) = delete;
    Intake& operator=(const Intake&) = delete;

    /// The next answer, in the order of catalog_queries.
    void take(postgres::ResultSet answer);
    /// Waits until all are read. Requires: each query's answer was taken.
    Reading finish();

 private:
    std::optional<postgres::ResultSet> next();
    void close();
    Reading read_all(const CatalogScope& scope);

    std::mutex mutex_;
    std::condition_variable has_news_;
    std::deque<postgres::ResultSet> waiting_;
    bool is_closed_ = false;
    std::future<Reading> reading_;
};

}  // namespace migrator::introspection
