// Short forms for tests: take the value of a Result or fail with the whole error.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "migrator/postgres/session.hpp"
#include "migrator/support/result.hpp"

namespace gestaloka::acceptance {

template <class T>
T must(migrator::Result<T> result) {
    if (!result.has_value()) FAIL(migrator::full_text(result.assume_error()));
    if constexpr (!std::is_void_v<T>) return std::move(result).assume_value();
}

/// The error of what must fail.
inline migrator::Error error_of(migrator::Result<void> result) {
    if (result.has_value()) FAIL("succeeded, and should not have");
    return std::move(result).assume_error();
}

/// Runs any number of statements.
inline void run(migrator::postgres::Session& session, const std::string& sql) {
    INFO(sql);
    must(session.run_script(sql));
}

/// The one value that a query answers, as text; empty for NULL and for no row.
inline std::string value_of(migrator::postgres::Session& session, const std::string& sql) {
    INFO(sql);
    const auto rows = must(session.query(sql));
    return rows.row_count() == 0 ? std::string() : std::string(rows.text(0, 0));
}

}  // namespace gestaloka::acceptance
