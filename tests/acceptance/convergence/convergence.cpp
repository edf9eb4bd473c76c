// Two databases a case, of the one test server.
#include "convergence.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "dump_text.hpp"
#include "migrator/diff/compare.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"

namespace convergence {

namespace {

using namespace migrator;
using migrator::testing::must;
using migrator::testing::TestDatabase;

std::string list_of(const Difference& difference) {
    std::string text = psql_script(difference.operations);
    for (const std::string& refusal : difference.refusals)
        text += "refused: " + refusal + "\n";
    return text;
}

// Applies operations; the error's text, or nothing.
std::string apply_to(postgres::Session& session, const std::vector<Operation>& operations) {
    const std::string script = psql_script(operations);
    if (script.empty()) return {};
    auto applied = session.run_script(script);
    if (applied.has_value()) return {};
    std::string text = full_text(applied.assume_error()) + "\n" + script;
    must(session.run_script("ROLLBACK"));
    return text;
}

std::map<std::string, long long> row_counts(postgres::Session& session, const Catalog& catalog) {
    std::map<std::string, long long> counts;
    for (const Table& table : catalog.tables) {
        const std::string name = table.name.schema.empty() ? "public" : table.name.schema;
        const auto count = must(session.query("SELECT count(*) FROM \"" + name + "\".\"" + table.name.name + "\""));
        counts[name + "." + table.name.name] = count.integer(0, 0);
    }
    return counts;
}

std::string lost_rows(const std::map<std::string, long long>& before, const std::map<std::string, long long>& after) {
    for (const auto& [table, count] : before) {
        const auto found = after.find(table);
        if (found != after.end() && found->second != count)
            return table + " had " + std::to_string(count) + " rows and has " + std::to_string(found->second) + "\n";
    }
    return {};
}

bool notes_something_left_alone(const Difference& difference) {
    return std::any_of(difference.notes.begin(), difference.notes.end(),
                       [](const std::string& note) { return note.find("is left alone") != std::string::npos; });
}

// One pair under way.
class Trial {
 public:
    Trial(const Case& pair, Dump dump) : pair_(pair), dump_(dump) {}

    std::string run() {
        must(first_.run_script(pair_.from));
        must(second_.run_script(pair_.to));
        from_ = must(read_catalog(first_));
        to_ = must(read_catalog(second_));
        if (!pair_.rows.empty()) must(first_.run_script(pair_.rows));
        // The second side is not told of it, but has it when the dumps are compared.
        if (!pair_.left_alone.empty()) must(second_.run_script(pair_.left_alone));
        const Difference difference = compare(from_, to_);
        if (!pair_.left_alone.empty() && !notes_something_left_alone(difference)) return "nothing is left alone\n";
        if (!pair_.refused.empty()) return judge_refusal(difference);
        if (!difference.refusals.empty()) return "refused: " + difference.refusals.front() + "\n";
        const std::string former_dump = dump_of(first_database_);
        const auto rows = row_counts(first_, from_);
        if (std::string error = apply_to(first_, difference.operations); !error.empty()) return "upgrade: " + error;
        if (std::string text = unlike(to_, "after the upgrade"); !text.empty()) return text + list_of(difference);
        if (std::string text = other_dump(dump_of(second_database_)); !text.empty())
            return "after the upgrade:\n" + text + list_of(difference);
        if (std::string text = lost_rows(rows, row_counts(first_, to_)); !text.empty()) return text;
        return judge_inverse(difference, former_dump);
    }

 private:
    std::string judge_refusal(const Difference& difference) const {
        for (const std::string& refusal : difference.refusals)
            if (refusal.find(pair_.refused) != std::string::npos) return {};
        return "not refused:\n" + list_of(difference);
    }

    std::string judge_inverse(const Difference& difference, const std::string& former_dump) {
        auto inverse = invert(difference.operations);
        if (!inverse.has_value()) {
            const std::string reason = full_text(inverse.assume_error());
            const bool is_expected =
                !pair_.irreversible.empty() && reason.find(pair_.irreversible) != std::string::npos;
            return is_expected ? std::string() : "no inverse: " + reason;
        }
        if (!pair_.irreversible.empty()) return "there is an inverse, and none was expected\n";
        if (std::string error = apply_to(first_, inverse.assume_value()); !error.empty()) return "downgrade: " + error;
        if (std::string text = unlike(from_, "after the downgrade"); !text.empty())
            return text + psql_script(inverse.assume_value());
        if (std::string text = other_dump(former_dump); !text.empty())
            return "after the downgrade:\n" + text + psql_script(inverse.assume_value());
        return {};
    }

    // What still differs from `wanted`.
    std::string unlike(const Catalog& wanted, const char* when) {
        const Catalog now = must(read_catalog(first_));
        const Difference rest = compare(now, wanted);
        if (rest.is_empty()) return {};
        return std::string(when) + " there is still:\n" + list_of(rest) + "it came by:\n";
    }

    std::string dump_of(const TestDatabase& database) const {
        return dump_ == Dump::compared ? comparable_dump(database.url()) : std::string();
    }

    std::string other_dump(const std::string& wanted) {
        const std::string now = dump_of(first_database_);
        return difference_of_dumps(now, wanted);
    }

    const Case& pair_;
    Dump dump_;
    TestDatabase first_database_ = {};
    TestDatabase second_database_ = {};
    postgres::Session first_ = first_database_.connect();
    postgres::Session second_ = second_database_.connect();
    Catalog from_ = {};
    Catalog to_ = {};
};

}  // namespace

std::string failure_of(const Case& pair, Dump dump) {
    return Trial(pair, dump).run();
}

}  // namespace convergence
