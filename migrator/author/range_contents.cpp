// Renames follow each other: what a range calls b and then c was a before it.
#include "migrator/author/range_contents.hpp"

#include <algorithm>

#include "migrator/support/try.hpp"

namespace migrator::author {

namespace {

class Reader {
 public:
    explicit Reader(RangeContents& contents) : contents_(contents) {}

    void read(const RevisionNode& node, const Operation& operation) {
        node_ = &node;
        std::visit(*this, operation);
    }

    void operator()(const RenameTable& o) {
        const ObjectName renamed(o.from.schema, o.to);
        for (ColumnRename& column : contents_.renames.columns)
            if (column.table == o.from) column.table = renamed;
        for (TableRename& known : contents_.renames.tables)
            if (known.table == o.from) {
                known.table = renamed;
                return;
            }
        contents_.renames.tables.push_back({o.from.name, renamed});
    }
    void operator()(const RenameColumn& o) {
        for (ColumnRename& known : contents_.renames.columns)
            if (known.table == o.table && known.column == o.from) {
                known.column = o.to;
                return;
            }
        contents_.renames.columns.push_back({o.table, o.from, o.to});
    }
    void operator()(const RenameEnumValue& o) {
        for (LabelRename& known : contents_.renames.labels)
            if (known.type == o.type && known.label == o.from) {
                known.label = o.to;
                return;
            }
        contents_.renames.labels.push_back({o.type, o.from, o.to});
    }
    void operator()(const RunFunction& o) {
        contents_.functions.push_back(of_node("run \"" + o.name + "\""));
        contents_.data_steps.push_back(contents_.functions.back());
    }
    void operator()(const BulkInsert& o) {
        contents_.data_steps.push_back(
            of_node("bulk_insert of " + std::to_string(o.rows.size()) + " rows into " + o.table.name));
    }
    void operator()(const Backfill& o) { contents_.data_steps.push_back(of_node("backfill of " + o.table.name)); }
    void operator()(const Execute& o) {
        contents_.data_steps.push_back(of_node("execute " + beginning_of(o.sql.text)));
    }
    void operator()(const OutsideTransaction& o) {
        contents_.data_steps.push_back(of_node("execute " + beginning_of(o.sql.text)));
    }
    template <class Other>
    void operator()(const Other&) {}

 private:
    static std::string beginning_of(const std::string& sql) {
        constexpr std::size_t longest = 60;
        const std::string line = sql.substr(0, std::min(sql.find('\n'), longest));
        return line.size() < sql.size() ? line + "…" : line;
    }

    std::string of_node(const std::string& what) const { return "revision " + with_file(*node_) + ": " + what; }

    RangeContents& contents_;
    const RevisionNode* node_ = nullptr;
};

}  // namespace

Result<RangeContents> read_range(const RevisionList& revisions) {
    RangeContents contents;
    Reader reader(contents);
    for (const RevisionNode* node : revisions) {
        TRY(const auto operations, node->upgrade_operations());
        for (const Operation& operation : operations)
            reader.read(*node, operation);
    }
    return contents;
}

std::string join_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : "\n") + line;
    return text;
}

}  // namespace migrator::author
