#!/usr/bin/env python3
"""branches.py REGTRAIL CORPUS [--nights N]: replay two branches of corpus/ports.git as nightly fetches.

`flapping-2021`: a mirror that swung between a fresh and a stale copy. `malformed-2017`: one document is not
well-formed. Each commit is a night of its own, served over HTTP with validators; with all nights also as a file. What
should come of each night is found with git and python3 alone (mirror.py), and held against

- the exit status of each night, and what `fetch --report=json` prints: the changes that `regtrail diff` of the two
  documents has, on the nights when something is new, and nothing on all others;
- the branch: each distinct good document once, in the order in which they came; `git fsck --strict`;
- the looks: one a night, with the outcome that it should have;
- quarantine: what was refused, byte for byte, and nothing else;
- what was told: the same trouble not twice within a week, unless it came back for 18 hours, and its end once.

Exit status 0 when all hold, 1 if not, 77 (skipped) without the corpus.
"""
import argparse
import collections
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import mirror  # which adds the place of the next
from common import PORTS, commits_of, document_of, git

BEGIN = datetime.datetime(2021, 11, 1, 5, 17, tzinfo=datetime.timezone.utc)
WEEK = datetime.timedelta(days=7)
RELAPSE = datetime.timedelta(hours=18)
STATUS = {'new': 0, 'same': 0, 'stale': 4, 'refused': 4}

Night = collections.namedtuple('Night', 'time document outcome status report told')
Look = collections.namedtuple('Look', 'outcome told reason')


class Replay:
    def __init__(self, regtrail, folder, nights):
        self.regtrail, self.folder, self.documents = regtrail, folder, nights
        self.archive = folder / 'archive.git'
        self.wrong = []
        self.nights = []

    def check(self, holds, what):
        if not holds:
            self.wrong.append(what)

    def command(self, *words, now=BEGIN):
        return subprocess.run([self.regtrail, '-C', str(self.archive), *map(str, words)], capture_output=True,
                              text=True, env=mirror.environment(now))

    def run(self, source):
        self.command('init')
        with source:
            for number, (document, outcome) in enumerate(zip(self.documents, mirror.expected(self.documents))):
                time = BEGIN + datetime.timedelta(days=number)
                source.serve(document)
                done = self.command('fetch', '--url', source.url, '--report=json', now=time)
                self.nights.append(Night(time, document, outcome, done.returncode, done.stdout, done.stderr))

    # ---- what should hold ----

    def check_nights(self):
        for night in self.nights:
            self.check(night.status == STATUS[night.outcome],
                       f'{night.time:%F}: {night.outcome}, but exit status {night.status}: {night.told.strip()}')

    def diff(self, old, new):
        paths = []
        for name, document in (('old.xml', old), ('new.xml', new)):
            paths.append(self.folder / name)
            paths[-1].write_bytes(document.data())
        return json.loads(self.command('diff', '--json', *paths).stdout)

    def check_reports(self):
        """Nothing but what each new document changed against the one before; the number of those changes."""
        before, changes = None, 0
        for night in self.nights:
            wanted = None
            if night.outcome == 'new' and before:
                wanted = self.diff(before, night.document)
                changes += len(wanted['changes'])
            got = json.loads(night.report) if night.report else None
            if not wanted or not wanted['changes']:
                self.check(got is None, f'{night.time:%F}: {night.outcome}, and yet a report')
            else:
                self.check(got and all(got[part] == wanted[part] for part in ('summary', 'changes')),
                           f'{night.time:%F}: not the report that `diff` of the documents gives')
            before = night.document if night.outcome == 'new' else before
        return changes

    def check_branch(self):
        blobs = [document_of(self.archive, commit) for commit in commits_of(self.archive)]
        wanted = [night.document for night in self.nights if night.outcome == 'new']
        self.check(blobs == [document.blob for document in wanted],
                   'the branch holds other documents, or in another order')
        dates = git(self.archive, 'log', '--reverse', '--format=%as', PORTS).decode().split()
        self.check(dates == sorted(document.updated for document in wanted), 'registry dates of the branch')
        fsck = subprocess.run(['git', '-C', self.archive, 'fsck', '--strict'], capture_output=True, text=True)
        self.check(not fsck.returncode, f'git fsck --strict: {fsck.stderr}')

    def looks(self):
        found = {}
        for name in git(self.archive, 'ls-tree', '--name-only', 'refs/looks/all').decode().split():
            for line in git(self.archive, 'show', f'refs/looks/all:{name}').decode().splitlines():
                time, outcome, registry, *more = line.split('\t')
                self.check(registry == PORTS and time not in found, f'look: {line}')
                found[time] = Look(outcome, more[:1] == ['told'], more[1] if more[1:] else '')
        return found

    def check_looks(self):
        looks = self.looks()
        self.check(len(looks) == len(self.nights), f'{len(looks)} looks in {len(self.nights)} nights')
        for night in self.nights:
            look = looks.get(night.time.strftime('%Y-%m-%dT%H:%M:%SZ'), Look('none', False, ''))
            outcome = look.outcome.replace('unchanged', 'same')
            self.check(outcome == night.outcome, f'{night.time:%F}: {night.outcome}, but the look says {look.outcome}')
            yield night, look

    def check_quarantine(self):
        refs = git(self.archive, 'for-each-ref', '--format=%(refname)', 'refs/quarantine').decode().split()
        kept = sorted(git(self.archive, 'rev-parse', f'{ref}:document').decode().strip() for ref in refs)
        refused = sorted({night.document.blob for night in self.nights if night.outcome == 'refused'})
        self.check(kept == refused, f'quarantine holds {kept}, not {refused}')
        listed = self.command('snapshots', '--quarantine').stdout
        for ref in refs:
            self.check(ref.rsplit('/', 1)[1] in listed, f'`snapshots --quarantine` does not list {ref}')
        return len(kept)

    def check_told(self):
        """The rules of silence, from the looks and their reasons alone. How many errors and recoveries were told."""
        last, troubled, errors, recoveries, began, recovered = {}, False, 0, 0, None, BEGIN - WEEK
        for night, look in self.check_looks():
            bad = night.outcome in ('stale', 'refused')
            began = began or night.time if bad else None
            reason = (look.outcome, look.reason if night.outcome == 'stale' else re.sub('[0-9]+', '0', look.reason))
            before = last.get(reason, night.time - WEEK)
            wanted = troubled
            if bad:
                wanted = night.time - before >= WEEK or before < recovered and night.time - began >= RELAPSE
            lines = [line for line in night.told.splitlines() if ': archived ' not in line]
            self.check(look.told == wanted and bool(lines) == wanted,
                       f'{night.time:%F}: {night.outcome}, {"nothing told" if wanted else "told"}: {lines}')
            if wanted:
                troubled = bad
                last.update({reason: night.time} if bad else {})
                recovered = recovered if bad else night.time
                errors, recoveries = errors + bad, recoveries + (not bad)
        return errors, recoveries


