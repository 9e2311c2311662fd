#!/usr/bin/env python3
"""A server that does what servers should not, one thing per path; on loopback, for tests/net/run.sh and fetch_rows.

`bad_server.py OLD NEW`: two documents of one registry. Prints its port, and ends when its standard input does or
after five minutes.
"""
import gzip
import os
import pathlib
import socket
import struct
import sys
import threading
import time

LIFE = 300  # seconds
DOCUMENT = b'<registry id="small"/>\n'
BOMB = gzip.compress(bytes(100 << 20))  # 100 kB that become 100 MiB


def answer(status, *fields, body=b'', length=True):
    """A whole response as bytes; LENGTH: with a Content-Length that is true."""
    if length:
        fields += (f'Content-Length: {len(body)}',)
    head = '\r\n'.join((f'HTTP/1.1 {status}',) + fields + ('Connection: close', '', ''))
    return head.encode('latin-1') + body


def drip(connection, request):
    connection.sendall(answer('200 OK', 'Content-Length: 1000', length=False))
    while True:
        connection.sendall(b'x')
        time.sleep(0.2)


def stall(connection, request):
    connection.sendall(answer('200 OK', 'Content-Length: 1000', length=False, body=DOCUMENT))
    time.sleep(LIFE)


def silence(connection, request):
    time.sleep(LIFE)


def endless(connection, request):
    connection.sendall(answer('200 OK', length=False))
    while True:
        connection.sendall(b'<record/>\n' * 5000)


def endless_error(connection, request):
    connection.sendall(answer('404 Not Found', length=False))
    while True:
        connection.sendall(b'<p>no</p>\n' * 5000)


def echo(connection, request):
    connection.sendall(answer('200 OK', body=request))


def reset(connection, request):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))  # closing sends RST


class InTurn:
    """A reply after the other, one a request; the last of them again and again."""

    def __init__(self, *replies):
        self.replies, self.lock = list(replies), threading.Lock()

    def __call__(self, connection, request):
        with self.lock:
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        send(reply, connection, request)


def later(seconds, form):
    """Try again after a moment, said as a date in one of the forms of RFC 9110 section 5.6.7."""
    def busy(connection, request):
        date = time.strftime(form, time.gmtime(time.time() + seconds))
        connection.sendall(answer('503 Service Unavailable', 'Retry-After: ' + date, body=b'no'))
    return busy


class IfChanged:
    """A document with validators: 304 to whoever has just these, else all of it."""

    def __init__(self, document, etag='', modified=''):
        fields = ('ETag', etag), ('Last-Modified', modified)
        self.reply = answer('200 OK', *(f'{name}: {value}' for name, value in fields if value), body=document)
        self.asked = [f'{name}: {value}\r\n'.encode()
                      for name, value in (('If-None-Match', etag), ('If-Modified-Since', modified)) if value]

    def __call__(self, connection, request):
        same = all(field in request for field in self.asked)
        send(answer('304 Not Modified', length=False) if same else self.reply, connection, request)


