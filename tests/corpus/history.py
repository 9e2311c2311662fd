#!/usr/bin/env python3
"""history.py REGTRAIL CORPUS [--documents N] [--entries N] [--days N]: hold `regtrail log`, `show` and `blame` against
an independent walk over real registries.

Archives the documents of corpus/ports.git (N of main, and those of flapping-2021, of which some share a date), reads
every one with shared/tools/check-diff's reader, and asks:
- forwards: do the changes of `log --all`, applied to the first snapshot, give every later one?
- of N entries at random: are the steps of `log` those in which the walk sees a difference, and the changes just that?
- around every rename and move, by name and by port: does `log` have, beside its own changes, those of the very records
  that the entry was before, and by name those that it became?
- on N days at random, before and after changes and outside the archive: does `show` show what the walk sees,
  since and until the snapshots that it sees?
- is the snapshot that `blame` names for a field the one since which it has its value, with that value before? As far
  back as the entry has its name: beyond, blame follows it, and the walk does not.

Exit status 0 when all hold, 1 if not, 77 (skipped) without the corpus.
"""
import argparse
import collections
import datetime
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

from common import commits_of, document_of, load_check_diff, make_archive, source_documents

RECORD = re.compile(rb'<record\b.*?</record>', re.S)
UPDATED = re.compile(rb'<updated>([^<]+)</updated>')


class Reader:
    """Documents as counts of records; each different record is read once, whatever documents it is in."""

    def __init__(self, check_diff):
        names = load_check_diff(check_diff)
        self.record, self.key = names['record'], names['key']
        self.by_text, self.numbers, self.records = {}, {}, []

    def number(self, record):
        key = self.key(record)
        if key not in self.numbers:
            self.numbers[key] = len(self.records)
            self.records.append(record)
        return self.numbers[key]

    def read(self, path):
        data, found = path.read_bytes(), collections.Counter()
        for text in RECORD.findall(data):
            if text not in self.by_text:
                root = ET.fromstring(b'<r xmlns="http://www.iana.org/assignments">' + text + b'</r>')
                self.by_text[text] = self.number(self.record(root[0]))
            found[self.by_text[text]] += 1
        return UPDATED.search(data)[1].decode().strip(), found


def span(port):
    first, _, last = (port or '').partition('-')
    return (int(first), int(last or first)) if first.isdigit() and (last or first).isdigit() else None


def takes(selector, record):
    head, _, protocol = selector.partition('/')
    if protocol and record['protocol'] and record['protocol'].lower() != protocol.lower():
        return False
    wanted, has = span(head), span(record['port'])
    if not wanted:
        return (record['service'] or '').lower() == head.lower()
    return bool(has) and has[0] <= wanted[1] and wanted[0] <= has[1]


