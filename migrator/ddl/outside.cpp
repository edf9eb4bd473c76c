// Done and half done, asked from the catalog.
#include "migrator/ddl/outside.hpp"

#include "migrator/ddl/render.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/operation/transactional.hpp"

namespace migrator {

namespace {

// The name as a value, for to_regclass(): NULL when there is no such relation.
std::string resolved(const ObjectName& name) {
    SqlWriter written;
    written << name;
    return "pg_catalog.to_regclass(" + quoted(Literal{written.take()}) + ")";
}

std::string drop_concurrently(const ObjectName& index) {
    return render(DropIndex{index, std::nullopt, true}).front();
}

struct OutsideWriter {
    using Answer = std::optional<OutsideSql>;

    // IF NOT EXISTS would take an index that a crash left INVALID for the finished one.
    Answer operator()(const CreateIndex& o) const {
        const ObjectName index(o.index.table.schema, o.index.name);
        OutsideSql work;
        work.sql = render(o).front();
        const std::string row = "SELECT 1\nFROM pg_catalog.pg_index i\nWHERE i.indexrelid = " + resolved(index) +
                                "\n  AND i.indrelid = " + resolved(o.index.table);
        work.done = "SELECT EXISTS (" + row + "\n  AND i.indisvalid AND i.indisready AND i.indisunique = " +
                    (o.index.options.unique ? "true" : "false") + ")";
        work.half_done = "SELECT EXISTS (" + row + "\n  AND NOT i.indisvalid)";
        work.cleanup = drop_concurrently(index);
        return work;
    }

    // A drop that was cut off leaves an INVALID index, which the next drop takes away.
    Answer operator()(const DropIndex& o) const {
        OutsideSql work;
        work.sql = render(o).front();
        work.done = "SELECT " + resolved(o.name) + " IS NULL";
        return work;
    }

    Answer operator()(const OutsideTransaction& o) const {
        OutsideSql work;
        work.sql = o.sql.text;
        work.done = o.done.text;
        work.half_done = "SELECT true";
        work.cleanup = o.cleanup.text;
        work.accepts_done_work = true;
        return work;
    }

    template <class Other>
    Answer operator()(const Other&) const {
        return std::nullopt;
    }
};

}  // namespace

std::optional<OutsideSql> render_outside(const Operation& operation) {
    if (!runs_outside_transaction(operation)) return std::nullopt;
    return std::visit(OutsideWriter{}, operation);
}

}  // namespace migrator
