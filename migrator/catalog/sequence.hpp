// A sequence and its options, as values.
#pragma once

#include <optional>
#include <string>

#include "migrator/catalog/type.hpp"

namespace migrator {

/// Options of a sequence or an identity column; what is not set is PostgreSQL's default.
struct SequenceOptions {
    std::optional<long long> start = {};
    std::optional<long long> increment = {};
    std::optional<long long> min_value = {};
    std::optional<long long> max_value = {};
    std::optional<long long> cache = {};
    bool cycle = false;

    bool operator==(const SequenceOptions&) const = default;
};

struct Sequence {
    ObjectName name = {};
    SqlType type = {};  ///< smallint, integer or bigint; not set: bigint
    SequenceOptions options = {};
    ObjectName owned_by_table = {};    ///< empty: owned by nothing
    std::string owned_by_column = {};  ///< the column of that table
    std::string comment = {};

    bool operator==(const Sequence&) const = default;
};

}  // namespace migrator
