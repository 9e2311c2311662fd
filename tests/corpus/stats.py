#!/usr/bin/env python3
"""stats.py REGTRAIL CORPUS: hold `regtrail stats` against a count that shares nothing with it but the documents.

Exit status 0 when all numbers agree, 1 if not, 77 (skipped) without the corpus.
"""
import collections
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from common import make_archive

NS = '{http://www.iana.org/assignments}'
POOL = re.compile(r'\s*\(?(unassigned|reserved|removed|de-?registered|deprecated|de-?comm?iss?ioned)\b', re.I)
RANGES = {'system': (0, 1023), 'user': (1024, 49151), 'dynamic': (49152, 65535)}
TRANSPORTS = ('tcp', 'udp', 'sctp', 'dccp')


def text(record, name):
    element = record.find(NS + name)
    return ''.join(element.itertext()).strip() if element is not None else ''


def state(record):
    if text(record, 'name') or not POOL.match(text(record, 'description')):
        return 'assigned'
    return 'unassigned' if 'unassigned' in text(record, 'description').lower() else 'reserved'


def numbers(record):
    first, _, last = text(record, 'number').partition('-')
    return range(int(first), int(last or first) + 1) if first.isdigit() else ()


def count(document):
    order = ('unassigned', 'reserved', 'assigned')
    best = {transport: [0] * 65536 for transport in (*TRANSPORTS, 'any')}
    ports, unauthorized, years = collections.defaultdict(bool), 0, collections.Counter()
    for record in document.iter(NS + 'record'):
        rank, protocol = order.index(state(record)), text(record, 'protocol').lower()
        unauthorized += bool(text(record, 'unauthorized'))
        if rank == 2 and re.match(r'\d{4}-', record.get('date', '')):
            years[int(record.get('date')[:4])] += 1
        if rank == 2 and text(record, 'name'):
            ports[text(record, 'name').lower()] |= bool(numbers(record))
        for transport in (*((protocol,) if protocol in TRANSPORTS else () if protocol else TRANSPORTS), 'any'):
            for number in numbers(record):
                best[transport][number] = max(best[transport][number], rank)
    counted = {'services': len(ports), 'services_without_port': list(ports.values()).count(False),
               'unauthorized': unauthorized, 'years': dict(years), 'ports': {}}
    for name, (first, last) in RANGES.items():
        row = counted['ports'][name] = {'first': first, 'last': last}
        for transport, ranks in best.items():
            row[transport] = {word: ranks[first:last + 1].count(rank) for rank, word in enumerate(order)}
    return counted


def check_series(regtrail, documents):
    """What `--each` says came and went from row to row is what the numbers of entries, counted here, differ by."""
    failures, entries = 0, {}
    for path in documents:
        document = ElementTree.fromstring(gzip.open(path).read())
        entries[text(document, 'updated')] = sum(state(record) == 'assigned' for record in document.iter(NS + 'record'))
    with tempfile.TemporaryDirectory() as folder:
        archive = make_archive(regtrail, pathlib.Path(folder) / 'archive.git', *documents)
        for each in ('year', 'month'):
            rows = json.loads(subprocess.run([regtrail, '-C', archive, 'stats', '--json', '--each', each],
                                             stdout=subprocess.PIPE, check=True).stdout)['snapshots']
            for old, row in zip(rows, rows[1:]):
                net, wanted = row['net'], entries[row['date']] - entries[old['date']]
                if (net['since'], net['new'] - net['deassigned']) != (old['date'], wanted):
                    failures += 1
                    print(f'FAIL {each} {row["date"]}: {wanted} more entries than on {old["date"]}, not {net}')
    return failures


def main():
    regtrail, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    documents = sorted((corpus / 'xml').glob('service-names-port-numbers-*.xml.gz'))
    if not documents:
        print(f'skip: no documents in {corpus}/xml')
        return 77
    failures = 0
    for path in documents:
        output = subprocess.run([regtrail, 'stats', '--json', str(path)], stdout=subprocess.PIPE, check=True).stdout
        got = json.loads(output)['snapshots'][0]
        got['years'] = {row['year']: row['registered'] for row in got['years'] if row['registered']}
        for key, wanted in count(ElementTree.fromstring(gzip.open(path).read())).items():
            if got[key] != wanted:
                failures += 1
                print(f'FAIL {path.name}: {key}: wanted {wanted}, got {got[key]}')
    failures += check_series(regtrail, documents)
    print(f'{len(documents)} documents, {failures} differences')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
