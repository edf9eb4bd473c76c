// Statements about objects beside tables' parts: comments, views and functions, a table's attributes, sequences.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"

namespace migrator {

/// `COMMENT ON … IS …`, NULL when the text is empty.
std::string comment_statement(const SetComment& comment);
/// The CREATE statement and the comment.
std::vector<std::string> create_statements(const RawObject& object);
/// The definition and the comment, or the comment alone where only that is another one.
std::vector<std::string> replace_statements(const ReplaceObject& change);
std::string drop_statement(const RawObject& object);
/// One ALTER TABLE for each attribute that differs.
std::vector<std::string> alter_table_statements(const AlterTable& change);
std::string alter_sequence_statement(const AlterSequence& change);
std::string sync_sequence_statement(const SyncSequence& sync);

}  // namespace migrator
