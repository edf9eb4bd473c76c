// The answer to one statement: rows as PostgreSQL prints them.
#pragma once

#include <memory>
#include <string_view>

struct pg_result;

namespace migrator::postgres {

/// Values are valid as long as the set lives. Rows and columns count from 0.
class ResultSet {
 public:
    /// Takes ownership of `result`.
    explicit ResultSet(pg_result* result) : result_(result) {}

    int row_count() const;
    int column_count() const;
    std::string_view column_name(int column) const;
    bool is_null(int row, int column) const;
    /// The value in PostgreSQL's text form; empty for NULL.
    std::string_view text(int row, int column) const;
    /// The value as an integer; 0 for NULL or what is no integer.
    long long integer(int row, int column) const;
    bool boolean(int row, int column) const { return text(row, column) == "t"; }

    /// E.g. "INSERT 0 3".
    std::string_view command_tag() const;
    /// Rows inserted, updated, deleted or selected; 0 for other commands.
    long long affected_rows() const;

 private:
    struct Clear {
        void operator()(pg_result* result) const;
    };
    std::unique_ptr<pg_result, Clear> result_;
};

}  // namespace migrator::postgres
