// Definitions in the order in which files would stand.
#include "graphs.hpp"

#include <sstream>

#include "tests/errors/must.hpp"

namespace migrator::testing {

Chain l3() {
    return Chain().add("a", {}).add("b", {"a"}).add("c", {"b"});
}

Chain l5() {
    return Chain().add("a", {}).add("b", {"a"}).add("c", {"b"}).add("d", {"c"}).add("e", {"d"});
}

Chain l5_long() {
    return Chain()
        .add("aaaa11112222", {})
        .add("548c7fd6bf43", {"aaaa11112222"})
        .add("b7ea11112222", {"548c7fd6bf43"})
        .add("dddd11112222", {"b7ea11112222"})
        .add("eeee11112222", {"dddd11112222"});
}

Chain br() {
    return Chain()
        .add("a", {})
        .add("b", {"a"})
        .add("c1", {"b"}, {}, {"c1branch"})
        .add("c2", {"b"}, {}, {"c2branch"})
        .add("d1", {"c1"})
        .add("d2", {"c2"});
}

Chain bm() {
    return Chain()
        .add("a1", {})
        .add("b1", {"a1"})
        .add("c1", {"b1"})
        .add("a2", {})
        .add("b2", {"a2"})
        .add("c2", {"b2"})
        .add("d1", {"c1", "c2"})
        .add("d2", {"c2"});
}

Chain b3() {
    return Chain()
        .add("a1", {})
        .add("b1", {"a1"})
        .add("c1", {"b1"})
        .add("a2", {})
        .add("b2", {"a2"})
        .add("c2", {"b2"})
        .add("a3", {})
        .add("b3", {"a3"})
        .add("c3", {"b3"})
        .add("d1", {"c1", "c2", "c3"})
        .add("d2", {"c2"})
        .add("d3", {"c3"});
}

Chain tw() {
    return Chain()
        .add("a", {})
        .add("b1", {"a"})
        .add("b2", {"a"})
        .add("b3", {"a"})
        .add("c1", {"b1", "b2", "b3"})
        .add("c2", {"b1", "b2", "b3"})
        .add("d1", {"c1"})
        .add("d2", {"c2"});
}

Chain nt() {
    return Chain()
        .add("a", {})
        .add("b1", {"a"})
        .add("b2", {"a"})
        .add("b3", {"a"})
        .add("c1", {"b1", "b2"})
        .add("c2", {"b2", "b3"})
        .add("d1", {"c1"})
        .add("d2", {"c2"});
}

Chain d1() {
    return Chain()
        .add("a1", {}, {}, {"lib1"})
        .add("b1", {"a1"})
        .add("c1", {"b1"})
        .add("d1", {"c1"})
        .add("e1", {"d1"})
        .add("f1", {"e1"})
        .add("a2", {})
        .add("b2", {"a2"})
        .add("c2", {"b2"}, {"c1"});
}

Chain d2() {
    return Chain()
        .add("a1", {})
        .add("a2", {})
        .add("a3", {})
        .add("amerge", {"a1", "a2", "a3"})
        .add("b1", {})
        .add("b2", {})
        .add("bmerge", {"b1", "b2"})
        .add("c1", {})
        .add("c2", {})
        .add("c3", {})
        .add("cmerge", {"c1", "c2", "c3"})
        .add("d1", {}, {"a3", "b2", "c1"});
}

Chain d3() {
    return Chain()
        .add("a1", {})
        .add("b1", {})
        .add("a2", {"a1"})
        .add("b2", {"b1"}, {"a2"})
        .add("a3", {"a2"}, {"b1"})
        .add("b3", {"b2"});
}

Chain d4() {
    return Chain()
        .add("a1", {})
        .add("a2", {"a1"})
        .add("a3", {"a2"})
        .add("b1", {})
        .add("b2", {"b1"}, {"a3"})
        .add("b3", {"b2"})
        .add("b4", {"b3"}, {"a3"});
}

Chain d5() {
    return Chain().add("a1", {}).add("b1", {}, {"a1"}).add("bmerge", {"a1", "b1"});
}

Chain d6() {
    return Chain()
        .add("a1", {}, {}, {"lib1"})
        .add("b1", {"a1"})
        .add("c1", {"b1"}, {}, {"c1lib"})
        .add("d1", {"c1"})
        .add("e1", {"d1"})
        .add("f1", {"e1"})
        .add("a2", {})
        .add("b2", {"a2"})
        .add("c2", {"b2"}, {"c1lib"});
}

Chain fo() {
    return Chain().add("a1", {}).add("b1", {"a1"}).add("a2", {}).add("b2", {"a2"});
}

Chain mp() {
    return Chain()
        .add("a", {})
        .add("b", {"a"})
        .add("c1", {"b"})
        .add("c2", {"b"}, {}, {"c2branch"})
        .add("d1", {"c1"})
        .add("d2", {"c2"})
        .add("e", {"d1", "d2"})
        .add("f", {"e"});
}

Chain xd() {
    return Chain()
        .add("a", {})
        .add("b", {"a"})
        .add("c1", {"b"}, {}, {"c1branch"})
        .add("c2", {"b"}, {}, {"c2branch"})
        .add("d1", {"c1"})
        .add("d2", {"c2"}, {"c1"});
}

Chain lb() {
    return Chain()
        .add("a", {}, {}, {"abranch"})
        .add("b", {"a"})
        .add("somelongername", {"b"})
        .add("c", {"somelongername"})
        .add("d", {})
        .add("e", {"d"}, {}, {"ebranch"})
        .add("someothername", {"e"})
        .add("f", {"someothername"});
}

Chain mb() {
    return Chain()
        .add("a", {})
        .add("b1", {"a"})
        .add("b2", {"a"})
        .add("cb1", {"b1"})
        .add("cb2", {"b2"})
        .add("d1cb1", {"cb1"})
        .add("d2cb1", {"cb1"})
        .add("d1cb2", {"cb2"})
        .add("d2cb2", {"cb2"})
        .add("d3cb2", {"cb2"})
        .add("d1d2cb2", {"d1cb2", "d2cb2"});
}

Chain bt() {
    return Chain()
        .add("a1", {})
        .add("a2", {"a1"})
        .add("a3", {"a2"})
        .add("b1", {"a3"})
        .add("b2", {"a3"})
        .add("cb1", {"b1"})
        .add("cb2", {"b2"})
        .add("db1", {"cb1"})
        .add("db2", {"cb2"})
        .add("e1b1", {"db1"})
        .add("fe1b1", {"e1b1"})
        .add("e2b1", {"db1"})
        .add("e2b2", {"db2"})
        .add("merge", {"e2b1", "e2b2"});
}

Chain xo() {
    return Chain()
        .add("base1", {}, {}, {"b_1"})
        .add("a1a", {"base1"})
        .add("a1b", {"base1"})
        .add("b1a", {"a1a"})
        .add("b1b", {"a1b"}, {"a3"})
        .add("base2", {}, {}, {"b_2"})
        .add("a2", {"base2"})
        .add("b2", {"a2"})
        .add("c2", {"b2"}, {"a3"})
        .add("d2", {"c2"})
        .add("base3", {}, {}, {"b_3"})
        .add("a3", {"base3"})
        .add("b3", {"a3"});
}

Chain xt() {
    return Chain()
        .add("base1", {}, {}, {"b_1"})
        .add("a1", {"base1"})
        .add("b1", {"a1"})
        .add("c1", {"b1"})
        .add("base2", {}, {"b_1"}, {"b_2"})
        .add("a2", {"base2"})
        .add("b2", {"a2"})
        .add("c2", {"b2"})
        .add("d2", {"c2"})
        .add("base3", {}, {}, {"b_3"})
        .add("a3", {"base3"})
        .add("b3", {"a3"})
        .add("c3", {"b3"}, {"b2"})
        .add("d3", {"c3"});
}

Chain nr() {
    return Chain()
        .add("a1", {})
        .add("a2", {"a1"})
        .add("a3", {"a2"})
        .add("b1", {})
        .add("b2", {"b1"}, {"a3"})
        .add("b3", {"b2"})
        .add("b4", {"b3"}, {"a3"})
        .add("b5", {"b4"}, {"b4"});
}

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> list;
    for (std::string word; stream >> word;)
        list.push_back(word);
    return list;
}

