#!/bin/sh
# rt_source_http() against a real nginx with TLS and a server that misbehaves, both on loopback.
#
#     tests/net/run.sh HTTP_PROBE
#
# One line per row; exit 0: all as expected, 1: not, 77: cannot run here. PROBE_WRAPPER, if set, is put in front of the
# probe (valgrind).
set -u

probe=${1:?usage: tests/net/run.sh HTTP_PROBE}
[ "${RT_NET_DIR:-}" ] || exec "$(dirname "$0")/servers.sh" "$0" "$@"
dir=$RT_NET_DIR
size=$(($(wc -c <"$dir/www/document.xml")))
modified='Thu, 02 Jan 2025 03:04:05 GMT'
p=http://127.0.0.1:$RT_NET_PLAIN
s=https://localhost:$RT_NET_TLS
b=http://127.0.0.1:$RT_NET_BAD
ca=$dir/ca.pem
etag=$("$probe" "$p/document.xml" | sed -n 's/^etag //p')

# ---- rows ----

rows=0
failures=0
with= # variables in the environment of the probe
scratch=$dir/row
slow=0

# row NAME CODE PART... -- PROBE-ARGUMENT...: the probe prints that code and every PART; `!PART` must not be there.
row() {
	name=$1
	wanted="code $2"
	missing=
	shift 2
	parts=$scratch.parts
	: >"$parts"
	while [ "$1" != -- ]; do
		printf '%s\n' "$1" >>"$parts"
		shift
	done
	shift
	rows=$((rows + 1))
	# shellcheck disable=SC2086 # a word each
	env $with ${PROBE_WRAPPER:-} "$probe" "$@" >"$scratch.out" 2>"$scratch.err" || missing="exit status $?"
	grep -qxF -e "$wanted" "$scratch.out" || missing="$missing [$wanted]"
	while IFS= read -r part; do
		case $part in
		!*) ! grep -qF -e "${part#!}" "$scratch.out" || missing="$missing [$part]" ;;
		*) grep -qF -e "$part" "$scratch.out" || missing="$missing [$part]" ;;
		esac
	done <"$parts"
	if [ -z "$missing" ]; then
		echo "ok    $name"
		return
	fi
	failures=$((failures + 1))
	echo "FAIL  $name: missing$missing in:"
	cut -c1-400 "$scratch.out" "$scratch.err" | sed 's/^/      /'
}

# slow_row ...: the same of what waits, beside the others; told at the end.
slow_row() {
	slow=$((slow + 1))
	(
		scratch=$dir/slow.$slow
		row "$@"
	) >"$dir/slow.$slow" &
}

# Another try.
row 'no other try' 3 '!waiting' -- "$b/500"
slow_row '500 twice, then good' 0 'waiting ' 'why ' 'the server answered 500' 'size 23' -- -r 10 "$b/error-error-good"
slow_row '429, Retry-After within the time' 0 'waiting 2000' 'asks to wait' 'size 23' -- -r 10 "$b/busy-good"
row '429, Retry-After beyond it' 3 '!waiting' 'asks to wait' -- -r 110 "$b/429"
slow_row 'Retry-After, a date' 0 'waiting ' 'asks to wait' 'size 23' -- -r 10 "$b/date-good"
slow_row 'Retry-After, an RFC 850 date' 0 'waiting ' 'asks to wait' 'size 23' -- -r 10 "$b/old-date-good"
slow_row 'Retry-After, an asctime date' 0 'waiting ' 'asks to wait' 'size 23' -- -r 10 "$b/asctime-good"
slow_row 'Retry-After, a date that is past' 0 'waiting ' '!asks to wait' 'size 23' -- -r 10 "$b/past-good"
slow_row 'cut short, then good' 0 'waiting ' 'size 23' '!the error' -- -r 10 "$b/cut-good"
slow_row 'reset, then good' 0 'waiting ' 'size 23' -- -r 10 "$b/reset-good"
slow_row 'nothing, then good' 0 'waiting ' 'size 23' -- -r 10 "$b/nothing-good"
slow_row 'timed out, then good' 0 'waiting ' 'size 23' -- -t 1 -r 10 "$b/silence-good"
slow_row 'connection refused, again' 3 'waiting ' -- -r 3 "http://127.0.0.1:$RT_NET_CLOSED/"
slow_row 'unknown host, again' 3 'waiting ' -- -r 3 http://host.invalid/
row '404 passes not' 3 '!waiting' '404' -- -r 10 "$b/not-found-good"
row '403 passes not' 3 '!waiting' '403' -- -r 10 "$p/forbidden"
row 'a certificate passes not' 3 '!waiting' -- -r 10 -c "$ca" "https://localhost:$RT_NET_EXPIRED/document.xml"
row 'a loop passes not' 3 '!waiting' -- -r 10 -c "$ca" "$s/loop"
row 'a redirect to http passes not' 3 '!waiting' -- -r 10 "$p/to-http"
row 'no HTTP passes not' 3 '!waiting' -- -r 10 "$b/not-http"
row 'what is refused passes not' 4 '!waiting' -- -r 10 "$b/refused-good"

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
row '429' 3 '429 Too Many Requests and asks to wait (Retry-After): ask less often' '!120' -- "$b/429"
row '500' 3 '500 Internal Server Error: try again later' -- "$b/500"
row '503' 3 '503 Service Unavailable: try again' -- "$b/503"

