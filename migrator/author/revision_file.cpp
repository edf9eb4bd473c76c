// The file of a new revision.
#include "migrator/author/revision_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>

#include "migrator/author/decision.hpp"
#include "migrator/author/message.hpp"
#include "migrator/author/source_text.hpp"
#include "migrator/author/statement_source.hpp"
#include "migrator/operation/invert.hpp"

namespace migrator::author {

namespace {

std::string file_name(const NewRevision& revision) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(revision.created_at);
    std::tm utc = {};
    ::gmtime_r(&seconds, &utc);
    char date[32];
    std::strftime(date, sizeof date, "%Y%m%d_%H%M_", &utc);
    return date + revision.id + "_" + slug_of(revision.message) + ".cpp";
}

// Indents by brackets, so that the file can be read where no formatter is installed. Raw literals stay as they are.
std::string indented(const std::string& statement, std::size_t depth) {
    constexpr std::size_t width = 4;
    std::string text(depth * width, ' ');
    bool in_raw = false;
    for (std::size_t i = 0; i < statement.size(); ++i) {
        if (statement.compare(i, 6, "R\"sql(") == 0) in_raw = true;
        if (statement.compare(i, 5, ")sql\"") == 0) in_raw = false;
        text += statement[i];
        if (in_raw || statement[i] != '\n') continue;
        const bool closes = i + 1 < statement.size() && statement[i + 1] == '}';
        text += std::string((depth + (closes ? 0 : 1)) * width, ' ');
    }
    return text + "\n";
}

std::string step_source(const std::vector<Operation>& operations, const std::vector<std::string>& questions) {
    constexpr std::size_t depth = 3;
    std::string source = "\n        [](Operations& op) {\n";
    for (std::size_t i = 0; i < operations.size(); ++i) {
        if (i < questions.size() && !questions[i].empty())
            source += indented("UNDECIDED(" + source_of_text(questions[i]) + ");", depth);
        for (const std::string& statement : statements_of(operations[i]))
            source += indented(statement, depth);
    }
    return source + "        },\n";
}

std::string field(const char* name, const std::string& value) {
    return std::string("    .") + name + " = " + value + ",\n";
}

constexpr const char* empty_step =
    "\n        [](Operations& op) {\n"
    "            UNDECIDED(\"this step is empty: write what it does, e.g. \"\n"
    "                      \"op.add_column(\\\"users\\\", column(\\\"nickname\\\", varchar(50)))\");\n"
    "        },\n";

// The way back, where it has to be written: the statements of the upgrade do not keep it, or there is none.
std::string downgrade_source(const NewRevision& revision) {
    if (revision.downgrade) return "    .downgrade =" + step_source(*revision.downgrade, {});
    const auto inverse = invert(revision.upgrade);
    if (inverse.has_value() && std::ranges::all_of(revision.upgrade, keeps_way_back)) return {};
    if (inverse.has_value()) return "    .downgrade =" + step_source(inverse.assume_value(), {});
    const std::string question = "write the way back, or .irreversible = \"why\" instead: ";
    return "    .downgrade =\n        [](Operations& op) {\n" +
           indented("UNDECIDED(" + source_of_text(question + summary(inverse.assume_error())) + ");", 3) +
           "        },\n";
}

// A line of C++ for each revision.
std::string replaced_source(const std::vector<ReplacedRevision>& replaces) {
    std::string source = "    .replaces =";
    for (const ReplacedRevision& replaced : replaces) {
        std::string literal = source_of_text(line_of(replaced));
        source += "\n        " + literal.insert(literal.size() - 1, "\\n");
    }
    return source + ",\n";
}

std::string steps_source(const NewRevision& revision) {
    const bool is_squash = !revision.replaces.empty();
    const bool may_be_empty = revision.parents.size() > 1 || is_squash;
    if (revision.upgrade.empty()) return may_be_empty ? "" : std::string("    .upgrade =") + empty_step;
    const std::vector<std::string> questions =
        is_squash ? std::vector<std::string>() : questions_about(revision.upgrade);
    std::string source = "    .upgrade =" + step_source(revision.upgrade, questions);
    if (!revision.irreversible.empty()) return source + field("irreversible", source_of_text(revision.irreversible));
    source += downgrade_source(revision);
    const std::string losses = losses_of_undoing(revision.upgrade);
    return losses.empty() ? source : source + field("downgrade_loses", source_of_text(losses));
}

}  // namespace

RevisionFile write_revision(const NewRevision& revision) {
    std::string text = "// " + revision.message + (revision.message.ends_with('.') ? "" : ".") + "\n";
    text += "#include \"migrator/revision/revision.hpp\"\n\n";
    text += "REVISION(" + revision.id + "){\n";
    text += field("message", source_of_text(revision.message));
    if (!revision.parents.empty()) text += field("revises", source_of_texts(revision.parents));
    if (!revision.depends_on.empty()) text += field("depends_on", source_of_texts(revision.depends_on));
    if (!revision.branch_labels.empty()) text += field("branch_labels", source_of_texts(revision.branch_labels));
    if (!revision.replaces.empty()) text += replaced_source(revision.replaces);
    if (!revision.new_databases_only.empty())
        text += field("new_databases_only", source_of_text(revision.new_databases_only));
    text += steps_source(revision);
    return {.name = file_name(revision), .text = text + "};\n"};
}

Result<std::filesystem::path> save(const RevisionFile& file, const std::filesystem::path& directory) {
    const std::filesystem::path path = directory / file.name;
    std::error_code ignored;
    if (!std::filesystem::is_directory(directory, ignored))
        return failure(Error(ErrorKind::usage, "there is no directory " + directory.string())
                           .hint("run this in the root of the source tree, or name the directory of the revisions"));
    if (std::filesystem::exists(path, ignored)) return failure(ErrorKind::usage, path.string() + " exists already");
    std::ofstream stream(path);
    stream << file.text;
    stream.close();
    if (!stream) return failure(ErrorKind::usage, "cannot write " + path.string() + ": " + std::strerror(errno));
    return path;
}

}  // namespace migrator::author
