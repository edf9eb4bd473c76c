// The queries of read_catalog, each with what reads its answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migrator/introspection/reading.hpp"

namespace migrator::introspection {

struct CatalogQuery {
    std::string text = {};
    void (*read)(const postgres::ResultSet& answer, Reading& reading) = nullptr;  ///< null: the answer says nothing
    /// Prints expressions over columns, for which PostgreSQL opens each table: half of the work in a large catalog.
    bool opens_tables = false;
};

/// In the order in which their answers are read. They read the setting migrator.scope, an array of
/// the oids of the schemas in question. Of rare objects they ask only for those of `rare_catalogs`, which
/// rare_catalogs_sql tells.
std::vector<CatalogQuery> catalog_queries(int server_version, std::string_view rare_catalogs);

}  // namespace migrator::introspection