OLD, NEW = (pathlib.Path(name).read_bytes() for name in sys.argv[1:3])
PACKED = gzip.compress(DOCUMENT)
ENCODED = 'Content-Encoding: gzip'
GOOD = answer('200 OK', body=DOCUMENT)
BUSY = answer('429 Too Many Requests', 'Retry-After: 2', body=b'no')
ERROR = answer('500 Internal Server Error', body=b'no')
GOOD_NEW = answer('200 OK', body=NEW)
CUT_NEW = answer('200 OK', 'Content-Length: 9000000', body=NEW[:9000], length=False)
PAGE = b'<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body>Back soon.</body></html>\n'
CUT = answer('200 OK', 'Content-Length: 1000', body=DOCUMENT, length=False)
PATHS = {
    '/echo': echo,
    '/drip': drip,
    '/stall': stall,
    '/silence': silence,
    '/endless': endless,
    '/endless-error': endless_error,
    '/plain': GOOD,
    '/empty': answer('200 OK'),
    '/validators': answer('200 OK', 'ETag: W/"a b"', 'Last-Modified: yesterday, about noon', body=DOCUMENT),
    '/long-validators': answer('200 OK', 'ETag: "' + 'e' * 1100 + '"', 'Last-Modified: ' + 'm' * 1025, body=DOCUMENT),
    '/control-validators': answer('200 OK', 'ETag: "a\x1b[31m"', 'Last-Modified: \x07 noon', body=DOCUMENT),
    '/no-content': answer('204 No Content', length=False),
    '/unasked-304': answer('304 Not Modified', length=False),
    '/418': answer("418 I'm a \x1b[31mteapot", body=b'no'),
    '/429': answer('429 Too Many Requests', 'Retry-After: 120', body=b'no'),
    '/500': ERROR,
    '/503': answer('503 Service Unavailable', 'Retry-After: Fri, 31 Dec 1999 23:59:59 GMT', body=b'no'),
    '/no-location': answer('302 Found', body=b'no'),
    '/bad-location': answer('302 Found', 'Location: https://a b:c/', body=b'no'),
    '/file-location': answer('302 Found', 'Location: file:///etc/hostname', body=b'no'),
    '/password-location': answer('302 Found', 'Location: https://me:secret@localhost/', body=b'no'),
    '/truncated': CUT,
    '/truncated-chunks': answer('200 OK', 'Transfer-Encoding: chunked', length=False,
                                body=b'17\r\n' + DOCUMENT + b'\r\n'),
    '/large': answer('200 OK', 'Content-Length: 10000000000', body=DOCUMENT, length=False),
    '/bomb': answer('200 OK', ENCODED, body=BOMB),
    '/bomb.xml.gz': answer('200 OK', body=BOMB),
    '/document.xml.gz': answer('200 OK', 'Content-Type: application/gzip', body=PACKED),
    '/gzip': answer('200 OK', ENCODED, body=PACKED),
    '/gzip-cut': answer('200 OK', ENCODED, body=PACKED[:-12]),
    '/gzip-broken': answer('200 OK', ENCODED, body=PACKED[:-8] + bytes(8)),
    '/gzip-untrue': answer('200 OK', ENCODED, body=DOCUMENT),
    '/brotli': answer('200 OK', 'Content-Encoding: br', body=b'\x0b\x02\x80abc\x03'),
    '/reset': reset,
    '/error-error-good': InTurn(ERROR, ERROR, GOOD),
    '/busy-good': InTurn(BUSY, GOOD),
    '/date-good': InTurn(later(2, '%a, %d %b %Y %H:%M:%S GMT'), GOOD),
    '/old-date-good': InTurn(later(2, '%A, %d-%b-%y %H:%M:%S GMT'), GOOD),
    '/asctime-good': InTurn(later(2, '%a %b %e %H:%M:%S %Y'), GOOD),
    '/past-good': InTurn(later(-3600, '%a, %d %b %Y %H:%M:%S GMT'), GOOD),
    '/cut-good': InTurn(CUT, GOOD),
    '/reset-good': InTurn(reset, GOOD),
    '/nothing-good': InTurn(b'', GOOD),
    '/silence-good': InTurn(silence, GOOD),
    '/not-found-good': InTurn(answer('404 Not Found', body=b'no'), GOOD),
    '/refused-good': InTurn(answer('200 OK', ENCODED, body=PACKED[:-12]), GOOD),
    '/endless-headers': answer('200 OK', *(f'X-{i}: {"x" * 20}' for i in range(50000)), body=DOCUMENT),
    '/long-header': answer('200 OK', 'X: ' + 'x' * 1000000, body=DOCUMENT),
    '/many-headers': answer('200 OK', *(f'X-{i}: {"x" * 1000}' for i in range(200)), body=DOCUMENT),
    '/fetch/old': answer('200 OK', body=OLD),
    '/fetch/new': GOOD_NEW,
    '/fetch/weak': IfChanged(OLD, etag='W/"march"'),
    '/fetch/weak-then-new': InTurn(IfChanged(OLD, etag='W/"march"'), IfChanged(NEW, etag='W/"july"')),
    '/fetch/wrong-modified': IfChanged(OLD, modified='yesterday, about noon'),
    '/fetch/modified-future': IfChanged(OLD, modified='Fri, 01 Jan 2100 00:00:00 GMT'),
    '/fetch/etag-changes': InTurn(IfChanged(OLD, etag='"1"'), IfChanged(OLD, etag='"2"')),
    '/fetch/etag-changed': InTurn(IfChanged(OLD, etag='"1"'), IfChanged(OLD, etag='"2"')),
    '/fetch/etag-after-import': IfChanged(OLD, etag='"1"'),
    '/fetch/etag-changes-then-new': InTurn(IfChanged(OLD, etag='"1"'), IfChanged(OLD, etag='"2"'),
                                           IfChanged(NEW, etag='"3"')),
    '/fetch/modified-changes': InTurn(answer('200 OK', 'Last-Modified: Mon, 02 Mar 2026 01:02:03 GMT', body=OLD),
                                      answer('200 OK', 'Last-Modified: Tue, 03 Mar 2026 01:02:03 GMT', body=OLD)),
    '/fetch/old-after-new': InTurn(GOOD_NEW, answer('200 OK', body=OLD)),
    '/fetch/403': answer('403 Forbidden', body=PAGE),
    '/fetch/404': answer('404 Not Found', body=PAGE),
    '/fetch/410': answer('410 Gone', body=PAGE),
    '/fetch/429-then-new': InTurn(answer('429 Too Many Requests', 'Retry-After: 1', body=b'no'), GOOD_NEW),
    '/fetch/500-500-new': InTurn(ERROR, ERROR, GOOD_NEW),
    '/fetch/cut-then-new': InTurn(CUT_NEW, GOOD_NEW),
    '/fetch/cut': CUT_NEW,
    '/fetch/cut-without-length': answer('200 OK', body=NEW[:9000], length=False),
    '/fetch/cut-gzip': answer('200 OK', ENCODED, body=gzip.compress(NEW)[:-400], length=False),
    '/fetch/gzip': answer('200 OK', ENCODED, body=gzip.compress(NEW)),
    '/fetch/page': answer('200 OK', 'Content-Type: text/html', body=PAGE),
    '/fetch/empty': answer('200 OK'),
    '/fetch/redirect-http': answer('301 Moved Permanently', 'Location: http://localhost/', body=b'no'),
    '/not-http': b'220 mail.example.com ESMTP\r\n',
    '/nothing': b'',
}


def send(reply, connection, request):
    if callable(reply):
        reply(connection, request)
        return
    connection.sendall(reply)
    connection.shutdown(socket.SHUT_WR)
    connection.recv(1)  # until the client has read it all: closing early could reset the connection


def serve(connection):
    """Answer the one request of a connection: a client behind a proxy sends the whole URL, others the path."""
    try:
        with connection:
            connection.settimeout(LIFE)
            request = b''
            while b'\r\n\r\n' not in request:
                piece = connection.recv(65536)
                if not piece:
                    return
                request += piece
            path = request.split(b' ')[1].decode('latin-1')
            if path.startswith('http://'):
                path = '/' + path.split('/', 3)[3]
            send(PATHS.get(path, answer('404 Not Found', body=b'no')), connection, request)
    except OSError:
        pass  # the client had enough


def accept_all(listener):
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


def main():
    threading.Timer(LIFE, os._exit, (1,)).start()
    listener = socket.create_server(('127.0.0.1', 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=accept_all, args=(listener,), daemon=True).start()
    sys.stdin.read()
    os._exit(0)


main()
