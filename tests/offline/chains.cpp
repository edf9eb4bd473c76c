// Steps that make a table.
#include "chains.hpp"

namespace migrator::testing {

namespace {

template <char name>
void make_table(Operations& op) {
    op.create_table(std::string("step_") + name, {column("id", integer())});
}

const Revision step_a = {.message = "Make a", .upgrade = make_table<'a'>};
const Revision step_b = {.message = "Make b", .revises = {"aaaa00000001"}, .upgrade = make_table<'b'>};
const Revision step_c = {.message = "Make c", .revises = {"bbbb00000002"}, .upgrade = make_table<'c'>};
const Revision step_d = {.message = "Make d", .revises = {"bbbb00000002"}, .upgrade = make_table<'d'>};
const Revision step_e = {.message = "Make e", .revises = {"dddd00000004"}, .upgrade = make_table<'e'>};
const Revision step_f = {.message = "Make f", .revises = {"bbbb00000002"}, .upgrade = make_table<'f'>};

}  // namespace

const RegisteredRevisions& three_in_a_row() {
    static const RegisteredRevisions list = {{a, "a.cpp", &step_a}, {b, "b.cpp", &step_b}, {c, "c.cpp", &step_c}};
    return list;
}

const RegisteredRevisions& three_heads() {
    static const RegisteredRevisions list = {{a, "a.cpp", &step_a}, {b, "b.cpp", &step_b}, {c, "c.cpp", &step_c},
                                             {d, "d.cpp", &step_d}, {e, "e.cpp", &step_e}, {f, "f.cpp", &step_f}};
    return list;
}

}  // namespace migrator::testing
