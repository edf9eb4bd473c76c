// Rows are compared by what PostgreSQL prints of them, so that a value that changes by a hair is seen.
#include "pair_trial.hpp"

#include "diff_command.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/support/error.hpp"
#include "tests/errors/must.hpp"

namespace convergence {

using namespace migrator;
using migrator::testing::Answer;
using migrator::testing::must;

namespace {

std::string quoted_name(const std::string& name) {
    return "\"" + name + "\"";
}

template <class Item>
const std::string& former_name(const Item& item) {
    return item.was.empty() ? item.name : item.was;
}

}  // namespace

PairTrial::PairTrial(PairDatabases& databases, const RandomPair& pair, const std::string& home)
    : databases_(databases), pair_(pair), home_(home) {
    scope_.home_schema = home;
    scope_.schemas = {home, home + "_side"};
    if (home != "public") run_on_both("CREATE SCHEMA " + home);
    run_on(databases.first(), sql_of(pair.from, home));
    run_on(databases.second(), sql_of(pair.to, home));
    from_ = read(databases.first());
    to_ = read(databases.second());
    run_on(databases.first(), rows_of(pair.from, home));
    values_ = values_of(pair.from, pair.to);
}

void PairTrial::run_on(postgres::Session& session, const std::string& sql) {
    if (sql.empty()) return;
    auto done = session.run_script("SET search_path = " + home_ + ";\n" + sql);
    if (!done.has_value()) throw std::runtime_error(full_text(done.assume_error()) + "\n" + sql);
    must(session.run_script("RESET search_path"));
}

void PairTrial::run_on_both(const std::string& sql) {
    run_on(databases_.first(), sql);
    run_on(databases_.second(), sql);
}

Catalog PairTrial::read(postgres::Session& session) const {
    return must(read_catalog(session, scope_));
}

// One that becomes generated has other values.
bool PairTrial::is_kept(const std::string& table, const std::string& column) const {
    const auto find = [&](const RandomSchema& schema) -> const RandomColumn* {
        for (const RandomTable& each : schema.tables)
            for (const RandomColumn& part : each.columns)
                if (former_name(each) == table && former_name(part) == column) return &part;
        return nullptr;
    };
    const RandomColumn* const from = find(pair_.from);
    const RandomColumn* const to = find(pair_.to);
    return from != nullptr && to != nullptr && (to->generated == 0 || to->generated == from->generated);
}

// What the first database holds of the columns of `schema` that `other` has, too: their values where the type is the
// same, else how many there are.
std::map<std::string, std::string> PairTrial::values_of(const RandomSchema& schema, const RandomSchema& other) {
    std::map<std::string, std::string> values;
    const auto same = [&](const auto& items, const auto& item) {
        for (const auto& candidate : items)
            if (former_name(candidate) == former_name(item)) return &candidate;
        return decltype(&items.front()){nullptr};
    };
    for (const RandomTable& table : schema.tables) {
        const RandomTable* later = same(other.tables, table);
        if (later == nullptr) continue;
        std::string query = "SELECT string_agg(id::text, ',' ORDER BY id)";
        std::vector<std::string> names = {former_name(table)};
        for (const RandomColumn& column : table.columns) {
            const RandomColumn* kept = same(later->columns, column);
            if (kept == nullptr || !is_kept(former_name(table), former_name(column))) continue;
            names.push_back(former_name(table) + "." + former_name(column));
            const std::string name = quoted_name(column.name);
            query += kept->type == column.type ? ", string_agg(" + name + "::text, ',' ORDER BY id)"
                                               : ", count(" + name + ")::text";
        }
        const std::string schema_name = table.elsewhere ? home_ + "_side" : home_;
        const auto answer =
            must(databases_.first().query(query + " FROM ONLY " + schema_name + "." + quoted_name(table.name)));
        for (int column = 0; column < answer.column_count(); ++column)
            values[names[static_cast<std::size_t>(column)]] = answer.text(0, column);
    }
    return values;
}

std::string PairTrial::compare_sides() {
    CompareOptions options;
    options.renames = hints_of(pair_.to, home_);
    difference_ = compare(from_, to_, options);
    for (const Operation& operation : difference_.operations)
        operation_names_.insert(summarize(operation).operation);
    return difference_.refusals.empty() ? "" : "refused: " + difference_.refusals.front() + "\n";
}

std::string PairTrial::apply(const std::string& script, const char* when) {
    if (script.empty()) return {};
    auto applied = databases_.first().run_script(script);
    if (applied.has_value()) return {};
    std::string text = when + full_text(applied.assume_error()) + "\n" + script;
    must(databases_.first().run_script("ROLLBACK"));
    return text;
}

std::string PairTrial::rest(const Catalog& wanted, const char* when) {
    const Difference rest = compare(read(databases_.first()), wanted);
    if (rest.is_empty()) return {};
    std::string text = std::string(when) + "there is still:\n" + psql_script(rest.operations, home_);
    for (const std::string& refusal : rest.refusals)
        text += refusal + "\n";
    return text;
}

std::string PairTrial::upgrade() {
    if (std::string text = compare_sides(); !text.empty()) return text;
    const std::string script = psql_script(difference_.operations, home_);
    if (std::string text = apply(script, "upgrade: "); !text.empty()) return text;
    if (std::string text = rest(to_, "after the upgrade "); !text.empty()) return text + "it came by:\n" + script;
    return values_of(pair_.to, pair_.from) == values_ ? "" : "other values after the upgrade\n" + script;
}

std::string PairTrial::upgrade_by_command() {
    if (std::string text = compare_sides(); !text.empty()) return text;
    const Answer answer = run_diff(databases_.first_url(), databases_.second_url(), "--sql");
    if (answer.code != (difference_.is_empty() ? 0 : differences_found)) return answer.out + answer.err;
    if (std::string text = apply(answer.out, "upgrade: "); !text.empty()) return text;
    const Answer again = run_diff(databases_.first_url(), databases_.second_url(), "--sql");
    if (again.code != 0 || !again.out.empty()) return "there is still:\n" + again.out + "it came by:\n" + answer.out;
    return values_of(pair_.to, pair_.from) == values_ ? "" : "other values after the upgrade\n" + answer.out;
}

std::string PairTrial::downgrade() {
    auto inverse = invert(difference_.operations);
    if (!inverse.has_value()) return "no inverse: " + full_text(inverse.assume_error()) + "\n";
    if (!pair_.keeps_rows_on_the_way_back)
        for (const Table& table : read(databases_.first()).tables)
            run_on(databases_.first(), "TRUNCATE " +
                                           (table.name.schema.empty() ? "" : quoted_name(table.name.schema) + ".") +
                                           quoted_name(table.name.name) + " CASCADE");
    const std::string script = psql_script(inverse.assume_value(), home_);
    if (std::string text = apply(script, "downgrade: "); !text.empty())
        return text + "after:\n" + psql_script(difference_.operations, home_);
    if (std::string text = rest(from_, "after the downgrade "); !text.empty())
        return text + "it came by:\n" + script + "after:\n" + psql_script(difference_.operations, home_);
    if (!pair_.keeps_rows_on_the_way_back) return {};
    return values_of(pair_.from, pair_.to) == values_ ? "" : "other values after the downgrade\n" + script;
}

std::string PairTrial::refusal_by_command(const std::string& part) {
    return failure_of_refusal(databases_.first_url(), databases_.second_url(), part);
}

}  // namespace convergence
