# Completion of regtrail for bash. Whatever it offers it takes from `regtrail help`, so it knows the options of the
# version that is installed. Put it into
# ~/.local/share/bash-completion/completions/regtrail, or source it.

# _regtrail_values HELP NAME: what may stand where the help says NAME, a line each.
_regtrail_values() {
	local branches=('for-each-ref' '--format=%(refname:short)' 'refs/heads')
	case $2 in
	[a-z]*) tr '|' '\n' <<<"$2" ;;
	FORMAT) sed -n '/^Formats:/,/^$/s/^  \([a-z]*\) .*/\1/p' <<<"$1" ;;
	KIND) sed -nE '/^ +--kind=/,/^ +--port=/{/--port=/d;s/.*://;s/[ ,]+/\n/g;p}' <<<"$1" | sed '/^$/d' ;;
	*REGISTRY*) git -C "$archive" "${branches[@]}" 2>/dev/null ;;
	*OLD* | *SNAPSHOT*)
		printf '%s\n' latest previous first
		"$program" -C "$archive" ${registry:+-r "$registry"} snapshots 2>/dev/null |
			sed -n 's/^\([0-9]\{4\}-[0-9-]*\) .*/\1/p' | uniq
		compgen -f -- "$current"
		;;
	*COMMAND*) "$program" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' ;;
	*FILE* | *DIR* | *ARCHIVE* | *REPO* | *PATH*) compgen -f -- "$current" ;;
	esac
}

# _regtrail_name HELP OPTION: what the help calls the value of OPTION; nothing if it takes none.
_regtrail_name() {
	case $2 in
	--*) sed -nE "s/^  (-., |    )$2\[?=([^] ]*).*/\2/p" <<<"$1" ;;
	-?) sed -nE "s/^  $2, --[a-z-]*\[?=([^] ]*).*/\1/p" <<<"$1" ;;
	esac
}

# The command, and the archive and registry that are named in front of the word to be completed.
_regtrail_look_back() {
	local i word
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		case $word in
		-C | --archive) archive=${COMP_WORDS[i + 1]/#=/${COMP_WORDS[i + 2]}} ;;
		-r | --registry) registry=${COMP_WORDS[i + 1]/#=/${COMP_WORDS[i + 2]}} ;;
		esac
		case $word in
		-C | -r | --archive | --registry)
			i=$((i + 1))
			[ "${COMP_WORDS[i]}" != '=' ] || i=$((i + 1))
			;;
		-* | '=') ;;
		*) [ -n "$command" ] || command=$word ;;
		esac
	done
	archive=${archive/#\~/$HOME}
}

_regtrail() {
	local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local archive=${REGTRAIL_ARCHIVE:-${XDG_DATA_HOME:-$HOME/.local/share}/regtrail/archive.git} registry='' command=''
	local help name words IFS=$'\n'

	_regtrail_look_back
	help=$("$program" help ${command:+"$command"} 2>/dev/null) || return
	if [ "$before" = '=' ]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	elif [ "$current" = '=' ]; then
		current=
	fi
	name=$(_regtrail_name "$help" "$before")
	case $current in
	-*)
		[ -n "$name" ] || words=$(sed -nE 's/^  (-.), (--[a-z-]*=?).*/\1\n\2/p; s/^      (--[a-z-]*=?).*/\1/p' <<<"$help")
		compopt -o nospace 2>/dev/null
		;;
	*)
		if [ -z "$name" ] && [ -z "$command" ]; then
			name=COMMAND
		elif [ -z "$name" ]; then
			name=$(sed -n '1s/.*\[OPTION\.\.\.\]//p' <<<"$help")
		fi
		words=$(_regtrail_values "$help" "$name")
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
	[ ${#COMPREPLY[@]} != 1 ] || [[ ${COMPREPLY[0]} = *= ]] || compopt +o nospace 2>/dev/null
}

complete -o filenames -F _regtrail regtrail
