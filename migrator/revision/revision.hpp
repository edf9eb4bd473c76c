// What a file in schema/revisions/ includes: everything to write one revision, and nothing heavy.
//
//   REVISION(2bbcec8822fa) {
//       .message = "rename energy to mp in character_stats",
//       .revises = {"feb673044f6d"},
//       .upgrade = [](Operations& op) { op.rename_column("character_stats", "energy", "mp"); },
//   };
#pragma once

#include "migrator/operation/operations.hpp"

namespace migrator {

/// Up to sixteen revision ids or labels, written as `{"feb673044f6d"}`. Constant-initialised.
struct Ids {
    static constexpr int capacity = 16;
    const char* ids[capacity] = {};
};

/// Whether a server that was built before a revision keeps working on the database after it.
enum class Compatibility {
    derived,   ///< decided from the operations
    additive,  ///< an older server keeps working
    breaking,  ///< an older server must not start
};

/// One revision, as its file writes it. An aggregate without a constructor, so that nothing runs before main().
struct Revision {
    /// What the revision does, for people: shown by history, logs and /readyz.
    const char* message;
    /// The parents (Alembic: down_revision); none for the first revision, several for a merge.
    Ids revises = {};
    Ids depends_on = {};
    Ids branch_labels = {};
    /// Of a squash, which `migrate squash` writes: the revisions that it stands for on a new database, a line each; see
    /// revision/replaced.hpp. Stays when their files are deleted.
    const char* replaces = nullptr;
    /// Of a squash: why it must not run on a database that has rows.
    const char* new_databases_only = nullptr;
    void (*upgrade)(Operations& op) = nullptr;
    /// Left out: the exact inverse of `upgrade`, which must then be invertible.
    void (*downgrade)(Operations& op) = nullptr;
    /// Set instead of a downgrade: why there is no way back.
    const char* irreversible = nullptr;
    /// Set when the downgrade cannot bring back data: what is lost. Shown before and after a downgrade.
    const char* downgrade_loses = nullptr;
    Compatibility compatibility = Compatibility::derived;
    /// Required when `compatibility` overrides what the operations say.
    const char* compatibility_reason = nullptr;
};

}  // namespace migrator

/// Defines the revision with this id (12 hexadecimal digits, as in the file's name). The build finds the file by
/// itself and registers it.
#define REVISION(id)                                 \
    using namespace ::migrator;                      \
    extern const ::migrator::Revision revision_##id; \
    const ::migrator::Revision revision_##id =

/// Stands before a generated operation that can lose data or break a running server. Does not compile: read the text,
/// change the operation where it is not what you want, then delete this line.
#define UNDECIDED(question) static_assert(false, "decide, then delete this line: " question)
