// Written revisions, compiled as a program's build compiles them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "migrator/author/revision_file.hpp"
#include "migrator/revision/registry.hpp"

namespace author_test {

/// The text of a developer who has read the questions and agrees with the steps.
std::string decided(const std::string& source);

/// What the compiler says of the files of all revisions, as they are written or decided; empty when it takes them.
enum class Text { as_written, decided };
std::string compiler_output(const std::vector<migrator::author::NewRevision>& revisions, Text text);

/// By id: the revisions out of their decided files, compiled without a warning, in one library that this program has
/// loaded and keeps. Fails the test when the compiler or the loader refuses.
std::map<std::string, const migrator::Revision*> load(const std::vector<migrator::author::NewRevision>& revisions);

/// A chain of this revision alone. Throws std::runtime_error when it is not sound.
migrator::Registry registry_of(const std::string& id, const migrator::Revision* revision);

/// Statements for psql.
std::string sql_of(const std::vector<migrator::Operation>& operations);

}  // namespace author_test