class History:
    def __init__(self, regtrail, archive, reader, paths):
        self.regtrail, self.archive, self.reader = regtrail, archive, reader
        self.commits = commits_of(archive)
        self.dates, self.documents = [], []
        for commit in self.commits:
            date, records = reader.read(paths[document_of(archive, commit)])
            self.dates.append(date)
            self.documents.append(records)
        self.place = {commit: i for i, commit in enumerate(self.commits)}
        self.called = collections.defaultdict(list)
        for number, record in enumerate(reader.records):
            self.called[name_of(record)].append(number)
        self.wrong, self.blamed = [], 0

    def regtrail_json(self, *command, nothing=True):
        done = subprocess.run([self.regtrail, '-C', self.archive, *command], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
        if done.returncode not in ((0, 1) if nothing else (0,)):
            raise RuntimeError(f'{command}: exit status {done.returncode}')
        return done.stdout

    def complain(self, line):
        self.wrong.append(line)

    def count(self, records):
        return collections.Counter(self.reader.number(record) for record in records if record)

    def selected(self, selector):
        """What SELECTOR takes of each document."""
        taken = [n for n, record in enumerate(self.reader.records) if takes(selector, record)]
        return [collections.Counter({n: document[n] for n in taken if document[n]}) for document in self.documents]

    def check_forwards(self):
        now, at = self.documents[0], 0
        changes = collections.defaultdict(list)
        for line in self.regtrail_json('log', '--all', '--reverse', '--stream').splitlines():
            step = json.loads(line)
            if not {'contact', 'registry'} & set(step['change']['kinds']):
                changes[self.place[step['to']['commit']]].append(step['change'])
        for at in range(1, len(self.documents)):
            now = (now + self.count(c['after'] for c in changes[at]))
            now.subtract(self.count(c['before'] for c in changes[at]))
            if +now != self.documents[at] or any(n < 0 for n in now.values()):
                self.complain(f'the changes up to {self.dates[at]} do not give that document')
                now = self.documents[at]
            now = +now

    def check_log(self, selector):
        states = self.selected(selector)
        log = json.loads(self.regtrail_json('log', selector, '--all', '--no-follow', '--json'))
        steps = {self.place[step['to']['commit']]: step for step in log['steps']}
        if [s['to']['commit'] for s in log['steps']] != [self.commits[i] for i in sorted(steps, reverse=True)]:
            self.complain(f'log {selector}: not newest first')
        expected = {i for i in range(1, len(states)) if states[i] != states[i - 1]} | ({0} if states[0] else set())
        if set(steps) != expected:
            self.complain(f'log {selector}: steps {sorted(set(steps) ^ expected)} are only on one side')
            return
        for i, step in steps.items():
            if i == 0:
                if self.count(step['records']) != states[0]:
                    self.complain(f'log {selector}: the archive begins otherwise')
                continue
            before = self.count(c['before'] for c in step['changes'] if c['before'] and takes(selector, c['before']))
            after = self.count(c['after'] for c in step['changes'] if c['after'] and takes(selector, c['after']))
            if states[i - 1] - states[i] != before - after or states[i] - states[i - 1] != after - before:
                self.complain(f'log {selector}: the changes of {self.dates[i]} are others')

    def passages(self):
        """Every change of entries, each as (place, before, after, is it a rename or move, did the entry come or go);
        records as numbers."""
        found = []
        for line in self.regtrail_json('log', '--all', '--reverse', '--stream').splitlines():
            step = json.loads(line)
            change = step['change']
            if not {'contact', 'registry'} & set(change['kinds']):
                before, after = (change[side] and self.reader.number(change[side]) for side in ('before', 'after'))
                passes = {'renamed', 'moved'} & set(change['labels']) and before is not None and after is not None
                ends = bool({'new', 'deassigned'} & set(change['kinds']))
                found.append((self.place[step['to']['commit']], before, after, bool(passes), ends))
        return found

    def chain(self, changes, start, back):
        """The changes that led to START's old record, or BACK being false on from its new one: the next is the one that
        has that very record."""
        found, (at, before, after, *_) = set(), changes[start]
        for i in range(start, -1, -1) if back else range(start, len(changes)):
            change = changes[i]
            if (change[0] < at and change[2] == before) if back else (change[0] > at and change[1] == after):
                found.add(i)
                at, before, after = change[:3]
                if change[4]:
                    break
        return found

    def check_follow(self, selector, changes):
        def taken(number):
            return number is not None and takes(selector, self.reader.records[number])

        expected = {i for i, change in enumerate(changes) if taken(change[1]) or taken(change[2])}
        for i in sorted(expected):
            if changes[i][3] and taken(changes[i][2]) and not taken(changes[i][1]):
                expected |= self.chain(changes, i, True)
            if changes[i][3] and taken(changes[i][1]) and not taken(changes[i][2]) and not selector[0].isdigit():
                expected |= self.chain(changes, i, False)
        wanted = collections.Counter(changes[i][:3] for i in expected)
        is_so = collections.Counter()
        for step in json.loads(self.regtrail_json('log', selector, '--all', '--json'))['steps']:
            for change in step['changes']:
                sides = (change[side] and self.reader.number(change[side]) for side in ('before', 'after'))
                is_so[(self.place[step['to']['commit']], *sides)] += 1
        if is_so != wanted:
            self.complain(f'log {selector}: follows {len((is_so - wanted))} changes too many, '
                          f'{len((wanted - is_so))} too few')

    def check_follows(self):
        changes, checked = self.passages(), 0
        for _, before, after, passes, _ in changes:
            sides = [self.reader.records[number] for number in (before, after)] if passes else []
            for selector in {form for record in sides for form in forms(record)}:
                self.check_follow(selector, changes)
                checked += 1
        return checked

    def check_show(self, selector, day):
        states = self.selected(selector)
        at = max((i for i, date in enumerate(self.dates) if date <= day), default=None)
        done = subprocess.run([self.regtrail, '-C', self.archive, 'show', selector, '--at', day, '--json'],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        expected = 2 if at is None else 0 if states[at] else 1
        if done.returncode != expected:
            self.complain(f'show {selector} --at {day}: exit status {done.returncode}, not {expected}')
            return
        if at is None:
            return
        shown, first, last = json.loads(done.stdout), at, at
        while first and states[first - 1] == states[at]:
            first -= 1
        while last + 1 < len(states) and states[last + 1] == states[at]:
            last += 1
        sides = ('at', 'before', 'since', 'last', 'until')
        is_so = [shown[side] and self.place[shown[side]['commit']] for side in sides]
        wanted = [at, first - 1 if first else None, first, last, last + 1 if last + 1 < len(states) else None]
        if is_so != wanted:
            self.complain(f'show {selector} --at {day}: at, before, since, last, until are {is_so}, not {wanted}')
        if self.count(shown['records']) != states[at]:
            self.complain(f'show {selector} --at {day}: other records')

    def only(self, at, record):
        """The one record of document AT that is called as RECORD is, or None."""
        same = [n for n in self.called[name_of(record)] if self.documents[at][n]]
        return self.reader.records[same[0]] if len(same) == 1 and self.documents[at][same[0]] == 1 else None

    def walk_back(self, record, name):
        """Since which document field NAME of RECORD has its value, what it was before, and whether that is sure: not
        where the entry of that name came into being, which may be a new name for an old one."""
        newest, at = self.only(len(self.documents) - 1, record), len(self.documents) - 1
        while at:
            older = self.only(at - 1, record)
            if not older:
                return at, None, False
            if comparable(older[name]) != comparable(newest[name]):
                return at, older[name], True
            at -= 1
        return 0, None, True

    def check_blame(self, selector):
        blame = json.loads(self.regtrail_json('blame', selector, '--json'))
        if self.count(entry['record'] for entry in blame['entries']) != self.selected(selector)[-1]:
            self.complain(f'blame {selector}: other records')
        for entry in blame['entries']:
            record = entry['record']
            told = {field['field'] for field in entry['fields']}
            self.wrong += [f'blame {selector}: nothing of {name}' for name, value in record.items()
                           if value and name != 'state' and name not in told]
            if not record['service'] or not self.only(len(self.documents) - 1, record):
                continue
            for field in entry['fields']:
                is_so = self.place[field['since']['commit']] if field['since'] else 0
                since, before, sure = self.walk_back(record, field['field'])
                if is_so != since if sure else is_so > since:
                    self.complain(f'blame {selector}: {field["field"]} since {self.dates[since]}, '
                                  f'not {self.dates[is_so]}')
                elif sure and comparable(field['before']) != comparable(before):
                    self.complain(f'blame {selector}: {field["field"]} was {before}, not {field["before"]}')
                self.blamed += sure and since > 0


def name_of(record):
    return tuple((record[part] or '').lower() for part in ('service', 'port', 'protocol'))


def comparable(value):
    """Lists are sets; nothing is nothing, however it is written."""
    return sorted(set(value)) if isinstance(value, list) and value else value or None


def forms(record):
    """Selectors that take RECORD."""
    service, port, protocol = record['service'], record['port'], record['protocol']
    found = [port] if span(port) else []
    found += [service] if service and re.search('[A-Za-z]', service) and '/' not in service else []
    return found + [f'{text}/{protocol}' for text in found if protocol]


def choose(history, chance):
    while True:
        document = history.documents[chance.randrange(len(history.documents))]
        found = forms(history.reader.records[chance.choice(list(document))])
        if found:
            return chance.choice(found)


def choose_changed(history, chance):
    """A selector of something that changed, and the days around that."""
    while True:
        at = chance.randrange(1, len(history.documents))
        changed = list((history.documents[at] - history.documents[at - 1]) +
                       (history.documents[at - 1] - history.documents[at]))
        found = forms(history.reader.records[chance.choice(changed)]) if changed else []
        if found:
            day = datetime.date.fromisoformat(history.dates[at])
            return chance.choice(found), [str(day), str(day - datetime.timedelta(1)), str(day + datetime.timedelta(1))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('regtrail')
    parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--documents', type=int, default=10 ** 9)
    parser.add_argument('--entries', type=int, default=300)
    parser.add_argument('--days', type=int, default=100)
    options = parser.parse_args()
    source, check_diff = options.corpus / 'ports.git', options.corpus.parent / 'tools' / 'check-diff'
    if not source.exists() or not check_diff.exists():
        print(f'skipped: no {source} or no {check_diff}')
        return 77
    chance = random.Random(7605)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'documents').mkdir()
        paths = {**source_documents(source, folder / 'documents', options.documents, 'flapping-2021'),
                 **source_documents(source, folder / 'documents', options.documents)}
        archive = make_archive(options.regtrail, folder / 'archive.git', folder / 'documents')
        history = History(options.regtrail, archive, Reader(check_diff), paths)
        history.check_forwards()
        followed = history.check_follows()
        for i in range(options.entries):
            selector = choose(history, chance) if i % 2 else choose_changed(history, chance)[0]
            history.check_log(selector)
            history.check_blame(selector)
        days = [(choose(history, chance), '1999-12-31'), (choose(history, chance), '2100-01-01'),
                ('2/tcp', '2017-04-01')]
        for _ in range(options.days // 3):
            selector, around = choose_changed(history, chance)
            days += [(selector, day) for day in around]
        days += [(choose(history, chance), day) for day, n in collections.Counter(history.dates).items() if n > 1][:20]
        for selector, day in days:
            history.check_show(selector, day)
    print('\n'.join(history.wrong[:40]) if history.wrong else
          f'ok: {len(history.documents)} documents, {options.entries} entries, {followed} followed, {len(days)} days, '
          f'{history.blamed} fields blamed on a snapshot')
    return 1 if history.wrong else 0


if __name__ == '__main__':
    sys.exit(main())
