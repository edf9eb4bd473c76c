// Recording: sequences' further properties, comments beside those of tables, and objects that are replaced as a whole.
#include <utility>

#include "migrator/operation/operations.hpp"
#include "migrator/operation/recording.hpp"

namespace migrator {

namespace {

SetComment comment_on(SetComment::On on, ObjectName object, std::string part, std::string comment, std::string former) {
    return SetComment{std::move(object), std::move(part), std::move(comment), std::move(former), on};
}

void check_definition(const RawObject& object, std::vector<std::string>& problems) {
    if (object.name.name.empty()) problems.push_back("the name of an object is empty");
    if (object.definition.text.empty())
        problems.push_back("\"" + object.name.name + "\" needs its whole CREATE statement");
}

}  // namespace

void Operations::alter_table(ObjectName table, TableAttributes to, TableAttributes from) {
    if (to == from) recording_->problems.push_back("alter_table of \"" + table.name + "\" changes nothing");
    recording_->operations.push_back(AlterTable{std::move(table), std::move(to), std::move(from)});
}

void Operations::set_sequence_type(ObjectName name, SqlType type, SqlType former_type) {
    AlterSequence operation;
    operation.name = std::move(name);
    operation.former_options.emplace();
    operation.type = std::move(type);
    operation.former_type = std::move(former_type);
    recording_->operations.push_back(std::move(operation));
}

void Operations::set_sequence_owner(ObjectName name, ObjectName table, std::string column, ObjectName former_table,
                                    std::string former_column) {
    AlterSequence operation;
    operation.name = std::move(name);
    operation.former_options.emplace();
    operation.owner = SequenceOwner{std::move(table), std::move(column)};
    operation.former_owner = SequenceOwner{std::move(former_table), std::move(former_column)};
    recording_->operations.push_back(std::move(operation));
}

void Operations::sync_sequence(ObjectName table, std::string column) {
    recording_->operations.push_back(SyncSequence{std::move(table), std::move(column)});
}

void Operations::set_index_comment(ObjectName index, std::string comment, std::string former_comment) {
    recording_->operations.push_back(
        comment_on(SetComment::On::index, std::move(index), {}, std::move(comment), std::move(former_comment)));
}

void Operations::set_constraint_comment(ObjectName table, std::string constraint, std::string comment,
                                        std::string former_comment) {
    recording_->operations.push_back(comment_on(SetComment::On::constraint, std::move(table), std::move(constraint),
                                                std::move(comment), std::move(former_comment)));
}

void Operations::set_enum_comment(ObjectName type, std::string comment, std::string former_comment) {
    recording_->operations.push_back(
        comment_on(SetComment::On::enum_type, std::move(type), {}, std::move(comment), std::move(former_comment)));
}

void Operations::set_sequence_comment(ObjectName sequence, std::string comment, std::string former_comment) {
    recording_->operations.push_back(
        comment_on(SetComment::On::sequence, std::move(sequence), {}, std::move(comment), std::move(former_comment)));
}

void Operations::create_object(RawObject object) {
    check_definition(object, recording_->problems);
    recording_->operations.push_back(CreateObject{std::move(object)});
}

void Operations::replace_object(RawObject object, RawObject former) {
    check_definition(object, recording_->problems);
    recording_->operations.push_back(ReplaceObject{std::move(object), std::move(former)});
}

void Operations::drop_object(RawObject definition) {
    recording_->operations.push_back(DropObject{std::move(definition)});
}

}  // namespace migrator
