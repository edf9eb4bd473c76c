// The statements of a chain as one psql script, with a transaction a step.
#include "tests/bench/psql_script.hpp"

#include <fstream>

#include "migrator/operation/checksum.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/run/step_script.hpp"

namespace gestaloka::bench {

void write_psql_script(const migrator::Registry& registry, const std::filesystem::path& file) {
    std::ofstream out(file);
    const migrator::HistoryTable table;
    const migrator::postgres::LockKey key = migrator::postgres::migration_lock_key(table.name.schema, table.name.name);
    out << "SELECT pg_advisory_lock(" << key.number << ");\n";
    out << "CREATE SCHEMA " << table.name.schema << ";\n";
    for (const std::string& statement : migrator::create_history_statements(table))
        out << statement << ";\n";
    const migrator::StepAuthor author{"bench", 1, "psql", "0"};
    auto plan = migrator::decide_upgrade(migrator::History{}, registry, "head");
    for (const migrator::PlannedStep& step : plan.value().steps)
        for (const auto& part : migrator::write_step_script(step, table, key, author, 1).parts)
            for (const auto& statement : part.statements)
                out << statement.sql << ";\n";
}

}  // namespace gestaloka::bench
