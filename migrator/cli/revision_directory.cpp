// Registered paths are relative to the root of the source tree.
#include "migrator/cli/revision_directory.hpp"

namespace migrator::cli {

namespace {

namespace fs = std::filesystem;

// The path as it is, or from one of the directories above, so that a command works anywhere in the source tree.
fs::path from_source_tree(const fs::path& path) {
    std::error_code error;
    if (path.is_absolute()) return path;
    fs::path directory = fs::current_path(error);
    while (!error && !directory.empty()) {
        if (fs::exists(directory / path, error)) return directory / path;
        if (directory == directory.parent_path()) break;
        directory = directory.parent_path();
    }
    return path;
}

}  // namespace

Result<fs::path> find_revision_directory(const Context& context, const std::string& wanted, const std::string& beside) {
    std::error_code error;
    const RevisionNode* parent = context.registry.find(beside);
    if (parent == nullptr && !context.registry.revisions().empty()) parent = &context.registry.revisions().back();
    const fs::path named = !wanted.empty()     ? fs::path(wanted)
                           : parent != nullptr ? fs::path(parent->file).parent_path()
                                               : fs::path();
    const fs::path directory = from_source_tree(named.empty() ? fs::path(".") : named);
    if (fs::is_directory(directory, error)) return directory;
    return failure(Error(ErrorKind::usage, "the directory " + directory.string() + " is not there")
                       .hint("run the command in the source tree, or name the directory with --directory"));
}

Result<fs::path> find_revision_file(const RevisionNode& node) {
    std::error_code error;
    const fs::path file = from_source_tree(node.file);
    if (fs::is_regular_file(file, error)) return file;
    return failure(Error(ErrorKind::usage, "the file " + node.file + " of revision " + node.id + " is not there")
                       .hint("run the command in the source tree"));
}

}  // namespace migrator::cli
