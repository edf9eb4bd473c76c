// Random graphs: each path, run step by step, ends where the pure functions say; each way down undoes a way up.
#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>
#include <random>

#include "chains.hpp"
#include "migrator/revision/range.hpp"
#include "migrator/revision/stamp.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

using Random = std::minstd_rand;

std::size_t below(Random& random, std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}

// Branches, merges, further roots, dependencies and labels, each now and then; the files in any order.
class RandomGraph {
 public:
    explicit RandomGraph(Random& random) {
        const std::size_t count = 1 + below(random, 24);
        for (std::size_t i = 0; i < count; ++i)
            add(random, i);
        std::shuffle(list_.begin(), list_.end(), random);
    }

    const std::vector<RegisteredRevision>& list() const { return list_; }

 private:
    void add(Random& random, std::size_t i) {
        Revision& revision = revisions_.emplace_back();
        revision.message = "does nothing";
        revision.upgrade = [](Operations&) {};
        const std::size_t parents = i == 0 || below(random, 8) == 0 ? 0 : 1 + (below(random, 4) == 0 ? 1 : 0);
        fill(revision.revises, pick(random, i, parents));
        fill(revision.depends_on, pick(random, i, i > 0 && below(random, 5) == 0 ? 1 : 0));
        names_.push_back("r" + std::to_string(i));
        labels_.push_back("branch" + std::to_string(i));
        if (below(random, 6) == 0) revision.branch_labels.ids[0] = labels_.back().c_str();
        files_.push_back(names_.back() + ".cpp");
        list_.push_back({names_.back().c_str(), files_.back().c_str(), &revision});
    }

    // Different earlier revisions, the later ones more often.
    std::vector<const char*> pick(Random& random, std::size_t end, std::size_t count) const {
        std::vector<const char*> picked;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t back = 1 + std::min(below(random, 6), below(random, 6));
            const char* id = names_[end - std::min(back, end)].c_str();
            if (std::find(picked.begin(), picked.end(), id) == picked.end()) picked.push_back(id);
        }
        return picked;
    }

    static void fill(Ids& ids, const std::vector<const char*>& list) { std::copy(list.begin(), list.end(), ids.ids); }

    std::deque<Revision> revisions_;
    std::deque<std::string> names_;
    std::deque<std::string> labels_;
    std::deque<std::string> files_;
    std::vector<RegisteredRevision> list_;
};

// What a database holds while steps are run one by one; a step that may not run yet fails the case.
class Database {
 public:
    Database(const Registry& registry, AppliedSet applied) : registry_(registry), applied_(std::move(applied)) {}

    void upgrade(const RevisionList& steps) {
        for (const RevisionNode* step : steps) {
            INFO("up " << step->id);
            for (const std::string& parent : step->parents)
                CHECK(applied_.count(parent) == 1);
            for (const std::string& dependency : step->depends_on)
                CHECK(applied_.count(dependency) == 1);
            CHECK(applied_.insert(step->id).second);
        }
    }

    void downgrade(const RevisionList& steps) {
        for (const RevisionNode* step : steps) {
            INFO("down " << step->id);
            CHECK(applied_.erase(step->id) == 1);
            for (const std::string& id : applied_) {
                const RevisionNode& other = *registry_.find(id);
                CHECK(std::count(other.parents.begin(), other.parents.end(), step->id) == 0);
                CHECK(std::count(other.depends_on.begin(), other.depends_on.end(), step->id) == 0);
            }
        }
    }

    const AppliedSet& applied() const { return applied_; }

 private:
    const Registry& registry_;
    AppliedSet applied_;
};

AppliedSet ids_in(const RevisionList& nodes) {
    AppliedSet ids;
    for (const RevisionNode* node : nodes)
        ids.insert(node->id);
    return ids;
}

std::vector<std::string> names_of(const RevisionList& nodes) {
    std::vector<std::string> names;
    for (const RevisionNode* node : nodes)
        names.push_back(node->id);
    return names;
}

// A state that a database can be in: some revisions and all they need.
AppliedSet random_state(Random& random, const Registry& registry) {
    std::vector<std::string> tops;
    for (std::size_t i = below(random, 4); i > 0; --i)
        tops.push_back(registry.revisions()[below(random, registry.revisions().size())].id);
    return must(applied_at(registry, tops));
}

const RevisionNode& any_of(Random& random, const Registry& registry) {
    return registry.revisions()[below(random, registry.revisions().size())];
}

constexpr unsigned graphs = 400;

template <class Check>
void for_random_graphs(Check check) {
    for (unsigned seed = 1; seed <= graphs; ++seed) {
        INFO("graph of seed " << seed);
        Random random(seed);
        const RandomGraph graph(random);
        const Registry registry = must(Registry::create(graph.list()));
        check(random, registry);
    }
}

}  // namespace

TEST_CASE("an upgrade runs each step on its parents and ends at what it and the state include") {
    for_random_graphs([](Random& random, const Registry& registry) {
        const AppliedSet state = random_state(random, registry);
        const RevisionNode& goal = any_of(random, registry);
        Database database(registry, state);
        database.upgrade(must(upgrade_path(registry, state, goal.id)));
        AppliedSet expected = must(applied_at(registry, {goal.id}));
        expected.insert(state.begin(), state.end());
        CHECK(database.applied() == expected);
        // The heads of the result are the heads of the state and the goal, without those that the others include.
        RevisionList tops = current_heads(registry, state);
        tops.push_back(&goal);
        CHECK(must(applied_at(registry, names_of(current_heads(registry, database.applied())))) ==
              must(applied_at(registry, names_of(tops))));
    });
}

