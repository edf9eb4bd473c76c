#compdef game
# zsh completion for `game migrate`
_game() {
    local -a commands
    local at=${words[(i)migrate]}
    commands=(
        'upgrade:Apply revisions up to TARGET\: by \[default\] head'
        'repair:Settle one finding'
    )
    if ((at >= CURRENT)); then
        compadd migrate
        return
    elif ((at + 1 == CURRENT)); then
        _describe command commands
        return
    fi
    case ${words[at + 1]} in
        upgrade)
            _arguments \
                '-h[Print this help]' \
                '--help[Print this help]' \
                '--sql[Print a script; it'\''s for psql]' \
                '--backup[Dump first]:FILE:_files' \
                '*:revision:(head heads base)'
            ;;
        repair)
            _arguments \
                '--restamp[Accept]:REV:_files'
            ;;
    esac
}
_game "$@"
