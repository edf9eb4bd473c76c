// A schema in the making: what of it can differ, as small numbers that turn into SQL. 0 always means: not there.
#pragma once

#include <string>
#include <vector>

namespace convergence {

/// Types among which the values of a column survive, whichever follows which.
enum class Family { number, word, time, mood, document, key, flag, truth, bytes, address, span, numbers, range, count };

struct RandomColumn {
    std::string name = {};
    std::string was = {};  ///< its name on the first side, where that is told as a hint
    Family family = Family::word;
    unsigned type = 0;           ///< place in types_of(family)
    unsigned default_value = 0;  ///< 1, 2: a literal; 3: an expression, where the type has one
    bool not_null = false;
    unsigned generated = 0;  ///< the number in its expression
    bool collated = false;
    unsigned comment = 0;
};

struct RandomReference {
    std::string table = {};  ///< empty: none
    unsigned kind = 1;
    bool is_bigint = false;
};

struct RandomIndex {
    std::string column = {};
    unsigned kind = 0;
    unsigned comment = 0;
};

struct RandomTable {
    std::string name = {};
    std::string was = {};
    bool elsewhere = false;  ///< in the second schema
    bool partitioned = false;
    unsigned partitions = 1;  ///< of a partitioned table
    bool child = false;       ///< another table inherits from it
    unsigned id_type = 0;
    unsigned counter = 0;  ///< of "id": serial, identity
    unsigned key = 0;
    std::vector<RandomColumn> columns = {};
    RandomReference reference = {};
    std::string unique_column = {};
    unsigned unique = 0;
    unsigned check = 0;
    unsigned exclude = 0;
    std::vector<RandomIndex> indexes = {};
    unsigned policy = 0;
    unsigned row_security = 0;
    unsigned trigger = 0;
    unsigned storage = 0;
    bool unlogged = false;
    unsigned comment = 0;
    unsigned check_comment = 0;
};

struct RandomView {
    std::string table = {};
    std::string column = {};  ///< beside "id"
    unsigned kind = 1;
    bool materialized = false;
    bool indexed = false;
    bool has_view_on_it = false;
    unsigned comment = 0;
};

struct RandomSchema {
    bool second_schema = false;
    std::vector<std::string> labels = {"glad"};
    std::string former_label = {};  ///< what the last label was called, where that is told as a hint
    unsigned mood_comment = 0;
    unsigned rank = 0;  ///< an enum type that nothing uses
    bool short_word = false;
    unsigned spare_domain = 0;
    unsigned sequence = 0;
    unsigned function = 0;
    unsigned checked_by = 0;  ///< a function that a CHECK may use
    unsigned procedure = 0;
    unsigned stamp = 0;  ///< the function that triggers call
    unsigned extension = 0;
    std::vector<RandomTable> tables = {};
    std::vector<RandomView> views = {};
};

/// The names of a family's types, ready for SQL.
const std::vector<std::string>& types_of(Family family);
/// The value of a row, as a quoted literal that any type of the family takes.
std::string value_of(Family family, unsigned row);
/// The column's type is text of some kind, not an array of it.
bool is_text(const RandomColumn& column);

/// SQL that makes the schema in `home`, and in `home`_side. Requires: nothing in it refers to what is not there.
std::string sql_of(const RandomSchema& schema, const std::string& home);
/// SQL that puts three rows into each table.
std::string rows_of(const RandomSchema& schema, const std::string& home);
/// The name of a table as SQL, with its schema where that is not `home`.
std::string sql_name(const RandomTable& table, const std::string& home);

}  // namespace convergence
