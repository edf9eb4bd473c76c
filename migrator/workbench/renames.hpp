// What revisions rename, so that a comparison between two of them finds renames and not drops.
#pragma once

#include <string>

#include "migrator/catalog/rename_hints.hpp"
#include "migrator/revision/registry.hpp"

namespace migrator {

/// The renames that the steps from `from` to `to` record, seen from `from`; those of the way back when `to` comes
/// first; none when neither includes the other. The names as for Workbench::after_revisions.
/// *Errors:* usage: no such revision, a step that cannot be recorded.
Result<RenameHints> renames_between(const Registry& registry, const std::string& from, const std::string& to);

/// `later` on top of `first`: what both rename keeps its first name.
RenameHints combined(RenameHints first, const RenameHints& later);

/// The hints of the way back.
RenameHints reversed(const RenameHints& hints);

/// The hints with names as catalogs hold them: without the schema `public`, which may be written out in models and
/// revisions.
RenameHints at_home(RenameHints hints);

}  // namespace migrator
