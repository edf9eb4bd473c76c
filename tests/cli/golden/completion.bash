# bash completion for `game migrate`
_game_migrate() {
    local current="${COMP_WORDS[COMP_CWORD]}" command="" words="" i
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [ "${COMP_WORDS[i]}" = migrate ]; then
            ((i + 1 < COMP_CWORD)) && command="${COMP_WORDS[i + 1]}"
            [ -z "$command" ] && command=" "
            break
        fi
    done
    case "$command" in
        '') words=migrate ;;
        ' ') words="upgrade repair" ;;
        upgrade) words="-h --help --sql --backup head heads base" ;;
        repair) words="--restamp" ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _game_migrate game