namespace {

std::string heads_of(const Registry& registry, const AppliedSet& applied) {
    const std::string heads = ids_of(current_heads(registry, applied));
    return heads.empty() ? " -> nothing" : " -> " + heads;
}

std::string told(const Registry& registry, Result<RevisionPath> path, AppliedSet applied, bool is_upgrade) {
    if (!path.has_value()) return "! " + summary(path.assume_error());
    for (const RevisionNode* node : path.assume_value().steps) {
        if (is_upgrade)
            applied.insert(node->id);
        else
            applied.erase(node->id);
    }
    const std::string& warning = path.assume_value().warning;
    return ids_of(path.assume_value().steps) + heads_of(registry, applied) + (warning.empty() ? "" : " ? " + warning);
}

}  // namespace

std::string up(const Chain& chain, const std::string& state, const std::string& targets) {
    const Registry registry = must(Registry::create(chain.list()));
    const AppliedSet applied = must(applied_at(registry, words(state)));
    return told(registry, find_upgrade(registry, applied, words(targets)), applied, true);
}

std::string down(const Chain& chain, const std::string& state, const std::string& target) {
    const Registry registry = must(Registry::create(chain.list()));
    const std::vector<std::string> heads = words(state);
    const AppliedSet applied = must(applied_at(registry, heads));
    const std::string first = heads.empty() ? std::string() : heads.front();
    return told(registry, find_downgrade(registry, applied, target, first), applied, false);
}

}  // namespace migrator::testing
