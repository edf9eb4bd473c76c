// Catalog x catalog -> the operations that lead from one to the other.
#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "migrator/catalog/catalog.hpp"
#include "migrator/catalog/rename_hints.hpp"
#include "migrator/operation/operation.hpp"
#include "migrator/support/result.hpp"

namespace migrator {

/// Which catalog a hook is asked about.
enum class Side { from, to };

/// What a function that is asked about two columns answers. `standard`: as PostgreSQL's texts say.
enum class Verdict { standard, equal, different };

/// Whether something of columns is compared: of all of them, of none, or as a function decides for each.
class ColumnHook {
 public:
    using Decide = std::function<Verdict(const ObjectName& table, const Column& from, const Column& to)>;

    // NOLINTBEGIN(google-explicit-constructor): options are set with `= false` or `= [](…) { … }`.
    template <std::same_as<bool> Flag>
    ColumnHook(Flag is_compared) : is_compared_(is_compared) {}
    template <class Function>
    requires std::is_invocable_r_v<Verdict, const Function&, const ObjectName&, const Column&, const Column&>
    ColumnHook(Function decide) : decide_(std::move(decide)) {}
    // NOLINTEND(google-explicit-constructor)

    /// Whether the columns differ, given whether their texts do.
    bool differ(const ObjectName& table, const Column& from, const Column& to, bool texts_differ) const;
    bool is_off() const { return !is_compared_; }
    /// A function may find a difference where the texts have none.
    bool is_asked() const { return static_cast<bool>(decide_); }

 private:
    bool is_compared_ = true;
    Decide decide_ = {};
};

/// What a hook can be shown of a catalog.
using CatalogObject = std::variant<const Table*, const Column*, const Constraint*, const Index*, const EnumType*,
                                   const Sequence*, const RawObject*, const OtherObject*>;

/// An object of one side that a hook is asked about.
struct ComparedObject {
    const char* kind = "";  ///< these three as include_name has them
    ObjectName parent = {};
    std::string name = {};
    Side side = Side::from;
    CatalogObject object = {};
    std::optional<CatalogObject> counterpart = {};  ///< of the other side, by the same name; none: there is none

    /// Null when the object is of another kind.
    template <class T>
    const T* as() const {
        const auto* held = std::get_if<const T*>(&object);
        return held == nullptr ? nullptr : *held;
    }
    /// Null when the other side has none, too.
    template <class T>
    const T* counterpart_as() const {
        const auto* held = counterpart ? std::get_if<const T*>(&*counterpart) : nullptr;
        return held == nullptr ? nullptr : *held;
    }
};

/// What a program can decide about a comparison. Everything is compared unless something is set here.
struct CompareOptions {
    /// true, false, or a function. It may be asked about a column more than once.
    ColumnHook compare_type = true;
    ColumnHook compare_server_default = true;
    /// What is left alone: a group or a kind of `comparators()`.
    std::set<std::string> switched_off = {};
    /// Asked for each name on both sides; false leaves it alone, with all that belongs to it. Kinds: "schema", "table",
    /// "column", "index", "constraint", "enum", "sequence", "object" (view, function, trigger …) and "other" (what no
    /// operation reaches, by its kind and name: "rule users.silent"). `parent.schema` is the schema, empty for the home
    /// schema; `parent.name` the table that it belongs to, if any.
    std::function<bool(const char* kind, const ObjectName& parent, const std::string& name)> include_name = {};
    /// Asked for each object on both sides; false on either side leaves it alone on both.
    std::function<bool(const ComparedObject& object)> include_object = {};
    /// Changes the list of operations before it is returned.
    std::function<void(std::vector<Operation>& operations)> rewrite = {};
    RenameHints renames = {};
};

/// What `switched_off` can name: "comments", "constraints", "indexes", "enums", "sequences", "objects", "others", and
/// each kind of OtherObject, e.g. "grant".
std::vector<std::string> comparators();

/// *Errors:* `usage` when `switched_off` names something else.
Result<void> require_valid(const CompareOptions& options);

/// What leads from one catalog to the other.
struct Difference {
    std::vector<Operation> operations = {};  ///< in an order that works, in one transaction
    std::vector<std::string> notes = {};     ///< what was left alone, and what to look at
    std::vector<std::string> refusals = {};  ///< differences that no operation reaches, by name

    bool is_empty() const { return operations.empty() && refusals.empty(); }
};

/// Compares two catalogs that were read from PostgreSQL of the same major version.
/// What is dropped carries its definition, so that `invert` leads back. Partitions and inheritance children that only
/// `from` has are never dropped while a parent stays, nor is what they own or need; all but what they own is noted.
/// Options that are not valid are a refusal.
Difference compare(const Catalog& from, const Catalog& to, const CompareOptions& options = {});

}  // namespace migrator
