#!/bin/sh
# rt_source_http() against a real nginx with TLS and a server that misbehaves, both on loopback.
#
#     tests/net/run.sh HTTP_PROBE
#
# One line per row; exit 0: all as expected, 1: not, 77: cannot run here. PROBE_WRAPPER, if set, is put in front of the
# probe (valgrind).
set -u

probe=${1:?usage: tests/net/run.sh HTTP_PROBE}
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
size=$(($(wc -c <"$dir/www/document.xml")))
TZ=UTC touch -t 202501020304.05 "$dir/www/document.xml"
modified='Thu, 02 Jan 2025 03:04:05 GMT'

mkfifo "$dir/stdin" "$dir/port"
python3 "$here/bad_server.py" <"$dir/stdin" >"$dir/port" 9>&- &
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
		"$probe" "http://127.0.0.1:$plain/document.xml" | grep -q '^code 0' && return 0
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
etag=$("$probe" "http://127.0.0.1:$plain/document.xml" | sed -n 's/^etag //p')

# ---- rows ----

rows=0
failures=0
with= # variables in the environment of the probe

# row NAME CODE PART... -- PROBE-ARGUMENT...: the probe prints that code and every PART; `!PART` must not be there.
row() {
	name=$1
	wanted="code $2"
	missing=
	shift 2
	parts=$dir/parts
	: >"$parts"
	while [ "$1" != -- ]; do
		printf '%s\n' "$1" >>"$parts"
		shift
	done
	shift
	rows=$((rows + 1))
	# shellcheck disable=SC2086 # a word each
	env $with ${PROBE_WRAPPER:-} "$probe" "$@" >"$dir/out" 2>"$dir/err" || missing="exit status $?"
	grep -qxF -e "$wanted" "$dir/out" || missing="$missing [$wanted]"
	while IFS= read -r part; do
		case $part in
		!*) ! grep -qF -e "${part#!}" "$dir/out" || missing="$missing [$part]" ;;
		*) grep -qF -e "$part" "$dir/out" || missing="$missing [$part]" ;;
		esac
	done <"$parts"
	if [ -z "$missing" ]; then
		echo "ok    $name"
		return
	fi
	failures=$((failures + 1))
	echo "FAIL  $name: missing$missing in:"
	cut -c1-400 "$dir/out" "$dir/err" | sed 's/^/      /'
}

p=http://127.0.0.1:$plain
s=https://localhost:$tls
b=http://127.0.0.1:$bad
ca=$dir/ca.pem

# What came, and its provenance.
row '200' 0 "size $size" '<registry id="small">' "source $p/document.xml" "etag $etag" "last-modified $modified" \
	-- "$p/document.xml"
row '200 over TLS, HTTP/2' 0 "size $size" "etag $etag" "last-modified $modified" -- -c "$ca" "$s/document.xml"
row '304 by ETag' 0 'not modified' "etag $etag" '!size' -- -e "$etag" "$p/document.xml"
row '304 by Last-Modified' 0 'not modified' '!size' -- -m "$modified" "$p/document.xml"
row '304 by both, HTTP/2' 0 'not modified' -- -c "$ca" -e "$etag" -m "$modified" "$s/document.xml"
row '200 with an old ETag' 0 "size $size" -- -e '"old"' "$p/document.xml"
row '200 with another Last-Modified' 0 "size $size" -- -m 'Thu, 02 Jan 2025 03:04:04 GMT' "$p/document.xml"
row 'no validators' 0 'no etag' 'no last-modified' 'size 23' -- "$b/plain"
row 'validators kept verbatim' 0 'etag W/"a b"' 'last-modified yesterday, about noon' -- "$b/validators"
row 'validators too long' 0 'no etag' 'no last-modified' 'size 23' -- "$b/long-validators"
row 'validators with control characters' 0 'no etag' 'no last-modified' 'size 23' -- "$b/control-validators"
row 'validators sent verbatim' 0 'If-None-Match: W/"a b", x' 'If-Modified-Since: yesterday, about noon' \
	-- -e 'W/"a b", x' -m 'yesterday, about noon' "$b/echo"
row 'validators that end the line are not sent' 0 '!If-None-Match' '!X-Mine' -- -e "\"a\"
X-Mine: yes" "$b/echo"
row 'unconditional' 0 '!If-None-Match' '!If-Modified-Since' -- -e '' "$b/echo"
row 'request' 0 'GET /echo HTTP/1.1' 'Accept-Encoding: gzip' 'User-Agent: regtrail/' '!Authorization' '!Cookie' \
	-- "$b/echo"
row 'User-Agent' 0 'User-Agent: tester (a@example.com)' -- -a 'tester (a@example.com)' "$b/echo"
row 'progress' 0 "progress $size" -- -p "$p/document.xml"
row 'empty' 0 'size 0' -- "$b/empty"

# Compression.
row 'gzip by nginx' 0 "size $size" '<registry id="small">' 'etag W/' -- "$p/packed/document.xml"
row 'gzip' 0 'size 23' '<registry' -- "$b/gzip"
row 'a .gz file' 0 'size 23' '<registry' -- "$b/document.xml.gz"
row 'gzip that is none' 0 'size 23' '<registry' -- "$b/gzip-untrue"
row 'gzip cut short' 4 '/gzip-cut: broken gzip: it ends in the middle' -- "$b/gzip-cut"
row 'gzip with a wrong checksum' 4 '/gzip-broken: broken gzip: incorrect data check' -- "$b/gzip-broken"
row 'brotli, not asked for' 4 'compressed as br' -- "$b/brotli"