# Redirects.
row 'http to https' 0 "source $s/document.xml" "size $size" "etag $etag" -- -c "$ca" "$p/to-https"
row 'http to https, 304' 0 'not modified' "source $s/document.xml" -- -c "$ca" -e "$etag" "$p/to-https"
row 'http to http' 3 "led to http://localhost:$RT_NET_PLAIN/document.xml" 'only to https' -- "$p/to-http"
row 'https to http' 3 "led to http://localhost:$RT_NET_PLAIN/document.xml" 'only to https' -- -c "$ca" "$s/down"
row 'to a file' 3 'led to file:///etc/hostname' 'only to https' -- "$b/file-location"
row 'loop' 3 "$s/loop" 'Maximum (5) redirects followed' -- -c "$ca" "$s/loop"
row 'five redirects' 0 "size $size" -- -c "$ca" "$s/hop5/"
row 'six redirects' 3 'Maximum (5) redirects followed' -- -c "$ca" "$s/hop6/"
row 'to what is not there' 3 "$p/to-missing (led to $s/missing.xml): the server answered 404" -- -c "$ca" "$p/to-missing"
row 'to nowhere' 3 '302 Found: it does not say where' -- "$b/no-location"
row 'to what is no URL' 3 'check the URL' -- "$b/bad-location"
row 'to a URL with a password' 3 'a URL with a user name is not followed' '!secret' -- "$b/password-location"

# Certificates.
row 'self-signed' 3 'self-signed certificate' "https://localhost:$RT_NET_SELF/document.xml: " \
	-- -c "$ca" "https://localhost:$RT_NET_SELF/document.xml"
row 'expired' 3 'certificate has expired' -- -c "$ca" "https://localhost:$RT_NET_EXPIRED/document.xml"
row 'wrong host' 3 'no alternative certificate subject name matches' \
	-- -c "$ca" "https://localhost:$RT_NET_OTHER/document.xml"
row 'unknown authority' 3 'unable to get local issuer certificate' -- "$s/document.xml"
row 'address in the certificate' 0 "size $size" -- -c "$ca" "https://127.0.0.1:$RT_NET_TLS/document.xml"
row 'no file of certificates' 2 'check the file of certificates' -- -c "$dir/none.pem" "$s/document.xml"

# Lines that break.
row 'connection refused' 3 ': cannot connect: ' "http://127.0.0.1:$RT_NET_CLOSED/: " \
	-- "http://127.0.0.1:$RT_NET_CLOSED/"