TEST_CASE("heads of all is where `heads` ends, from any state, and what `base` takes back to nothing") {
    for_random_graphs([](Random& random, const Registry& registry) {
        const AppliedSet state = random_state(random, registry);
        Database database(registry, state);
        database.upgrade(must(upgrade_path(registry, state, "heads")));
        CHECK(database.applied().size() == registry.revisions().size());
        CHECK(ids_of(current_heads(registry, database.applied())) == ids_of(must(find_revisions(registry, "heads"))));
        database.downgrade(must(downgrade_path(registry, database.applied(), "base")));
        CHECK(database.applied().empty());
    });
}

TEST_CASE("a downgrade keeps its target and what does not stand on it, and the way up undoes it") {
    for_random_graphs([](Random& random, const Registry& registry) {
        const AppliedSet state = random_state(random, registry);
        const RevisionList heads = current_heads(registry, state);
        if (heads.empty()) return;
        const auto member = std::next(state.begin(), static_cast<std::ptrdiff_t>(below(random, state.size())));
        const RevisionNode& target = *registry.find(*member);
        const RevisionList steps = must(downgrade_path(registry, state, target.id));
        Database database(registry, state);
        database.downgrade(steps);
        CHECK(database.applied().count(target.id) == 1);
        // Nothing else is left of those that revise the target.
        for (const std::size_t child : registry.graph()[target.position].children)
            CHECK(database.applied().count(registry.revisions()[child].id) == 0);
        database.upgrade(must(find_upgrade(registry, database.applied(), names_of(heads))).steps);
        CHECK(database.applied() == state);
    });
}

TEST_CASE("a way up and its steps backwards is no way at all") {
    for_random_graphs([](Random& random, const Registry& registry) {
        const AppliedSet state = random_state(random, registry);
        RevisionList steps = must(upgrade_path(registry, state, any_of(random, registry).id));
        Database database(registry, state);
        database.upgrade(steps);
        std::reverse(steps.begin(), steps.end());
        database.downgrade(steps);
        CHECK(database.applied() == state);
    });
}

TEST_CASE("a downgrade within a branch leaves the revisions that lie beside it and need nothing of it") {
    for_random_graphs([](Random& random, const Registry& registry) {
        const AppliedSet state = random_state(random, registry);
        const RevisionList heads = current_heads(registry, state);
        if (heads.empty()) return;
        const RevisionNode& head = *heads[below(random, heads.size())];
        Database database(registry, state);
        database.downgrade(must(downgrade_path(registry, state, head.id + "@base")));
        CHECK(database.applied().count(head.id) == 0);
        const Graph& graph = registry.graph();
        const RevisionSet branch = graph.ancestors({head.position}, Lineage::parents);
        for (const std::string& id : state) {
            RevisionSet needed = graph.ancestors({registry.find(id)->position}, Lineage::parents_and_dependencies);
            needed &= branch;
            INFO(id);
            if (needed.is_empty()) CHECK(database.applied().count(id) == 1);
        }
    });
}

TEST_CASE("an interrupted run goes on to the destination that it had, whatever was done of it") {
    for_random_graphs([](Random& random, const Registry& registry) {
        const AppliedSet state = random_state(random, registry);
        const RevisionPath way_up = must(find_upgrade(registry, state, {"heads"}));
        Database database(registry, state);
        const std::size_t done = below(random, way_up.steps.size() + 1);
        database.upgrade(RevisionList(way_up.steps.begin(), way_up.steps.begin() + static_cast<std::ptrdiff_t>(done)));
        const RevisionList rest = must(find_upgrade(registry, database.applied(), way_up.destination)).steps;
        CHECK(ids_in(rest).size() == way_up.steps.size() - done);
        database.upgrade(rest);
        CHECK(database.applied().size() == registry.revisions().size());

        const RevisionPath way_down = must(find_downgrade(registry, database.applied(), "base"));
        const std::size_t undone = below(random, way_down.steps.size() + 1);
        database.downgrade(
            RevisionList(way_down.steps.begin(), way_down.steps.begin() + static_cast<std::ptrdiff_t>(undone)));
        database.downgrade(must(find_downgrade(registry, database.applied(), way_down.destination.front())).steps);
        CHECK(database.applied().empty());
    });
}

TEST_CASE("a stamp puts the database where it is told, and keeps what has nothing to do with it") {
    for_random_graphs([](Random& random, const Registry& registry) {
        const RevisionList heads = current_heads(registry, random_state(random, registry));
        const RevisionNode& target = any_of(random, registry);
        const RevisionList stamped = must(stamped_heads(registry, heads, {target.id}));
        CHECK(must(applied_at(registry, names_of(stamped))).count(target.id) == 1);
        for (const RevisionNode* head : heads)
            if (!registry.graph().share_lineage(head->position, target.position, Lineage::parents_and_dependencies))
                CHECK(must(applied_at(registry, names_of(stamped))).count(head->id) == 1);
    });
}

TEST_CASE("the list of all revisions has each once, children first, and is the same whatever happened before") {
    for_random_graphs([](Random&, const Registry& registry) {
        const RevisionList all = must(revisions_between(registry, {"heads"}, {"base"}));
        CHECK(ids_in(all).size() == registry.revisions().size());
        CHECK(all.size() == registry.revisions().size());
        Database database(registry, {});
        database.upgrade(RevisionList(all.rbegin(), all.rend()));
        CHECK(ids_of(must(revisions_between(registry, {"heads"}, {"base"}))) == ids_of(all));
    });
}
