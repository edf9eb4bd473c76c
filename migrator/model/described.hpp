// The description of a struct, and its table and indexes as catalog values.
#pragma once

#include "migrator/model/arity.hpp"
#include "migrator/model/description.hpp"
#include "migrator/model/table_builder.hpp"

namespace migrator::model {

/// A struct for which `void describe(TableBuilder<T>&)` is declared beside it.
template <class T>
concept Described = requires(TableBuilder<T>& table) {
    describe(table);
};

/// Runs describe(). Unnamed objects get their names from `naming`.
template <Described T>
Description describe_struct(const NamingConvention& naming) {
    Description result;
    TableBuilder<T> table(result);
    describe(table);
    result.struct_name = struct_name<T>();
    result.member_count = arity<T>();
    complete(result, naming);
    return result;
}

/// Made once, at the first call, for reading and writing rows. Thread-safe.
template <Described T>
const Description& description_of() {
    static const Description description = describe_struct<T>({});
    return description;
}

template <Described T>
const Table& table_of() {
    return description_of<T>().table;
}

template <Described T>
const std::vector<Index>& indexes_of() {
    return description_of<T>().indexes;
}

}  // namespace migrator::model
