# Sourced by quickstart and check: the Debian packages that a build and the tests need, and how to get them.
# shellcheck shell=bash

# One row a package: its name, and what shows that it is there: a command, a pkg-config module (.pc) or a file.
build_packages='
	cmake                  cmake
	ninja-build            ninja
	gcc                    gcc
	libc6-dev              /usr/include/stdio.h
	pkg-config             pkg-config
	git                    git
	libgit2-dev            libgit2.pc
	libxml2-dev            libxml-2.0.pc
	zlib1g-dev             zlib.pc
	libjansson-dev         jansson.pc
	libssl-dev             libcrypto.pc
	libcurl4-openssl-dev   libcurl.pc'
test_packages='
	check                  check.pc
	python3                python3
	libxml2-utils          xmllint
	openssl                openssl
	binutils               readelf
	mandoc                 mandoc
	clang                  clang
	tidy                   tidy
	cmark                  cmark
	valgrind               valgrind'
fuzz_packages='
	libclang-rt-dev        /usr/lib/llvm-*/lib/clang/*/lib/linux'
# For the pages in a browser; npm gets the rest, see tests/pages/package.json.
page_packages='
	chromium               chromium
	nodejs                 node
	npm                    npm'

# missing_packages ROWS: those whose sign is not there.
missing_packages() {
	local package sign
	while read -r package sign; do
		case $sign in
		'') ;;
		*.pc) pkg-config --exists "${sign%.pc}" 2>/dev/null || echo "$package" ;;
		/*) compgen -G "$sign" >/dev/null || echo "$package" ;;
		*) command -v "$sign" >/dev/null || echo "$package" ;;
		esac
	done <<<"$1"
}

# install_packages ROWS: get what is missing with apt-get, or say what to do.
install_packages() {
	local missing log
	mapfile -t missing < <(missing_packages "$1")
	[ ${#missing[@]} -gt 0 ] || return 0
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		printf 'Missing packages: %s\nInstall them, for example with:\n  sudo apt-get install %s\n' \
			"${missing[*]}" "${missing[*]}" >&2
		return 1
	fi
	echo "Installing: ${missing[*]}"
	log=$(mktemp)
	export DEBIAN_FRONTEND=noninteractive
	if ! { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
		tail -20 "$log" >&2
		rm -f "$log"
		return 1
	fi
	rm -f "$log"
}

# unpack_nginx DIR: put nginx into DIR, if this machine has none. Installed as a package it would start at once, and
# again at each boot; the tests only need the program.
unpack_nginx() {
	PATH=$PATH:/usr/sbin:$1/usr/sbin
	command -v nginx >/dev/null && return
	mkdir -p "$1"
	(cd "$1" && apt-get download -q nginx && dpkg -x nginx_*.deb .) >/dev/null 2>&1 ||
		echo "No nginx here, and none to be had with apt-get download: the tests over HTTPS will be skipped."
}
