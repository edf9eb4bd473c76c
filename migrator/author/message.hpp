// The message of a revision: what it must say, and the name of the file that it gives.
#pragma once

#include <string>

#include "migrator/support/result.hpp"

namespace migrator::author {

/// Refuses a message that tells nobody what the revision does: empty, one word, or only words like "update" and "fix".
/// Errors: usage, with an example.
Result<void> check_message(const std::string& message);

/// "Add battle_logs, again!" -> "add_battle_logs_again", cut after a word to 40 characters.
/// "revision" when no letter or digit of ASCII is left.
std::string slug_of(const std::string& message);

}  // namespace migrator::author
