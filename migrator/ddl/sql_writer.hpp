// Builds SQL text from parts that each know how they are quoted. The one place where a name becomes SQL.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migrator/catalog/type.hpp"

namespace migrator {

/// A name that is written quoted where PostgreSQL needs it.
struct Identifier {
    std::string_view name;
};

/// A value that is written as a string literal (with standard_conforming_strings on).
struct Literal {
    std::string_view value;
};

/// The name as PostgreSQL's quote_ident() prints it: in double quotes unless it is plain lower case and no keyword.
std::string quoted(Identifier identifier);
/// Doubles the quotes; a backslash is taken as it is.
std::string quoted(Literal literal);

/// Appends parts to a statement: SQL fragments of the source code, names, literals, and text that is SQL already.
class SqlWriter {
 public:
    SqlWriter& operator<<(const char* fragment) { return append(fragment); }
    SqlWriter& operator<<(Identifier identifier) { return append(quoted(identifier)); }
    SqlWriter& operator<<(Literal literal) { return append(quoted(literal)); }
    SqlWriter& operator<<(const ObjectName& name);
    SqlWriter& operator<<(const SqlText& sql) { return append(sql.text); }
    SqlWriter& operator<<(const SqlType& type);
    SqlWriter& operator<<(long long number) { return append(std::to_string(number)); }

    /// Names, separated by commas, in parentheses.
    SqlWriter& names(const std::vector<std::string>& names);
    /// Literals, separated by commas, in parentheses.
    SqlWriter& literals(const std::vector<std::string>& values);

    std::string take() { return std::move(text_); }

 private:
    SqlWriter& append(std::string_view text) {
        text_ += text;
        return *this;
    }

    std::string text_;
};

}  // namespace migrator
