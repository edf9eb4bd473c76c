// The queries of read_catalog, in the order in which they are sent and their answers are read.
#pragma once

#include <string>
#include <vector>

namespace migrator::introspection {

/// The place of each query's answer.
enum class Query {
    names,
    comments,
    relations,
    columns,
    constraints,
    indexes,
    padding,  ///< more than the server holds back, so that the rows before it are read while it looks for rarer things
    enums,
    sequences,
    routines,
    raw_objects,
    dependencies,
    others
};

/// One text a query. They read the setting migrator.scope, an array of the oids of the schemas in question.
std::vector<std::string> catalog_queries(int server_version);

}  // namespace migrator::introspection
