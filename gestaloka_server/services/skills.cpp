// Skills: what a character has learnt.
#include "gestaloka_server/services/skills.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "gestaloka_server/services/characters.hpp"
#include "gestaloka_server/services/random.hpp"
#include "gestaloka_server/services/text_rule.hpp"
#include "gestaloka_server/services/transaction.hpp"
#include "migrator/model/rows.hpp"

namespace gestaloka::services {

namespace model = migrator::model;
using schema::CharacterSkill;
using schema::Skill;

namespace {

Answer<std::optional<Skill>> find_skill(soci::session& session, const std::string& id_or_name) {
    TRY_ANSWER(auto by_id, model::find<Skill>(session, id_or_name));
    if (by_id) return by_id;
    TRY_ANSWER(auto by_name, model::select_first(session, model::Selection<Skill>().where<&Skill::name>(id_or_name)));
    return by_name;
}

// Makes the row of a starter skill that nobody was granted yet.
Answer<void> add_starter_skill(soci::session& session, const std::string& name) {
    const auto found = std::ranges::find(starter_skills(), name, &StarterSkill::name);
    if (found == starter_skills().end())
        return refuse(RefusalKind::not_found, "skill_not_found", "there is no such skill", "skill");
    const auto now = model::Timestamp::now();
    TRY_ANSWERV(model::insert_if_absent(session, Skill{.id = new_id(),
                                                       .name = std::string(found->name),
                                                       .description = std::string(found->description),
                                                       .created_at = now,
                                                       .updated_at = now,
                                                       .skill_type = std::string(found->type),
                                                       .base_power = found->base_power,
                                                       .sp_cost = found->sp_cost,
                                                       .cooldown_turns = found->cooldown_turns}));
    return migrator::success();
}

Answer<Skill> find_or_add_skill(soci::session& session, const std::string& id_or_name) {
    TRY_ANSWER(auto known, find_skill(session, id_or_name));
    if (known) return std::move(*known);
    TRY_ANSWERV(add_starter_skill(session, id_or_name));
    TRY_ANSWER(auto added, find_skill(session, id_or_name));
    if (!added) return refuse(RefusalKind::not_found, "skill_not_found", "there is no such skill", "skill");
    return std::move(*added);
}

}  // namespace

std::span<const StarterSkill> starter_skills() {
    static constexpr std::array<StarterSkill, 4> all = {{
        {"Slash", "A quick cut with whatever blade is at hand.", "combat", 12, 2, 0},
        {"Guard", "Braces for the next blow.", "defense", 0, 1, 1},
        {"Fireball", "Throws a ball of fire.", "magic", 20, 5, 2},
        {"Log Reading", "Reads the memory that lingers in a log fragment.", "lore", 0, 3, 3},
    }};
    return all;
}

Answer<LearntSkill> grant_skill(GameServices& services, const std::string& user_id, const std::string& character_id,
                                const std::string& skill) {
    TRY_ANSWERV(check_text("skill", skill, {.min_characters = 1, .max_characters = 100}));
    TRY_ANSWER(Lease lease, services.pool->lease());
    soci::session& session = lease.session();
    TRY_ANSWER(Transaction transaction, Transaction::begin(session));
    // The lock keeps two requests from granting the same skill twice: no constraint of the table forbids that.
    TRY_ANSWERV(find_own_character(session, user_id, character_id, RowLock::update));
    TRY_ANSWER(Skill granted, find_or_add_skill(session, skill));
    TRY_ANSWER(const auto learnt_already, model::count(session, model::Selection<CharacterSkill>()
                                                                    .where<&CharacterSkill::character_id>(character_id)
                                                                    .where<&CharacterSkill::skill_id>(granted.id)));
    if (learnt_already > 0)
        return refuse(RefusalKind::conflict, "skill_already_learnt", "the character has this skill already", "skill");
    const auto now = model::Timestamp::now();
    CharacterSkill learnt{.id = new_id(),
                          .character_id = character_id,
                          .skill_id = granted.id,
                          .level = 1,
                          .experience = 0,
                          .unlocked_at = to_iso8601(now),
                          .is_active = true,
                          .created_at = now,
                          .updated_at = now};
    TRY_ANSWERV(model::insert(session, learnt));
    TRY_ANSWERV(transaction.commit());
    return LearntSkill{.learnt = std::move(learnt), .skill = std::move(granted)};
}

Answer<std::vector<LearntSkill>> list_skills(GameServices& services, const std::string& user_id,
                                             const std::string& character_id) {
    TRY_ANSWER(Lease lease, services.pool->lease());
    soci::session& session = lease.session();
    TRY_ANSWERV(find_own_character(session, user_id, character_id));
    TRY_ANSWER(auto learnt, model::select(session, model::Selection<CharacterSkill>()
                                                       .where<&CharacterSkill::character_id>(character_id)
                                                       .where<&CharacterSkill::is_active>(true)));
    std::vector<std::string> ids;
    for (const CharacterSkill& one : learnt)
        ids.push_back(one.skill_id);
    TRY_ANSWER(auto skills, model::select(session, model::Selection<Skill>().where_in<&Skill::id>(ids)));
    std::map<std::string, const Skill*> by_id;
    for (const Skill& skill : skills)
        by_id[skill.id] = &skill;

    std::vector<LearntSkill> list;
    for (CharacterSkill& one : learnt)
        if (const Skill* const skill = by_id[one.skill_id]) list.push_back({std::move(one), *skill});
    std::ranges::sort(list, {}, [](const LearntSkill& one) { return std::tie(one.skill.name, one.learnt.id); });
    return list;
}

}  // namespace gestaloka::services
