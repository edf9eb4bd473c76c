// Pieces of C++ source: literals, and the values of the catalog as a developer would write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migrator/catalog/raw_object.hpp"
#include "migrator/catalog/sequence.hpp"
#include "migrator/catalog/table.hpp"
#include "migrator/operation/argument.hpp"

namespace migrator::author {

/// A string literal that holds exactly `text`; text of several lines becomes a raw literal.
std::string source_of_text(std::string_view text);
/// `{"a", "b"}`.
std::string source_of_texts(const std::vector<std::string>& texts);

// Expressions that make an equal value. They rely on `using namespace migrator`, which REVISION brings.
std::string source_of(const ObjectName& name);
std::string source_of(const SqlType& type);
std::string source_of(const SequenceOptions& options);
std::string source_of(const Sequence& sequence);
std::string source_of(const Identity& identity);
std::string source_of(const Column& column);
std::string source_of(const Constraint& constraint, const ObjectName& table);
std::string source_of(const IndexKey& key);
std::string source_of(const IndexOptions& options);
std::string source_of(const Index& index);
std::string source_of(const Table& table);
std::string source_of(const TableAttributes& attributes);
std::string source_of(const RawObject& object);
std::string source_of(const EnumUse& use);
std::string source_of(const Value& value);
/// Empty when nothing is set.
std::string source_of_options(const Table& table);

}  // namespace migrator::author