def replay(regtrail, branch, nights, scheme):
    """One branch: a line that says what came of it, and what is wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder, title = pathlib.Path(name), f'{branch} by {scheme}'
        it = Replay(regtrail, folder, nights)
        it.run(mirror.Server(folder, nights) if scheme == 'http' else mirror.File(folder))
        it.check_nights()
        changes = it.check_reports()
        it.check_branch()
        kept = it.check_quarantine()
        errors, recoveries = it.check_told()
        count = collections.Counter(night.outcome for night in it.nights)
        print(f'{title}: {len(it.nights)} nights: ' + ', '.join(f'{count[o]} {o}' for o in STATUS if count[o]) +
              f'; {changes} changes reported, {kept} in quarantine, told {errors} errors and {recoveries} recoveries')
        return [f'{title}: {line}' for line in it.wrong]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('regtrail')
    parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--nights', type=int, help='only the first N of each branch, and not also from a file')
    options = parser.parse_args()
    if not (options.corpus / 'ports.git').exists():
        print(f'skip: no {options.corpus}/ports.git')
        return 77
    sources = ['http'] if options.nights else ['http', 'file']
    wrong = []
    for branch in ('flapping-2021', 'malformed-2017'):
        nights = mirror.history(options.corpus / 'ports.git', branch)[:options.nights]
        for scheme in sources:
            wrong += replay(str(pathlib.Path(options.regtrail).resolve()), branch, nights, scheme)
    print('\n'.join(wrong[:40]) if wrong else 'ok')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
