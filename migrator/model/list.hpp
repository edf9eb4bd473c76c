// The list of a program's models.
#pragma once

#include "migrator/model/described.hpp"
#include "migrator/model/models.hpp"

namespace migrator::model {

/// The models of the listed structs: `models_of<User, Character, Skill>()`. Not cached: called when the schema is
/// checked or a revision is written, never at a boot. Errors: as join_models.
template <class... Structs>
Result<Models> models_of(ModelOptions options = {}) {
    static_assert((Described<Structs> && ...),
                  "a struct of this list has no `void describe(migrator::model::TableBuilder<Struct>&)` beside it");
    if constexpr ((Described<Structs> && ...)) {
        std::vector<Description> descriptions;
        descriptions.reserve(sizeof...(Structs));
        (descriptions.push_back(describe_struct<Structs>(options.naming)), ...);
        return join_models(std::move(descriptions), std::move(options));
    } else {
        return failure(ErrorKind::internal, "a struct of the list is not described");
    }
}

}  // namespace migrator::model
