// Which rows of a model's table, named by members: conditions, order, page and row locks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrator/model/described.hpp"

namespace migrator::model {

enum class Order { ascending, descending };

/// A column equal to any of some values, as text.
struct Condition {
    std::string column = {};
    std::vector<std::string> values = {};
};

struct Ordering {
    std::string column = {};
    Order order = Order::ascending;
};

/// The parts of a selection as values, whatever the struct.
struct SelectionParts {
    std::vector<Condition> conditions = {};  ///< all must hold
    std::vector<Ordering> orderings = {};
    std::optional<long long> limit = {};
    std::optional<long long> offset = {};
    bool lock_rows = false;
};

/// Rows of T's table: `Selection<Skill>().where<&Skill::name>("Fireball").order_by<&Skill::id>().limit(20)`.
template <Described T>
class Selection {
 public:
    /// Rows whose member equals `value`; NULL equals nothing.
    template <auto Member>
    Selection& where(const detail::value_of<Member>& value) {
        return add<Member>({Mapping<detail::value_of<Member>>::print(value)});
    }
    /// Rows whose member equals one of `values`; none when it is empty.
    template <auto Member>
    Selection& where_in(const std::vector<detail::value_of<Member>>& values) {
        std::vector<std::string> texts;
        for (const auto& value : values)
            texts.push_back(Mapping<detail::value_of<Member>>::print(value));
        return add<Member>(std::move(texts));
    }
    /// Later calls order the rows that are equal so far.
    template <auto Member>
    Selection& order_by(Order order = Order::ascending) {
        static_assert(std::is_same_v<detail::struct_of<Member>, T>, "the member belongs to another struct");
        parts_.orderings.push_back({std::string(member_name<Member>()), order});
        return *this;
    }
    Selection& limit(long long rows) {
        parts_.limit = rows;
        return *this;
    }
    Selection& offset(long long rows) {
        parts_.offset = rows;
        return *this;
    }
    /// FOR UPDATE: other transactions that select the rows likewise wait for the end of this one.
    Selection& lock_rows() {
        parts_.lock_rows = true;
        return *this;
    }

    const SelectionParts& parts() const { return parts_; }

 private:
    template <auto Member>
    Selection& add(std::vector<std::string> values) {
        static_assert(std::is_same_v<detail::struct_of<Member>, T>, "the member belongs to another struct");
        parts_.conditions.push_back({std::string(member_name<Member>()), std::move(values)});
        return *this;
    }

    SelectionParts parts_;
};

}  // namespace migrator::model