row 'unknown host' 3 'http://host.invalid/: the name of the server cannot be resolved' -- http://host.invalid/
row 'cut short' 3 '/truncated: ' 'cut short' -- "$b/truncated"
row 'cut short in chunks' 3 '/truncated-chunks: ' 'cut short' -- "$b/truncated-chunks"
slow_row 'drip' 3 '/drip: timed out before the whole answer was there' 'allow more time' -- -t 1 "$b/drip"
slow_row 'stall' 3 '/stall: ' 'timed out' -- -t 1 "$b/stall"
slow_row 'silence' 3 '/silence: ' 'timed out' -- -t 1 "$b/silence"
row 'no HTTP' 3 '/not-http: the answer is no HTTP' -- "$b/not-http"
row 'reset' 3 '/reset: the connection broke: ' -- "$b/reset"
row 'nothing' 3 '/nothing: ' 'without an answer' -- "$b/nothing"
row 'TLS on a plain port' 3 "https://127.0.0.1:$RT_NET_PLAIN/: no TLS with this server" \
	-- -c "$ca" "https://127.0.0.1:$RT_NET_PLAIN/"

# Connections.
row 'kept' 0 'request 1 of' 'request 2 of' 'request 3 of' -- "$p/connection" "$p/connection" "$p/connection"
row 'not kept' 0 'request 1 of' '!request 2 of' -- -n "$p/connection" "$p/connection"
row 'kept over TLS, another between' 0 "size $size" -- -c "$ca" "$s/document.xml" "$b/500" "$s/document.xml"
row 'options do not stay' 0 'code 4' "size $size" '!partial 0' -- "$b/bomb" "$p/document.xml"

# What came of what was not taken.
row 'headers' 0 'headers HTTP/1.1 200 OK' "ETag: $etag" -- -h "$p/document.xml"
row 'headers after redirects' 0 'headers HTTP/2 200' '!301' -- -h -c "$ca" "$p/to-https"
row 'headers of an error' 3 'headers HTTP/1.1 429' 'Retry-After: 120' -- -h "$b/429"
row 'no headers' 3 'no headers' -- -h "$b/nothing"
row 'far too many headers' 3 'sent more than 256 KiB of headers: check the URL' -- "$b/endless-headers"
row 'a header of a megabyte' 3 'a header of more than 100 KiB, or no memory left: check the URL' -- "$b/long-header"
row 'too many headers' 0 'headers HTTP/1.1 200 OK' -- -h "$b/many-headers"
row 'beginning of a bomb, as it came' 4 'partial' 'size ' '!size 1048576' 'headers HTTP/1.1 200' -- -h "$b/bomb"
row 'beginning of what does not end' 4 'partial' 'size 1048576' 'body <record/>' -- "$b/endless"
row 'beginning of 10 GB' 4 'partial' 'size 23' 'body <registry id="small"/>' -- "$b/large"
row 'all of a cut gzip' 4 'partial' 'size ' '!size 23' -- "$b/gzip-cut"
row 'all of what is brotli' 4 'partial' 'size 7' -- "$b/brotli"
row 'nothing of an error page' 3 '!partial' '!body' -- "$b/418"

# Surroundings.
with=http_proxy=http://127.0.0.1:$RT_NET_BAD
row 'proxy' 0 'GET http://host.invalid/echo HTTP/1.1' -- http://host.invalid/echo
with=http_proxy=http://127.0.0.1:$RT_NET_CLOSED
row 'proxy refused' 3 ': cannot connect: ' -- http://host.invalid/
with=
if [ "$RT_NET_IPV6" ]; then
	row 'IPv6' 0 "size $size" -- -c "$ca" "https://[::1]:$RT_NET_TLS/document.xml"
else
	echo "skip: IPv6: no ::1 on this machine"
fi
mkdir "$dir/broken" && echo 'no library' >"$dir/broken/libcurl.so.4"
with=LD_LIBRARY_PATH=$dir/broken
row 'no libcurl' 2 'libcurl is not installed (libcurl4)' -- "$p/document.xml"

wait
i=0
while [ $i -lt $slow ]; do
	i=$((i + 1))
	rows=$((rows + 1))
	cat "$dir/slow.$i"
	! grep -q '^FAIL' "$dir/slow.$i" || failures=$((failures + 1))
done
echo "$rows rows, $failures failed"
[ $failures -eq 0 ]
