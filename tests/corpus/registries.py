#!/usr/bin/env python3
"""registries.py REGTRAIL CORPUS [--registries N]: hold `regtrail diff` against registries other than the ports.

Archives every document of corpus/registries.git. For each pair of neighbours, and for first and last, in both
directions:
- do two snapshots and the two documents give the same changes?
- does the patch property hold: OLD minus every `before` plus every `after` is NEW? The records of a document are asked
  of `regtrail diff` itself, from a document of the same registry with nothing in it.

Exit status 0 when all hold, 1 if not, 77 (skipped) without the corpus.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

from common import PORTS, commits_of, document_of, git, make_archive

EMPTY = '<registry xmlns="http://www.iana.org/assignments" id="{}"><updated>1999-01-01</updated></registry>\n'


def documents_of(repository, folder):
    """Every distinct document of branch main, in order: registry -> list of (path it is to have, blob id)."""
    found, seen = collections.defaultdict(list), set()
    log = git(repository, 'log', '--reverse', '--format=', '--raw', '--no-abbrev', '--no-renames', 'main').decode()
    for line in log.splitlines():
        blob, path = line.split()[3], line.split('\t')[1]
        if path.endswith('.xml') and blob.strip('0') and blob not in seen:
            seen.add(blob)
            found[pathlib.Path(path).stem].append((folder / f'{len(seen):04}-{pathlib.Path(path).name}', blob))
    return found


class Registry:
    def __init__(self, regtrail, archive, name, folder):
        self.regtrail, self.archive, self.name = regtrail, archive, name
        self.empty = folder / f'{name}.empty.xml'
        self.empty.write_text(EMPTY.format(name))
        self.records = {}
        self.commits = {document_of(archive, commit): commit for commit in commits_of(archive, name)}

    def changes(self, *operands):
        command = [self.regtrail, '-C', self.archive, '-r', self.name, 'diff', '--all', '-f', 'json', *operands]
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE)
        if done.returncode not in (0, 1):
            raise RuntimeError(f'{command}: exit status {done.returncode}')
        return json.loads(done.stdout)['changes']

    @staticmethod
    def key(record):
        return json.dumps({name: sorted(value) if isinstance(value, list) else value
                           for name, value in record.items() if value not in (None, [])}, sort_keys=True)

    def records_of(self, path):
        if path not in self.records:
            self.records[path] = collections.Counter(
                self.key(change['after']) for change in self.changes(self.empty, path) if change['after'])
        return self.records[path]

    def check(self, old, new):
        """What is wrong between two documents: a list of lines."""
        (old_path, old_blob), (new_path, new_blob) = old, new
        changes = self.changes(old_path, new_path)
        wrong = []
        if changes != self.changes(self.commits[old_blob], self.commits[new_blob]):
            wrong.append(f'{old_path.name} -> {new_path.name}: two snapshots and two documents differ')
        patched = collections.Counter(self.records_of(old_path))
        patched.subtract(self.key(change['before']) for change in changes if change['before'])
        patched.update(self.key(change['after']) for change in changes if change['after'])
        if +patched != self.records_of(new_path) or -patched:
            wrong.append(f'{old_path.name} -> {new_path.name}: the patch property does not hold')
        return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('regtrail')
    parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--registries', type=int, default=10 ** 9, help='the first N only')
    options = parser.parse_args()
    source = options.corpus / 'registries.git'
    if not source.exists():
        print(f'skipped: no {source}')
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'documents').mkdir()
        found = documents_of(source, folder / 'documents')
        found.pop(PORTS, None)  # pairs.py has more of it
        chosen = sorted(found)[:options.registries]
        for path, blob in (document for name in chosen for document in found[name]):
            path.write_bytes(git(source, 'cat-file', 'blob', blob))
        archive = make_archive(options.regtrail, folder / 'archive.git',
                               *(path for name in chosen for path, _ in found[name]))
        wrong, count = [], 0
        for name in chosen:
            registry, series = Registry(options.regtrail, archive, name, folder), found[name]
            for old, new in [*zip(series, series[1:]), (series[0], series[-1])]:
                wrong += registry.check(old, new) + registry.check(new, old)
                count += 2
    print('\n'.join(wrong[:40]) if wrong else f'ok: {len(chosen)} registries, {count} pairs')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
