// Recording what a revision does, and checking that it is sound.
#include "migrator/operation/checksum.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/operation/transactional.hpp"
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
    TRY(const auto operations, node.upgrade_operations());
    if (!node.replaces.empty() && runs_outside_transaction(operations))
        return failure(Error(ErrorKind::usage, "it is a squash, and holds what runs outside a transaction")
                           .hint("a new database has no rows that a transaction could keep waiting: leave "
                                 "CONCURRENTLY and batches out"));
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

Result<std::string> RevisionNode::upgrade_checksum() const {
    const std::lock_guard lock(known_checksum->mutex);
    if (known_checksum->text.empty()) {
        TRY(const auto operations, upgrade_operations());
        known_checksum->text = checksum(operations);
    }
    return known_checksum->text;
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

namespace {

// A new database would be given rows that no other one has.
Result<void> check_replaced(const Shortcut& shortcut, const Registry& registry) {
    for (const ReplacedRevision& replaced : shortcut.node.replaces) {
        const RevisionNode* node = registry.find(replaced.id);
        if (node == nullptr) continue;
        TRY(const std::string now, node->upgrade_checksum());
        if (replaced.parents == node->parents && replaced.checksum == now) continue;
        return failure(
            Error(ErrorKind::usage, "it replaces " + replaced.id + " as it was before " + node->file + " was edited")
                .hint("restore that file, or delete the squash and write it anew: migrate squash"));
    }
    return success();
}

}  // namespace

Result<void> check_steps(const Registry& registry) {
    const auto told = [](Result<void> checked, const RevisionNode& node) -> Result<void> {
        if (checked.has_value()) return success();
        return failure(std::move(checked).assume_error().within("revision " + with_file(node)));
    };
    for (const RevisionNode& node : registry.revisions())
        TRYV(told(check_step(node), node));
    for (const Shortcut& shortcut : registry.shortcuts()) {
        TRYV(told(check_step(shortcut.node), shortcut.node));
        TRYV(told(check_replaced(shortcut, registry), shortcut.node));
    }
    return success();
}

}  // namespace migrator
