#!/bin/sh
# A real nginx with TLS and a server that misbehaves, both on loopback, for as long as a command runs.
#
#     tests/net/servers.sh COMMAND...
#
# The command learns from its environment where they are: RT_NET_DIR has ca.pem, to be trusted, and www, which nginx
# serves: document.xml, and old.xml and ports.xml, two documents of the port registry; RT_NET_PLAIN, _TLS, _SELF,
# _EXPIRED, _OTHER, _CLOSED and _BAD are ports; RT_NET_IPV6 is `yes` or empty. The exit status is the command's; 77: no
# servers can run here.
set -u

here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin
for tool in nginx python3 openssl; do
	if ! command -v "$tool" >/dev/null; then
		echo "skip: $tool is not installed"
		exit 77
	fi
done
# What the surroundings say of proxies must not lead the tests astray.
unset http_proxy https_proxy all_proxy no_proxy HTTPS_PROXY ALL_PROXY NO_PROXY

dir=$(mktemp -d) || exit 1
nginx_pid=
clean_up() {
	[ -z "$nginx_pid" ] || kill "$nginx_pid" 2>/dev/null
	exec 9>&- # the other server ends with its standard input
	wait
	rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM

# ---- certificates ----

# certify NAME DAYS SUBJECT-ALT-NAME: signed by our authority
certify() {
	openssl req -new -key "$dir/key.pem" -subj /CN="$1" -out "$dir/$1.csr" &&
	printf 'subjectAltName=%s\n' "$3" >"$dir/$1.ext" &&
	openssl x509 -req -in "$dir/$1.csr" -CA "$dir/ca.pem" -CAkey "$dir/key.pem" -set_serial "$serial" \
		-days "$2" -extfile "$dir/$1.ext" -out "$dir/$1.pem"
	serial=$((serial + 1))
}

make_certificates() {
	serial=2
	openssl ecparam -name prime256v1 -genkey -noout -out "$dir/key.pem" &&
	openssl req -x509 -new -key "$dir/key.pem" -subj '/CN=regtrail test authority' -days 2 -set_serial 1 \
		-out "$dir/ca.pem" &&
	openssl req -x509 -new -key "$dir/key.pem" -subj /CN=self -days 2 -addext subjectAltName=DNS:localhost \
		-out "$dir/self.pem" &&
	certify good 2 DNS:localhost,IP:127.0.0.1,IP:::1 &&
	certify expired -1 DNS:localhost &&
	certify other 2 DNS:elsewhere.example
}
if ! make_certificates >"$dir/openssl.log" 2>&1; then
	cat "$dir/openssl.log"
	exit 1
fi

# ---- servers ----

mkdir "$dir/www" "$dir/temp"
{
	echo '<registry id="small">'
	i=0
	while [ $i -lt 200 ]; do
		echo "  <record><value>$i</value></record>"
		i=$((i + 1))
	done
	echo '</registry>'
} >"$dir/www/document.xml"
for name in old:2026-03-05 ports:2026-07-22; do
	cp "$here/../../snapshots/service-names-port-numbers-${name#*:}.xml" "$dir/www/${name%:*}.xml" || exit 1
done
TZ=UTC touch -t 202501020304.05 "$dir/www"/*.xml

mkfifo "$dir/stdin" "$dir/port"
python3 "$here/bad_server.py" "$dir/www/old.xml" "$dir/www/ports.xml" <"$dir/stdin" >"$dir/port" 9>&- &
exec 9>"$dir/stdin"
read -r bad <"$dir/port"

ipv6=yes
python3 -c 'import socket; socket.create_server(("::1", 0), family=socket.AF_INET6)' 2>/dev/null || ipv6=

# Ports that are free now may be taken when nginx starts, so it gets three tries. It never outlives us by much.
start_nginx() {
	ports=$(python3 -c '
import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(6)]
print(*[s.getsockname()[1] for s in held])') || return 1
	# shellcheck disable=SC2086 # a word each
	set -- $ports
	plain=$1 tls=$2 self=$3 expired=$4 other=$5 closed=$6
	listen6=${ipv6:+"listen [::1]:$tls ssl http2;"}
	sed -e "s|@DIR@|$dir|g; s|@PLAIN@|$plain|g; s|@TLS@|$tls|g; s|@SELF@|$self|g" \
		-e "s|@EXPIRED@|$expired|g; s|@OTHER@|$other|g; s|@LISTEN6@|$listen6|g" \
		"$here/nginx.conf.in" >"$dir/nginx.conf"
	timeout 300 nginx -e "$dir/nginx.log" -p "$dir" -c "$dir/nginx.conf" 9>&- &
	nginx_pid=$!
	tries=0
	while [ $tries -lt 50 ]; do
		python3 -c "import socket; socket.create_connection(('127.0.0.1', $plain))" 2>/dev/null && return 0
		kill -0 "$nginx_pid" 2>/dev/null || return 1
		tries=$((tries + 1))
		sleep 0.1
	done
	return 1
}
start_nginx || start_nginx || start_nginx || {
	echo "nginx does not start:"
	cat "$dir/nginx.log"
	exit 1
}

RT_NET_DIR=$dir RT_NET_PLAIN=$plain RT_NET_TLS=$tls RT_NET_SELF=$self RT_NET_EXPIRED=$expired RT_NET_OTHER=$other \
	RT_NET_CLOSED=$closed RT_NET_BAD=$bad RT_NET_IPV6=$ipv6 "$@" 9>&-
