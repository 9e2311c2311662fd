#!/usr/bin/env python3
"""git.py REGTRAIL CORPUS [--all]: `regtrail import --git` on real histories, held against plain git and the documents.

- Versions, distinct documents, repeats and stale repeats are counted here from the commits and the documents' own
  dates; the command must say the same numbers.
- What is imported once more adds nothing, and packing never makes the archive larger.
- Two orders of import give the same dates and trees. (Not the same archived times: a document that two histories have
  is archived when the first one that was imported had it.)
- The tree of a document is the same however it comes: some of them are imported as files, each into an archive of its
  own.
- Killed after its first chunk, the import goes on where it stopped, and ends with the same dates and trees.

Usually only the shortest branch of ports.git and the first versions of its main, without the kill; with --all all of
ports.git and registries.git.

Exit status 0 when all hold, 1 if not, 77 (skipped) without the corpus.
"""
import argparse
import collections
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from xml.parsers import expat

from common import PORTS, git, make_archive

UPDATED = re.compile(rb'<updated>\s*([0-9-]+)\s*</updated>')
ROOT = re.compile(rb'<registry[^>]*?\sid="([^"]+)"')

# repository, what of its history
USUAL = (('ports.git', 'malformed-2017'),)
ALL = (('ports.git', 'flapping-2021'), ('ports.git', 'malformed-2017'), ('ports.git', 'main'),
       ('registries.git', 'main'))


def history(repository, ref):
    """(time, blob) of each version in the history, oldest first: what a commit has that none of its parents has."""
    found = []
    for block in git(repository, 'log', '--format=@%ct', '--raw', '--no-abbrev', '-m', '--root', ref).split(b'@')[1:]:
        when, *rows = block.decode().splitlines()
        for row in filter(None, rows):
            fields, path = row.split('\t', 1)
            _, mode, _, blob, kind = fields.split()
            if kind != 'D' and path.endswith('.xml'):
                found.append((int(when), path, blob))
    return sorted(found)


def documents(repository, blobs):
    """Of each blob its registry and date, read by a parser of its own; None: it is no document."""
    output = git(repository, 'cat-file', '--batch', given=''.join(f'{blob}\n' for blob in blobs).encode())
    found, at = {}, 0
    for blob in blobs:
        end = output.index(b'\n', at)
        size = int(output[at:end].split()[2])
        text = output[end + 1:end + 1 + size]
        at = end + 2 + size
        try:
            expat.ParserCreate().Parse(text, True)
            found[blob] = ROOT.search(text)[1].decode(), UPDATED.search(text)[1].decode()
        except (expat.ExpatError, TypeError):
            found[blob] = None
    return found


def expected(repository, ref):
    versions = history(repository, ref)
    known = documents(repository, sorted({blob for _, _, blob in versions}))
    counts, newest, seen = collections.Counter(versions=len(versions)), {}, set()
    for _, _, blob in versions:
        if known[blob] is None:
            counts['refused' if blob not in seen else 'repeat'] += 1
        else:
            registry, date = known[blob]
            stale = date < newest.get(registry, '')
            counts['archived' if blob not in seen else 'stale' if stale else 'repeat'] += 1
            newest[registry] = max(date, newest.get(registry, ''))
        seen.add(blob)
    return counts, {blob for blob, document in known.items() if document}


