// Characters: making one with its stats, and reading one's own.
#include "gestaloka_server/services/characters.hpp"

#include "gestaloka_server/services/accounts.hpp"
#include "gestaloka_server/services/random.hpp"
#include "gestaloka_server/services/text_rule.hpp"
#include "gestaloka_server/services/transaction.hpp"
#include "migrator/model/rows.hpp"

namespace gestaloka::services {

namespace model = migrator::model;
using schema::Character;
using schema::CharacterStats;

namespace {

constexpr const char* starting_place = "starting_village";

Answer<void> check_character(const NewCharacter& wanted) {
    TRY_ANSWERV(check_text("name", wanted.name, {.min_characters = 1, .max_characters = 50}));
    constexpr TextRule prose{.min_characters = 0, .max_characters = 1000, .lines = Lines::many};
    if (wanted.description) TRY_ANSWERV(check_text("description", *wanted.description, prose));
    if (wanted.appearance) TRY_ANSWERV(check_text("appearance", *wanted.appearance, prose));
    if (wanted.personality) TRY_ANSWERV(check_text("personality", *wanted.personality, prose));
    return migrator::success();
}

CharacterSheet newborn(const std::string& user_id, const NewCharacter& wanted) {
    const auto now = model::Timestamp::now();
    const std::string id = new_id();
    return {.character = {.id = id,
                          .user_id = user_id,
                          .name = wanted.name,
                          .description = wanted.description,
                          .appearance = wanted.appearance,
                          .personality = wanted.personality,
                          .location = starting_place,
                          .is_active = true,
                          .created_at = now,
                          .updated_at = now,
                          .location_id = {},
                          .character_metadata = {}},
            .stats = {.id = new_id(),
                      .character_id = id,
                      .level = 1,
                      .experience = 0,
                      .health = 100,
                      .max_health = 100,
                      .mp = 100,
                      .max_mp = 100,
                      .attack = 10,
                      .defense = 5,
                      .agility = 10,
                      .created_at = now,
                      .updated_at = now}};
}

model::Selection<Character> active_characters_of(const std::string& user_id) {
    return model::Selection<Character>().where<&Character::user_id>(user_id).where<&Character::is_active>(true);
}

}  // namespace

Answer<CharacterSheet> create_character(GameServices& services, const std::string& user_id,
                                        const NewCharacter& wanted) {
    TRY_ANSWERV(check_character(wanted));
    CharacterSheet sheet = newborn(user_id, wanted);
    TRY_ANSWER(Lease lease, services.pool->lease());
    soci::session& session = lease.session();
    TRY_ANSWER(Transaction transaction, Transaction::begin(session));
    TRY_ANSWERV(lock_active_user(session, user_id));
    TRY_ANSWER(const auto owned, model::count(session, active_characters_of(user_id)));
    if (owned >= max_characters_per_user)
        return refuse(RefusalKind::conflict, "too_many_characters",
                      "a user has at most " + std::to_string(max_characters_per_user) + " characters");
    TRY_ANSWERV(model::insert(session, sheet.character));
    TRY_ANSWERV(model::insert(session, sheet.stats));
    TRY_ANSWERV(transaction.commit());
    return sheet;
}

Answer<CharacterSheet> read_character(GameServices& services, const std::string& user_id,
                                      const std::string& character_id) {
    TRY_ANSWER(Lease lease, services.pool->lease());
    TRY_ANSWER(Transaction transaction, Transaction::begin(lease.session()));
    TRY_ANSWER(auto character, find_own_character(lease.session(), user_id, character_id));
    TRY_ANSWER(auto stats, find_stats(lease.session(), character_id));
    TRY_ANSWERV(transaction.commit());
    return CharacterSheet{.character = std::move(character), .stats = std::move(stats)};
}

Answer<std::vector<Character>> list_characters(GameServices& services, const std::string& user_id) {
    TRY_ANSWER(Lease lease, services.pool->lease());
    TRY_ANSWER(
        auto characters,
        model::select(lease.session(),
                      active_characters_of(user_id).order_by<&Character::created_at>().order_by<&Character::id>()));
    return characters;
}

Answer<Character> find_own_character(soci::session& session, const std::string& user_id,
                                     const std::string& character_id, RowLock lock) {
    model::Selection<Character> wanted = active_characters_of(user_id).where<&Character::id>(character_id);
    if (lock == RowLock::update) wanted.lock_rows();
    TRY_ANSWER(auto character, model::select_first(session, wanted));
    if (!character) return refuse(RefusalKind::not_found, "character_not_found", "you have no such character");
    return std::move(*character);
}

Answer<CharacterStats> find_stats(soci::session& session, const std::string& character_id, RowLock lock) {
    model::Selection<CharacterStats> wanted =
        model::Selection<CharacterStats>().where<&CharacterStats::character_id>(character_id);
    if (lock == RowLock::update) wanted.lock_rows();
    TRY_ANSWER(auto stats, model::select_first(session, wanted));
    if (!stats)
        return refuse(migrator::Error(migrator::ErrorKind::internal, "character " + character_id + " has no stats"));
    return std::move(*stats);
}

}  // namespace gestaloka::services
