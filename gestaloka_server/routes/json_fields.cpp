// The members of a request's JSON object.
#include "gestaloka_server/routes/json_fields.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gestaloka::routes {

using nlohmann::json;
using services::Answer;
using services::RefusalKind;
using services::refuse;

struct JsonFields::Document {
    json object;

    // Null when absent or null.
    const json* find(std::string_view name) const {
        const auto found = object.find(name);
        return found == object.end() || found->is_null() ? nullptr : &*found;
    }
};

namespace {

auto refuse_type(std::string_view name, const std::string& wanted) {
    return refuse(RefusalKind::invalid, "wrong_type", std::string(name) + " must be " + wanted, std::string(name));
}

}  // namespace

JsonFields::JsonFields(std::unique_ptr<Document> document) : document_(std::move(document)) {}
JsonFields::JsonFields(JsonFields&&) noexcept = default;
JsonFields& JsonFields::operator=(JsonFields&&) noexcept = default;
JsonFields::~JsonFields() = default;

Answer<JsonFields> JsonFields::parse(const std::string& body, std::initializer_list<std::string_view> known) {
    json object = json::parse(body, nullptr, false);
    if (!object.is_object()) return refuse(RefusalKind::invalid, "invalid_json", "the body must be a JSON object");
    for (const auto& [name, value] : object.items())
        if (std::ranges::find(known, name) == known.end())
            return refuse(RefusalKind::invalid, "unknown_field", "this request has no such field", name);
    return JsonFields(std::make_unique<Document>(Document{std::move(object)}));
}

Answer<std::string> JsonFields::text(std::string_view name) const {
    TRY_ANSWER(auto found, optional_text(name));
    if (!found)
        return refuse(RefusalKind::invalid, "missing_field", std::string(name) + " is missing", std::string(name));
    return std::move(*found);
}

Answer<std::optional<std::string>> JsonFields::optional_text(std::string_view name) const {
    const json* const value = document_->find(name);
    if (value == nullptr) return std::optional<std::string>();
    if (!value->is_string()) return refuse_type(name, "a string");
    return std::optional<std::string>(value->get<std::string>());
}

Answer<std::optional<unsigned long long>> JsonFields::optional_number(std::string_view name,
                                                                      unsigned long long most) const {
    const json* const value = document_->find(name);
    if (value == nullptr) return std::optional<unsigned long long>();
    if (!value->is_number_integer()) return refuse_type(name, "a whole number");
    if (!value->is_number_unsigned() || value->get<unsigned long long>() > most)
        return refuse(RefusalKind::invalid, "out_of_range",
                      std::string(name) + " must be between 0 and " + std::to_string(most), std::string(name));
    return std::optional<unsigned long long>(value->get<unsigned long long>());
}

}  // namespace gestaloka::routes