class Check:
    def __init__(self, regtrail, corpus, scratch):
        self.regtrail, self.corpus, self.scratch, self.failures = regtrail, corpus, scratch, 0

    def hold(self, what, wanted, got):
        if wanted != got:
            self.failures += 1
            print(f'FAIL {what}: wanted {wanted}, got {got}')

    def archive(self, name):
        return make_archive(self.regtrail, self.scratch / name)

    def command(self, archive, repository, ref):
        return [self.regtrail, '-C', archive, 'import', '--git', self.corpus / repository, '--ref', ref]

    def imported(self, archive, repository, ref):
        """The numbers that the command says."""
        done = subprocess.run(self.command(archive, repository, ref), stderr=subprocess.PIPE, text=True)
        line = done.stderr.splitlines()[-1]
        words = {'version': 'versions', 'versions': 'versions', 'archived': 'archived', 'refused': 'refused',
                 'repeat': 'repeat', 'repeats': 'repeat', 'stale': 'stale', 'there': 'there', 'of': 'other'}
        said = collections.Counter()
        for number, word in re.findall(r'(\d+) (\w+)', line):
            if word in words:
                said[words[word]] += int(number)
        return said, done.returncode

    def state(self, archive):
        """Dates, archived times and trees of all branches."""
        heads = git(archive, 'for-each-ref', '--format=%(refname)', 'refs/heads').decode().split()
        return {head: git(archive, 'log', '--format=%as %ct %T', head).decode() for head in heads}

    @staticmethod
    def packed(archive):
        return sum(path.stat().st_size for path in (archive / 'objects').rglob('*') if path.is_file())

    def counts(self, repository, ref):
        archive = self.archive(f'{repository}-{ref}'.replace('~', '-'))
        wanted, blobs = expected(self.corpus / repository, ref)
        said, status = self.imported(archive, repository, ref)
        self.hold(f'{repository} {ref}', wanted, said)
        self.hold(f'{repository} {ref}: exit status', 4 if wanted['refused'] else 0, status)
        tips = git(archive, 'log', '--branches', '--format=%H:registry.xml')
        have = {row.split()[0] for row in git(archive, 'cat-file', '--batch-check', given=tips).decode().splitlines()}
        self.hold(f'{repository} {ref}: documents archived', blobs, have)
        before = self.state(archive)
        again, _ = self.imported(archive, repository, ref)
        self.hold(f'{repository} {ref}: the second time', (0, len(blobs)), (again['archived'], again['there']))
        self.hold(f'{repository} {ref}: the second time', before, self.state(archive))
        packed = self.packed(archive)
        subprocess.run([self.regtrail, '-C', archive, 'gc'], stderr=subprocess.DEVNULL, check=True)
        self.hold(f'{repository} {ref}: gc made it larger', False, self.packed(archive) > packed)
        self.hold(f'{repository} {ref}: after gc', before, self.state(archive))
        git(archive, 'fsck', '--strict', '--no-dangling')
        print(f'{repository} {ref}: {dict(said)}')

    def orders(self, refs):
        states = []
        for order in (refs, refs[::-1]):
            archive = self.archive(f'order-{len(states)}')
            for ref in order:
                self.imported(archive, 'ports.git', ref)
            states.append(self.state(archive))
        trees = [sorted((row.split()[0], row.split()[2]) for rows in state.values() for row in rows.splitlines())
                 for state in states]
        self.hold('two orders of import: the same dates and trees', trees[0], trees[1])

    def alone(self, repository, ref, count):
        """COUNT documents of the branch, spread over it."""
        archive = self.scratch / f'{repository}-{ref}'.replace('~', '-')
        rows = [row.split() for head in sorted(self.state(archive))
                for row in git(archive, 'log', '--format=%H %T', head).decode().splitlines()]
        for commit, tree in rows[::max(1, len(rows) // count)]:
            document = self.scratch / 'document.xml'
            document.write_bytes(git(archive, 'cat-file', 'blob', f'{commit}:registry.xml'))
            other = make_archive(self.regtrail, self.scratch / f'alone-{commit}', document)
            self.hold(f'{commit} alone', tree, git(other, 'log', '--branches', '--format=%T').decode().strip())
            shutil.rmtree(other)

    def killed(self, ref):
        whole, archive = self.scratch / f'ports.git-{ref}'.replace('~', '-'), self.archive('killed')
        running = subprocess.Popen(self.command(archive, 'ports.git', ref), stderr=subprocess.DEVNULL)
        branch = archive / 'refs/heads' / PORTS
        while not branch.exists() and running.poll() is None:
            time.sleep(0.005)
        running.send_signal(signal.SIGKILL)
        status = running.wait()
        self.hold('killed past the first chunk', (True, -signal.SIGKILL), (branch.exists(), status))
        kept = len(git(archive, 'log', '--format=%H', PORTS).split())
        said, _ = self.imported(archive, 'ports.git', ref)
        self.hold('after the kill, there already', kept, said['there'])
        self.hold('after the kill', self.state(whole), self.state(archive))


def main():
    options = argparse.ArgumentParser(usage=__doc__)
    options.add_argument('regtrail', type=os.path.abspath)
    options.add_argument('corpus', type=pathlib.Path)
    options.add_argument('--all', action='store_true')
    asked = options.parse_args()
    if not (asked.corpus / 'ports.git').is_dir():
        print(f'skip: no {asked.corpus}/ports.git')
        return 77
    with tempfile.TemporaryDirectory(prefix='regtrail-git-') as scratch:
        check = Check(asked.regtrail, asked.corpus.resolve(), pathlib.Path(scratch))
        for repository, ref in ALL if asked.all else USUAL:
            check.counts(repository, ref)
            check.alone(repository, ref, 40 if asked.all else 4)
        check.orders(['main', 'flapping-2021', 'malformed-2017'] if asked.all
                     else ['main~260', 'malformed-2017'])
        if asked.all:
            check.killed('main')
    print(f'{check.failures} differences')
    return 1 if check.failures else 0


if __name__ == '__main__':
    sys.exit(main())
