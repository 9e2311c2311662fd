"""A public mirror's history as a series of nights: its documents, a server that serves one at a time, and what should
come of each night, found with plain git and python3 alone.
"""
import collections
import http.server
import multiprocessing
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.parsers.expat

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'corpus'))
from common import PORTS, git  # noqa: E402


class Document(collections.namedtuple('Document', 'repository blob updated well_formed modified')):
    """One version. What it holds is read when it is asked for: all of them are a gigabyte."""

    def data(self):
        return git(self.repository, 'cat-file', 'blob', self.blob)


def is_well_formed(data):
    parser = xml.parsers.expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except xml.parsers.expat.ExpatError:
        return False
    return True


def read_documents(repository, times):
    """blob id -> Document, for blob id -> time."""
    names = '\n'.join([*times, ''])
    documents = {}
    with tempfile.TemporaryFile() as asked:
        asked.write(names.encode())
        asked.seek(0)
        command = ['git', '-c', 'safe.directory=*', '-C', repository, 'cat-file', '--batch']
        with subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE) as batch:
            for blob, time in times.items():
                data = batch.stdout.read(int(batch.stdout.readline().split()[2]) + 1)[:-1]
                updated = re.search(rb'<updated>([0-9-]+)</updated>', data)[1].decode()
                documents[blob] = Document(repository, blob, updated, is_well_formed(data), time)
    return documents


def history(repository, ref):
    """The document that each commit of REF left, oldest first."""
    log = git(repository, 'log', '--reverse', '--topo-order', '--format=@%ct', '--raw', '--no-abbrev', '--no-renames',
              ref)
    blobs, times, time = [], {}, None
    for line in log.decode().splitlines():
        if line.startswith('@'):
            time = int(line[1:])
        elif line.startswith(':') and line.split()[3].strip('0'):
            blobs.append(line.split()[3])
            times.setdefault(blobs[-1], time)
    documents = read_documents(repository, times)
    return [documents[blob] for blob in blobs]


def expected(nights):
    """What should come of each night: new, same, stale or refused."""
    archived, outcomes = [], []
    for document in nights:
        if not document.well_formed:
            outcomes.append('refused')
        elif archived and document is archived[-1]:
            outcomes.append('same')
        elif document in archived or archived and document.updated < archived[-1].updated:
            outcomes.append('stale')
        else:
            archived.append(document)
            outcomes.append('new')
    return outcomes


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True

    def do_GET(self):
        blob, modified = self.server.validators[self.server.current.value]
        same = self.headers.get('If-None-Match') == f'"{blob}"'
        data = b'' if same else self.server.path.read_bytes()
        self.send_response(304 if same else 200)
        self.send_header('ETag', f'"{blob}"')
        self.send_header('Last-Modified', self.date_time_string(modified))
        if not same:
            self.send_header('Content-Type', 'text/xml')
            self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class File:
    """Serves a document as a file in FOLDER, whose URL is `url`, until the end of the `with`."""

    def __init__(self, folder):
        self.path = folder / f'{PORTS}.xml'
        self.url = f'file://{self.path}'
        self.blob = None

    def __enter__(self):
        return self

    def serve(self, document):
        if document.blob != self.blob:
            self.path.write_bytes(document.data())
            self.blob = document.blob

    def __exit__(self, *_):
        self.path.unlink(missing_ok=True)


class Server(File):
    """Serves one of DOCUMENTS over HTTP, with validators, from a process of its own."""

    def __init__(self, folder, documents):
        super().__init__(folder)
        fork = multiprocessing.get_context('fork')
        self.http = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.address = self.http.server_address
        self.url = f'http://127.0.0.1:{self.address[1]}/{PORTS}.xml'
        self.places = {document.blob: place for place, document in enumerate(documents)}
        self.http.path, self.http.current = self.path, fork.Value('i', 0)
        self.http.validators = [(document.blob, document.modified) for document in documents]
        self.process = fork.Process(target=self.http.serve_forever, daemon=True)

    def __enter__(self):
        self.process.start()
        self.http.socket.close()
        return self

    def serve(self, document):
        super().serve(document)
        self.http.current.value = self.places[document.blob]

    def __exit__(self, *_):
        self.process.terminate()
        self.process.join()
        super().__exit__()


def environment(now):
    """That of a command at the time NOW, an aware datetime, without proxies and settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith('REGTRAIL_') and not name.lower().endswith('_proxy')}
    return {**kept, 'REGTRAIL_NOW': now.strftime('%Y-%m-%dT%H:%M:%SZ'), 'GIT_CONFIG_GLOBAL': '/dev/null'}
