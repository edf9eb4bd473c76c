// Parts of DDL statements: columns, constraints, index keys, sequence options.
#pragma once

#include "migrator/catalog/table.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/operation/argument.hpp"

namespace migrator {

/// `name type COLLATE c DEFAULT x NOT NULL` as in CREATE TABLE and ADD COLUMN.
void write_column(SqlWriter& sql, const Column& column);
/// `CONSTRAINT name …` as in CREATE TABLE and ADD CONSTRAINT.
void write_constraint(SqlWriter& sql, const Constraint& constraint);
/// Everything of CREATE INDEX.
void write_index(SqlWriter& sql, const Index& index, bool concurrently = false);
/// ` START WITH 5 INCREMENT BY 2 …`, each after `before_each` (" SET " in ALTER COLUMN).
void write_sequence_options(SqlWriter& sql, const SequenceOptions& options, const char* before_each = " ");
/// `GENERATED ALWAYS AS IDENTITY (…)`.
void write_identity(SqlWriter& sql, const Identity& identity);
/// `(fillfactor = '70', autovacuum_enabled = 'false')`.
void write_parameter_list(SqlWriter& sql, const std::vector<StorageParameter>& parameters);
/// ` WITH (fillfactor = '70')`, or nothing.
void write_storage_parameters(SqlWriter& sql, const std::vector<StorageParameter>& parameters);

}  // namespace migrator
