// Expressions as PostgreSQL prints them: the few rules by which two texts mean the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace migrator {

/// The pieces of SQL text: words, quoted names, literals, numbers, signs; white space is dropped.
std::vector<std::string_view> sql_tokens(std::string_view sql);

/// `(a > 0)` as `a > 0`; only parentheses that enclose the whole.
std::string without_outer_parentheses(std::string text);

/// True for the two forms in which PostgreSQL prints one expression: a cast of an array before and after the server
/// moved it into the elements, `(ARRAY['a'::character varying])::text[]` and `ARRAY[('a'::character varying)::text]`.
bool same_expression(const std::string& first, const std::string& second);

/// The text with the name `from` replaced by `to`, where it stands as a name.
std::string with_name_replaced(const std::string& sql, const std::string& from, const std::string& to);

/// True when `name` stands as a name in the text.
bool mentions_name(const std::string& sql, const std::string& name);

}  // namespace migrator
