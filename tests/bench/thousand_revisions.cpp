// A generated chain of 1,000 small revisions: each makes one table.
#include "tests/bench/thousand_revisions.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace gestaloka::bench {

namespace {

using migrator::Operations;
using migrator::Revision;

constexpr std::size_t count = 1000;

void create_one_table(Operations& op, std::size_t number) {
    op.create_table("bench_" + std::to_string(number),
                    {migrator::column("id", migrator::bigint()).not_null(), migrator::column("name", migrator::text())},
                    {migrator::primary_key({"id"})});
}

template <std::size_t number>
void upgrade(Operations& op) {
    create_one_table(op, number);
}

using Step = void (*)(Operations&);

template <std::size_t... numbers>
constexpr std::array<Step, count> steps(std::index_sequence<numbers...>) {
    return {upgrade<numbers>...};
}

// Owns what the registered revisions point to.
struct Chain {
    std::array<std::array<char, 16>, count> ids = {};
    std::array<Revision, count> revisions = {};
    std::vector<migrator::RegisteredRevision> registered = {};

    Chain() {
        constexpr auto functions = steps(std::make_index_sequence<count>());
        for (std::size_t i = 0; i < count; ++i) {
            std::snprintf(ids[i].data(), ids[i].size(), "%012zx", i + 1);
            revisions[i].message = "Add a table";
            if (i > 0) revisions[i].revises.ids[0] = ids[i - 1].data();
            revisions[i].upgrade = functions[i];
            registered.push_back({ids[i].data(), "generated.cpp", &revisions[i]});
        }
    }
};

}  // namespace

const std::vector<migrator::RegisteredRevision>& thousand_revisions() {
    static const Chain chain;
    return chain.registered;
}

}  // namespace gestaloka::bench
