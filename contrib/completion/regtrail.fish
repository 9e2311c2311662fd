# Completion of regtrail for fish. Whatever it offers it takes from `regtrail help`, so it knows the options of the
# version that is installed. Put it into
# ~/.config/fish/completions.

# __regtrail_values NAME ARCHIVE WORD HELP: what may stand where the help says NAME, a line each.
function __regtrail_values
    set -l help $argv[4..]
    switch $argv[1]
        case '*FILE*' '*DIR*' '*ARCHIVE*' '*REPO*' '*PATH*'
            __fish_complete_path $argv[3]
        case FORMAT
            printf '%s\n' $help | sed -n '/^Formats:/,/^$/s/^  \([a-z]*\) .*/\1/p'
        case KIND
            printf '%s\n' $help | sed -nE '/^ +--kind=/,/^ +--port=/{/--port=/d;s/.*://;s/[ ,]+/\n/g;p}' | sed '/^$/d'
        case '*REGISTRY*'
            git -C $argv[2] for-each-ref '--format=%(refname:short)' refs/heads 2>/dev/null
        case '*OLD*' '*SNAPSHOT*'
            printf '%s\n' latest previous first
            regtrail -C $argv[2] snapshots 2>/dev/null | sed -n 's/^\([0-9]\{4\}-[0-9-]*\) .*/\1/p' | uniq
            __fish_complete_path $argv[3]
        case '*COMMAND*'
            regtrail help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'
        case '*'
            string split '|' -- $argv[1] | string match -r '^[a-z].*'
    end
end

# __regtrail_name OPTION HELP: what the help calls the value of OPTION; nothing if it takes none.
function __regtrail_name
    switch $argv[1]
        case '--*'
            printf '%s\n' $argv[2..] | sed -nE "s/^  (-., |    )$argv[1]\\[?=([^] ]*).*/\\2/p"
        case '-?'
            printf '%s\n' $argv[2..] | sed -nE "s/^  $argv[1], --[a-z-]*\\[?=([^] ]*).*/\\1/p"
    end
end

function __regtrail_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l data $XDG_DATA_HOME ~/.local/share
    set -l archive $REGTRAIL_ARCHIVE $data[1]/regtrail/archive.git
    set -l verb
    set -l before ''
    for word in $words[2..]
        switch "$before $word"
            case '-C *' '--archive *'
                set -p archive $word
            case '* --archive=*'
                set -p archive (string replace -- --archive= '' $word)
            case '-r *' '--registry *' '* -*'
            case '*'
                set -a verb $word
        end
        set before $word
    end
    set -l help (regtrail help $verb[1] 2>/dev/null)
    set -l option (string match -r -- '^--[a-z-]+=' $current)
    set -l name (__regtrail_name (string trim -rc = -- $option $before)[1] $help)
    if set -q option[1]
        printf '%s\n' $option(__regtrail_values "$name" $archive[1] (string replace -- $option '' $current) $help)
    else if set -q name[1]
        __regtrail_values $name $archive[1] "$current" $help
    else if string match -q -- '-*' $current
        printf '%s\n' $help | sed -nE 's/^  (-.), (--[a-z-]*=?).*/\1\n\2/p; s/^      (--[a-z-]*=?).*/\1/p'
    else if not set -q verb[1]
        __regtrail_values COMMAND $archive[1] "$current"
    else
        __regtrail_values (string replace -r '.*\[OPTION\.\.\.\]' '' -- $help[1]) $archive[1] "$current" $help
    end
end

complete -c regtrail -f -a '(__regtrail_complete)'
