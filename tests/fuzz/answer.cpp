// Answers made with libpq's own functions for that.
#include "tests/fuzz/answer.hpp"

#include <libpq-fe.h>

namespace migrator::fuzz {

postgres::ResultSet answer_of(int column_count, const std::vector<std::vector<Cell>>& rows) {
    PGresult* const result = PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK);
    std::string name = "column";
    PGresAttDesc description = {};
    description.name = name.data();
    std::vector<PGresAttDesc> columns(static_cast<std::size_t>(column_count), description);
    PQsetResultAttrs(result, column_count, columns.data());
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            Cell cell = rows[row][column];
            PQsetvalue(result, static_cast<int>(row), static_cast<int>(column), cell ? cell->data() : nullptr,
                       cell ? static_cast<int>(cell->size()) : -1);
        }
    return postgres::ResultSet(result);
}

}  // namespace migrator::fuzz
