// Recording what a revision does, and checking that it is sound.
#include "migrator/operation/invert.hpp"
#include "migrator/revision/registry.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

Result<std::vector<Operation>> record(void (*step)(Operations&), const char* direction) {
    Operations operations;
    step(operations);
    Recording recording = operations.take();
    if (recording.problems.empty()) return std::move(recording.operations);
    return failure(Error(ErrorKind::usage, recording.problems.front()).within(direction));
}

Result<void> check_step(const RevisionNode& node) {
    if (node.message.empty()) return failure(ErrorKind::usage, "it has no message");
    TRYV(node.upgrade_operations());
    const Revision& revision = *node.definition;
    if (revision.irreversible == nullptr) TRYV(node.downgrade_operations());
    if (revision.compatibility != Compatibility::derived && revision.compatibility_reason == nullptr)
        return failure(ErrorKind::usage, "it sets .compatibility without a .compatibility_reason");
    return success();
}

}  // namespace

Result<std::vector<Operation>> RevisionNode::upgrade_operations() const {
    if (definition->upgrade == nullptr) return std::vector<Operation>();
    return record(definition->upgrade, "upgrade");
}

Result<std::vector<Operation>> RevisionNode::downgrade_operations() const {
    if (definition->irreversible != nullptr)
        return failure(ErrorKind::usage, std::string("it is irreversible: ") + definition->irreversible);
    if (definition->downgrade != nullptr) return record(definition->downgrade, "downgrade");
    TRY(const auto upgrade, upgrade_operations());
    return invert(upgrade);
}

std::string with_file(const RevisionNode& node) {
    return node.id + " (" + node.file + ")";
}

Result<void> check_steps(const Registry& registry) {
    for (const RevisionNode& node : registry.revisions()) {
        auto checked = check_step(node);
        if (!checked.has_value())
            return failure(std::move(checked).assume_error().within("revision " + with_file(node)));
    }
    return success();
}

}  // namespace migrator
