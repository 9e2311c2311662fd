#!/usr/bin/env python3
"""synthetic.py REGTRAIL ARCHIVE [--snapshots N] [--records N]: make an archive of many small snapshots.

One document a day from 1999 on, each of some hundred invented records that differ from the day before in three: one
comes, one goes, one says something else. The same numbers give the same documents.
"""
import argparse
import datetime
import pathlib
import random
import subprocess
import sys
import tempfile

BATCH = 500  # documents on disk at a time
HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="service-names-port-numbers">
<title>Service Name and Transport Protocol Port Number Registry</title>
<updated>{date}</updated>
"""
RECORD = """<record date="{registered}"><name>{name}</name><protocol>{protocol}</protocol>
<xref type="person" data="Some_One"/><description>{description}</description><number>{port}</number></record>
"""


def entry(port, date, chance):
    return {'name': f'service-{port}', 'port': port, 'protocol': chance.choice(['tcp', 'udp']), 'registered': date,
            'description': f'Thing number {chance.randrange(1000)}'}


def days(count, records):
    """The documents of COUNT days, as (date, text)."""
    chance, first = random.Random(6335), datetime.date(1999, 1, 1)
    entries = {port: entry(port, first, chance) for port in chance.sample(range(1024, 49152), records)}
    entries[443] = {'name': 'https', 'port': 443, 'protocol': 'tcp', 'registered': first,
                    'description': 'http over TLS'}
    for day in range(count):
        date = first + datetime.timedelta(day)
        ports = sorted(entries)
        if day:
            del entries[chance.choice([port for port in ports if port != 443])]
            came = chance.randrange(1024, 49152)
            entries[came] = entry(came, date, chance)
            entries[chance.choice(sorted(entries))]['description'] = f'Thing number {chance.randrange(1000)}'
            if day % (count // 8 + 1) == 0:
                entries[443]['description'] = f'http over TLS, edition {day}'
        body = ''.join(RECORD.format(**entries[port]) for port in sorted(entries))
        yield date, HEAD.format(date=date) + body + '</registry>\n'


def write(regtrail, archive, snapshots=10000, records=200):
    def run(*command):
        subprocess.run([str(regtrail), '-C', str(archive), *map(str, command)], check=True, stderr=subprocess.DEVNULL)
    run('init')
    with tempfile.TemporaryDirectory() as name:
        batch = []
        for date, text in days(snapshots, records):
            batch.append(pathlib.Path(name) / f'{date}.xml')
            batch[-1].write_text(text)
            if len(batch) == BATCH:
                run('import', name)
                while batch:
                    batch.pop().unlink()
        if batch:
            run('import', name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('regtrail')
    parser.add_argument('archive', type=pathlib.Path)
    parser.add_argument('--snapshots', type=int, default=10000)
    parser.add_argument('--records', type=int, default=200)
    options = parser.parse_args()
    write(options.regtrail, options.archive, options.snapshots, options.records)
    return 0


if __name__ == '__main__':
    sys.exit(main())