# Size.
row 'gzip bomb' 4 '/bomb: larger than 64 MiB' -- "$b/bomb"
row 'gzip bomb as a file' 4 '/bomb.xml.gz: larger than 64 MiB' -- "$b/bomb.xml.gz"
row 'endless' 4 '/endless: larger than 64 MiB' -- "$b/endless"
row 'Content-Length of 10 GB' 4 '/large: larger than 64 MiB' -- "$b/large"
row 'at max_bytes' 0 'size 23' -- -x 23 "$b/plain"
row 'above max_bytes' 4 'larger than 22 bytes' -- -x 22 "$b/plain"
row 'above max_bytes, inflated' 4 'larger than 2000 bytes' -- -x 2000 "$p/packed/document.xml"

# Statuses.
row '204' 3 'the server answered 204 No Content' -- "$b/no-content"
row '304, unasked' 3 'the server answered 304 Not Modified: though' -- "$b/unasked-304"
row '403' 3 "$p/forbidden: the server answered 403 Forbidden: " 'User-Agent' -- "$p/forbidden"
row '404' 3 "$p/missing: the server answered 404 Not Found: check the URL" -- "$p/missing"
row '404 that does not end' 3 '404 Not Found' -- "$b/endless-error"
row '418, unknown' 3 'the server answered 418' '!teapot' 'check the URL' -- "$b/418"
row '429' 3 '429 Too Many Requests, Retry-After: 120: ask less often' -- "$b/429"
row '500' 3 '500 Internal Server Error: try again later' -- "$b/500"
row '503' 3 '503 Service Unavailable, Retry-After: Fri, 31 Dec 1999 23:59:59 GMT: try again' -- "$b/503"

# Redirects.
row 'http to https' 0 "source $s/document.xml" "size $size" "etag $etag" -- -c "$ca" "$p/to-https"
row 'http to https, 304' 0 'not modified' "source $s/document.xml" -- -c "$ca" -e "$etag" "$p/to-https"
row 'http to http' 3 "led to http://localhost:$plain/document.xml" 'only to https' -- "$p/to-http"
row 'https to http' 3 "led to http://localhost:$plain/document.xml" 'only to https' -- -c "$ca" "$s/down"
row 'to a file' 3 'led to file:///etc/hostname' 'only to https' -- "$b/file-location"
row 'loop' 3 "$s/loop" 'Maximum (5) redirects followed' -- -c "$ca" "$s/loop"
row 'five redirects' 0 "size $size" -- -c "$ca" "$s/hop5/"
row 'six redirects' 3 'Maximum (5) redirects followed' -- -c "$ca" "$s/hop6/"
row 'to what is not there' 3 "$p/to-missing (led to $s/missing.xml): the server answered 404" -- -c "$ca" "$p/to-missing"
row 'to nowhere' 3 '302 Found: it does not say where' -- "$b/no-location"
row 'to what is no URL' 3 'check the URL' -- "$b/bad-location"
row 'to a URL with a password' 3 'a URL with a user name is not followed' '!secret' -- "$b/password-location"

# Certificates.
row 'self-signed' 3 'self-signed certificate' "https://localhost:$self/document.xml: " \
	-- -c "$ca" "https://localhost:$self/document.xml"
row 'expired' 3 'certificate has expired' -- -c "$ca" "https://localhost:$expired/document.xml"
row 'wrong host' 3 'no alternative certificate subject name matches' -- -c "$ca" "https://localhost:$other/document.xml"
row 'unknown authority' 3 'unable to get local issuer certificate' -- "$s/document.xml"
row 'address in the certificate' 0 "size $size" -- -c "$ca" "https://127.0.0.1:$tls/document.xml"
row 'no file of certificates' 2 'check the file of certificates' -- -c "$dir/none.pem" "$s/document.xml"

# Lines that break.
row 'connection refused' 3 'Failed to connect' "http://127.0.0.1:$closed/: " -- "http://127.0.0.1:$closed/"
row 'unknown host' 3 'Could not resolve host: host.invalid' -- http://host.invalid/
row 'cut short' 3 '/truncated: ' 'cut short' -- "$b/truncated"
row 'cut short in chunks' 3 '/truncated-chunks: ' 'cut short' -- "$b/truncated-chunks"
row 'drip' 3 '/drip: ' 'timed out' 'allow more time' -- -t 1 "$b/drip"
row 'stall' 3 '/stall: ' 'timed out' -- -t 1 "$b/stall"
row 'silence' 3 '/silence: ' 'timed out' -- -t 1 "$b/silence"
row 'no HTTP' 3 '/not-http: ' -- "$b/not-http"
row 'nothing' 3 '/nothing: ' 'Empty reply from server' -- "$b/nothing"
row 'TLS on a plain port' 3 "https://127.0.0.1:$plain/: " -- -c "$ca" "https://127.0.0.1:$plain/"

# Surroundings.
with=http_proxy=http://127.0.0.1:$bad
row 'proxy' 0 'GET http://host.invalid/echo HTTP/1.1' -- http://host.invalid/echo
with=http_proxy=http://127.0.0.1:$closed
row 'proxy refused' 3 'Failed to connect' -- http://host.invalid/
with=
if [ "$ipv6" ]; then
	row 'IPv6' 0 "size $size" -- -c "$ca" "https://[::1]:$tls/document.xml"
else
	echo "skip: IPv6: no ::1 on this machine"
fi
mkdir "$dir/broken" && echo 'no library' >"$dir/broken/libcurl.so.4"
with=LD_LIBRARY_PATH=$dir/broken
row 'no libcurl' 2 'libcurl is not installed (libcurl4)' -- "$p/document.xml"

echo "$rows rows, $failures failed"
[ $failures -eq 0 ]
