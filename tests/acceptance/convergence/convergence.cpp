// Two databases a case, of the one test server.
#include "convergence.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "diff_command.hpp"
#include "dump_text.hpp"
#include "kept_rows.hpp"
#include "migrator/diff/compare.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/psql.hpp"

namespace convergence {

namespace {

using namespace migrator;
using migrator::testing::Answer;
using migrator::testing::must;
using migrator::testing::TestDatabase;

std::string list_of(const Difference& difference) {
    std::string text = psql_script(difference.operations);
    for (const std::string& refusal : difference.refusals)
        text += "refused: " + refusal + "\n";
    return text;
}

// The error's text, or nothing.
std::string apply_to(postgres::Session& session, const std::string& script) {
    if (script.empty()) return {};
    auto applied = session.run_script(script);
    if (applied.has_value()) return {};
    std::string text = full_text(applied.assume_error()) + "\n" + script;
    must(session.run_script("ROLLBACK"));
    return text;
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
        make_schemas();
        difference_ = compare(from_, to_);
        if (!pair_.left_alone.empty() && !notes_something_left_alone(difference_)) return "nothing is left alone\n";
        if (!pair_.refused.empty()) return judge_refusal();
        if (!difference_.refusals.empty()) return "refused: " + difference_.refusals.front() + "\n";
        former_dump_ = dump_of(first_database_);
        former_rows_ = kept_rows(first_, from_, to_);
        if (std::string text = upgrade(); !text.empty()) return "upgrade: " + text;
        if (std::string text = unlike(to_, "after the upgrade"); !text.empty()) return text + list_of(difference_);
        if (std::string text = other_dump(dump_of(second_database_)); !text.empty())
            return "after the upgrade:\n" + text + list_of(difference_);
        const std::string text = difference_of_rows(former_rows_, kept_rows(first_, to_, from_));
        if (text != pair_.other_rows) return "other rows after the upgrade:\n" + text + list_of(difference_);
        return judge_inverse();
    }

 private:
    void make_schemas() {
        must(first_.run_script(pair_.from));
        must(second_.run_script(pair_.to));
        from_ = must(read_catalog(first_));
        to_ = must(read_catalog(second_));
        if (!pair_.rows.empty()) must(first_.run_script(pair_.rows));
    }

    std::string judge_refusal() {
        const std::string failure = failure_of_refusal(first_database_.url(), second_database_.url(), pair_.refused);
        if (!failure.empty()) return failure;
        const bool is_untouched = must(read_catalog(first_)) == from_ && must(read_catalog(second_)) == to_;
        return is_untouched ? "" : "the refusal has changed a database\n";
    }

    // What the command prints is what a user runs.
    std::string upgrade() {
        const Answer answer = run_diff(first_database_.url(), second_database_.url(), "--sql");
        if (answer.code != (difference_.is_empty() ? 0 : differences_found)) return answer.out + answer.err;
        if (answer.out != psql_script(difference_.operations)) return "the command prints other SQL:\n" + answer.out;
        // The second side was not told of it, but has it when the dumps are compared.
        if (!pair_.left_alone.empty()) must(second_.run_script(pair_.left_alone));
        if (pair_.applied_by == AppliedBy::session) return apply_to(first_, answer.out);
        const testing::PsqlRun run = testing::run_psql(first_database_.url(), answer.out);
        return run.code == 0 ? "" : run.err + answer.out;
    }

    std::string judge_inverse() {
        auto inverse = invert(difference_.operations);
        if (!inverse.has_value()) {
            const std::string reason = full_text(inverse.assume_error());
            const bool is_expected =
                !pair_.irreversible.empty() && reason.find(pair_.irreversible) != std::string::npos;
            return is_expected ? std::string() : "no inverse: " + reason;
        }
        if (!pair_.irreversible.empty()) return "there is an inverse, and none was expected\n";
        const std::string script = psql_script(inverse.assume_value());
        if (std::string error = apply_to(first_, script); !error.empty()) return "downgrade: " + error;
        if (std::string text = unlike(from_, "after the downgrade"); !text.empty()) return text + script;
        if (std::string text = other_dump(former_dump_); !text.empty()) return "after the downgrade:\n" + text + script;
        const std::string text = difference_of_rows(former_rows_, kept_rows(first_, from_, to_));
        return text == pair_.other_rows_back ? "" : "other rows after the downgrade:\n" + text + script;
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
    Difference difference_ = {};
    std::string former_dump_ = {};
    std::map<std::string, std::string> former_rows_ = {};
};

}  // namespace

std::string failure_of(const Case& pair, Dump dump) {
    return Trial(pair, dump).run();
}

}  // namespace convergence
