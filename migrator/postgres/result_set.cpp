// Reading values out of libpq's result.
#include "migrator/postgres/result_set.hpp"

#include <libpq-fe.h>

#include <charconv>

namespace migrator::postgres {

int ResultSet::row_count() const {
    return PQntuples(result_.get());
}
int ResultSet::column_count() const {
    return PQnfields(result_.get());
}
std::string_view ResultSet::column_name(int column) const {
    return PQfname(result_.get(), column);
}
bool ResultSet::is_null(int row, int column) const {
    return PQgetisnull(result_.get(), row, column) != 0;
}

std::string_view ResultSet::text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

namespace {

long long parsed(std::string_view digits) {
    long long number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

}  // namespace

long long ResultSet::integer(int row, int column) const {
    return parsed(text(row, column));
}
std::string_view ResultSet::command_tag() const {
    return PQcmdStatus(result_.get());
}
long long ResultSet::affected_rows() const {
    return parsed(PQcmdTuples(result_.get()));
}
void ResultSet::Clear::operator()(pg_result* result) const {
    PQclear(result);
}

}  // namespace migrator::postgres
