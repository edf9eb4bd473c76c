# fish completion for `game migrate`
complete -c game -n 'not __fish_seen_subcommand_from migrate' -a migrate -d 'Work on the database'\''s revisions'
complete -c game -f -n '__fish_seen_subcommand_from migrate; and not __fish_seen_subcommand_from upgrade repair' -a upgrade -d 'Apply revisions up to TARGET: by [default] head'
complete -c game -n '__fish_seen_subcommand_from migrate; and __fish_seen_subcommand_from upgrade' -s h -l help -d 'Print this help'
complete -c game -n '__fish_seen_subcommand_from migrate; and __fish_seen_subcommand_from upgrade' -l sql -d 'Print a script; it\'s for psql'
complete -c game -n '__fish_seen_subcommand_from migrate; and __fish_seen_subcommand_from upgrade' -l backup -r -d 'Dump first'
complete -c game -f -n '__fish_seen_subcommand_from migrate; and __fish_seen_subcommand_from upgrade' -a 'head heads base'
complete -c game -f -n '__fish_seen_subcommand_from migrate; and not __fish_seen_subcommand_from upgrade repair' -a repair -d 'Settle one finding'
complete -c game -n '__fish_seen_subcommand_from migrate; and __fish_seen_subcommand_from repair' -l restamp -r -d 'Accept'
