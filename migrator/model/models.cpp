// What all models of a program describe together.
#include "migrator/model/models.hpp"

#include <algorithm>

#include "migrator/model/inherited_columns.hpp"
#include "migrator/support/try.hpp"

namespace migrator::model {

namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

Result<void> add_enum(std::vector<EnumType>& enums, EnumType type) {
    const auto known = std::ranges::find(enums, type.name, &EnumType::name);
    if (known == enums.end())
        enums.push_back(std::move(type));
    else if (known->labels != type.labels)
        return failure(ErrorKind::internal, "two C++ enums give the enum type \"" + type.name.name + "\" other labels");
    else if (known->comment != type.comment)
        return failure(ErrorKind::internal,
                       "two C++ enums give the enum type \"" + type.name.name + "\" other comments");
    return success();
}

void add_schema(std::vector<std::string>& schemas, const std::string& schema) {
    if (schema.empty() || schema == "public" || std::ranges::find(schemas, schema) != schemas.end()) return;
    schemas.push_back(schema);
}

Result<void> add(Models& models, Description& description) {
    TRYV(check_description(description));
    const ObjectName& name = description.table.name;
    const auto known = std::ranges::find(models.catalog.tables, name, &Table::name);
    if (known != models.catalog.tables.end())
        return failure(ErrorKind::internal, "two structs describe the table \"" + name.name + "\", " +
                                                std::string(description.struct_name) + " is the second");
    add_schema(models.catalog.schemas, name.schema);
    for (EnumType& type : description.enums) {
        add_schema(models.catalog.schemas, type.name.schema);
        TRYV(add_enum(models.catalog.enums, std::move(type)));
    }
    models.structs.emplace_back(description.struct_name);
    models.catalog.tables.push_back(std::move(description.table));
    append(models.catalog.indexes, description.indexes);
    append(models.renames.tables, description.renames.tables);
    append(models.renames.columns, description.renames.columns);
    for (LabelRename& rename : description.renames.labels)
        if (std::ranges::find(models.renames.labels, rename) == models.renames.labels.end())
            models.renames.labels.push_back(std::move(rename));
    return success();
}

}  // namespace

Result<Models> join_models(std::vector<Description> descriptions, ModelOptions options) {
    Models models;
    for (const std::string& schema : options.schemas)
        add_schema(models.catalog.schemas, schema);
    models.catalog.enums = std::move(options.enums);
    models.catalog.sequences = std::move(options.sequences);
    models.catalog.objects = std::move(options.objects);
    models.catalog.indexes = std::move(options.indexes);
    for (Description& description : descriptions)
        TRYV(add(models, description));
    TRYV(leave_columns_to_parents(models.catalog.tables));
    return models;
}

}  // namespace migrator::model
