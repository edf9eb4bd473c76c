// The short texts that come from outside: an operator's words, a client's request, files of other tools.
#include "gestaloka_server/routes/json_fields.hpp"
#include "gestaloka_server/web/http.hpp"
#include "gestaloka_server/web/listen_address.hpp"
#include "migrator/adopt/revision_map.hpp"
#include "migrator/cluster/postmaster_file.hpp"
#include "migrator/model/array_text.hpp"
#include "migrator/revision/range.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/revision/chains.hpp"

namespace {

using namespace migrator;
using fuzz::broken;

// A graph with a fork, a merge, a label and a dependency.
const Registry& registry() {
    static const testing::Chain chain = testing::Chain()
                                            .add("a1", {})
                                            .add("b1", {"a1"}, {}, {"left"})
                                            .add("c1", {"a1"}, {}, {"right"})
                                            .add("d1", {"b1", "c1"})
                                            .add("e1", {"d1"})
                                            .add("f1", {"d1"}, {"e1"});
    static const Registry graph = Registry::create(chain.list()).value();
    return graph;
}

void use_as_target(const std::string& text) {
    const AppliedSet applied = {"a1", "b1"};
    const auto up = find_upgrade(registry(), applied, {text});
    if (up.has_value() && up.assume_value().steps.size() > registry().revisions().size())
        broken("a way goes through each revision once at most");
    [[maybe_unused]] const auto down = find_downgrade(registry(), applied, text);
    const auto ends = split_range(text);
    if (!ends.has_value()) return;
    const auto& [lower, upper] = ends.assume_value();
    [[maybe_unused]] const auto range = revisions_between(registry(), {upper}, {lower});
}

void use_as_array(const std::string& text) {
    const auto elements = model::parse_array(text);
    if (elements && model::parse_array(model::print_array(*elements)) != elements)
        broken("an array that was read is printed so that it is read as the same");
}

void use_as_address(const std::string& text) {
    const auto address = gestaloka::web::parse_listen_address(text);
    if (!address.has_value()) return;
    const auto again = gestaloka::web::parse_listen_address(gestaloka::web::to_text(address.assume_value()));
    if (!again.has_value() || again.assume_value().port != address.assume_value().port)
        broken("an address that was read is printed so that it is read as the same");
}

void use_as_body(const std::string& text) {
    const auto fields = gestaloka::routes::JsonFields::parse(text, {"name", "count"});
    if (!fields.has_value()) return;
    [[maybe_unused]] const auto name = fields.assume_value().text("name");
    [[maybe_unused]] const auto count = fields.assume_value().optional_number("count", 1000);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const unsigned kind = input.byte() % 6;
    const std::string text = input.rest();
    gestaloka::web::Request request;
    switch (kind) {
        case 0:
            use_as_target(text);
            break;
        case 1:
            use_as_array(text);
            break;
        case 2:
            use_as_address(text);
            break;
        case 3:
            use_as_body(text);
            break;
        case 4:
            gestaloka::web::parse_target(text, request);
            break;
        default:
            [[maybe_unused]] const auto map = parse_revision_map(text);
            cluster::parse_postmaster_file(text);
    }
    return 0;
}
