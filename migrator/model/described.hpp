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

/// Made once, at the first call. Thread-safe.
template <Described T>
const Description& description_of() {
    static const Description description = [] {
        Description result;
        TableBuilder<T> table(result);
        describe(table);
        result.member_count = arity<T>();
        complete(result);
        return result;
    }();
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
