#!/usr/bin/env python3
"""years.py REGTRAIL CORPUS [--nights N] [--runs N]: ten years of nightly fetches, and what they cost.

The 269 distinct documents of branch main of corpus/ports.git, spread evenly over 3,650 nights; a server on loopback
with validators answers 304 on all others. Prints sizes and times; of times, medians of RUNS whole processes that ran in
turn. What is held: each night ends well and says nothing when nothing is new, each document is there once, each look is
recorded, `git fsck --strict` and `status --max-age` agree, and what lies loose is bounded.

Exit status 0 when all hold, 1 if not, 77 (skipped) without the corpus.
"""
import argparse
import datetime
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import mirror  # which adds the place of the next
from common import PORTS, git, run

BEGIN = datetime.datetime(2022, 1, 1, 5, 17, tzinfo=datetime.timezone.utc)  # after the newest of the documents
YOUNG = 40  # nights, when a copy is put aside to compare the last nights with
MOST_LOOSE = 3000  # git packs when there are some 6,700
MOST_PACKS = 50    # and joins packs when there are more than these

wrong = []


def check(holds, what):
    if not holds:
        wrong.append(what)


def night_time(number):
    return BEGIN + datetime.timedelta(days=number)


def timed(command, now=BEGIN):
    """Run COMMAND to its end: milliseconds, status, what it printed."""
    words, surroundings = [str(word) for word in command], mirror.environment(now)
    begin = time.perf_counter()
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=surroundings)
    return (time.perf_counter() - begin) * 1000, done.returncode, done.stdout


def size(archive):
    return sum(path.stat().st_size for path in archive.rglob('*') if path.is_file())


def on_disk(archive):
    return int(run('du', '-sk', archive).split()[0]) * 1024


def counted(archive):
    lines = git(archive, 'count-objects', '-v').decode().splitlines()
    return {name: int(value) for name, value in (line.split(': ') for line in lines) if value.isdigit()}


# ---- the nights ----

def nights_of(documents, count):
    """The document of each night: each at the night that is its share of them."""
    return [documents[number * len(documents) // count] for number in range(count)]


def spend(regtrail, archive, server, nights, young):
    """All nights; milliseconds of those when something was new, and of the others."""
    new, quiet, most_loose = [], [], 0
    for number, document in enumerate(nights):
        server.serve(document)
        took, status, said = timed([regtrail, '-C', archive, 'fetch', '--url', server.url], night_time(number))
        is_new = number == 0 or document is not nights[number - 1]
        (new if is_new else quiet).append(took)
        check(status == 0 and bool(said) == is_new, f'night {number}: exit status {status}, {said}')
        if number == YOUNG:
            shutil.copytree(archive, young)
        if number % 50 == 49:
            most_loose = max(most_loose, counted(archive)['count'])
    return new, quiet, most_loose


def check_archive(regtrail, archive, documents, nights):
    blobs = git(archive, 'log', '--reverse', '--format=', '--raw', '--no-abbrev', PORTS, '--', 'registry.xml').decode()
    check([line.split()[3] for line in blobs.splitlines()] == [document.blob for document in documents],
          'the branch holds other documents, or in another order')
    looks = sum(len(git(archive, 'show', f'refs/looks/all:{name}').splitlines())
                for name in git(archive, 'ls-tree', '--name-only', 'refs/looks/all').decode().split())
    check(looks == len(nights), f'{looks} looks in {len(nights)} nights')
    _, status, said = timed(['git', '-C', archive, 'fsck', '--strict'])
    check(status == 0, f'git fsck --strict: {said}')
    for hours, wanted in ((36, 0), (2, 1)):
        _, status, said = timed([regtrail, '-C', archive, 'status', f'--max-age={hours}h'],
                                night_time(len(nights) - 1) + datetime.timedelta(hours=20))
        check(status == wanted, f'status --max-age={hours}h: exit status {status}: {said}')


# ---- figures ----

def plain_request(server, document):
    """Milliseconds of the request alone, by a socket."""
    server.serve(document)
    begin = time.perf_counter()
    with socket.create_connection(server.address) as line:
        line.sendall(f'GET /{PORTS}.xml HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: "{document.blob}"\r\n'
                     'Connection: close\r\n\r\n'.encode())
        answer = line.recv(4096)
    took = (time.perf_counter() - begin) * 1000
    check(answer.startswith(b'HTTP/1.1 304'), f'the server: {answer[:60]}')
    return took


def in_turn(rows, runs):
    """Medians of ROWS, name -> function that returns milliseconds; the first turn warms the caches."""
    times = {name: [] for name in rows}
    for turn in range(runs + 1):
        for name, measure in rows.items():
            took = measure(turn)
            if turn:
                times[name].append(took)
    for name, values in times.items():
        print(f'  {name:<52}{statistics.median(values):8.1f} ms   {min(values):.1f}-{max(values):.1f}')
    return {name: statistics.median(values) for name, values in times.items()}


def command_row(command, now=BEGIN):
    def measure(_):
        took, status, said = timed(command, now)
        check(status == 0, f'{command}: exit status {status}: {said}')
        return took
    return measure


def quiet_night(regtrail, archive, source, document, first):
    def measure(turn):
        source.serve(document)
        took, status, said = timed([regtrail, '-C', archive, 'fetch', '--url', source.url], night_time(first + turn))
        check(status == 0 and not said, f'a quiet night: exit status {status}, {said}')
        return took
    return measure


def measure_nights(regtrail, archive, young, server, nights, runs):
    """Quiet nights at the old and the young archive, in turn with the request alone and what others need for it."""
    last, early = nights[-1], nights[YOUNG]
    curl = ['curl', '-sSf', '-o', '/dev/null', '-H', f'If-None-Match: "{last.blob}"', server.url]
    print('\nA quiet night')
    with tempfile.TemporaryDirectory() as name, mirror.File(pathlib.Path(name)) as file:
        took = in_turn({
            'fetch, 304, the last nights': quiet_night(regtrail, archive, server, last, len(nights)),
            f'fetch, 304, the nights after the first {YOUNG}': quiet_night(regtrail, young, server, early, YOUNG + 1),
            'the request alone': lambda _: plain_request(server, last),
            'curl, the same request': command_row(curl),
            'fetch from a file, same bytes': quiet_night(regtrail, archive, file, last, len(nights) + runs + 1),
            'regtrail snapshots (opens the archive)': command_row([regtrail, '-C', young, 'snapshots']),
            'regtrail --version': command_row([regtrail, '--version']),
        }, runs)
    night, _, request, *_ = took.values()
    print(f'  besides the network, the last nights: {night - request:.1f} ms  (aim: 10 ms)')


def measure_reading(regtrail, archive, nights, runs):
    now = night_time(len(nights) + 2 * runs)
    print('\nReading at the end')
    in_turn({
        'regtrail status': command_row([regtrail, '-C', archive, 'status'], now),
        'regtrail snapshots': command_row([regtrail, '-C', archive, 'snapshots'], now),
        'regtrail diff': lambda _: timed([regtrail, '-C', archive, 'diff'], now)[0],
        f'git log --oneline {PORTS}': command_row(['git', '-C', archive, 'log', '--oneline', PORTS]),
        'git log --oneline refs/looks/all': command_row(['git', '-C', archive, 'log', '--oneline', 'refs/looks/all']),
    }, runs)
    in_turn({'git fsck --strict': command_row(['git', '-C', archive, 'fsck', '--strict'])}, 1)


def measure_size(archive, folder, nights):
    there = counted(archive)
    print(f'\nSize: {size(archive) / 1e6:.2f} MB, {on_disk(archive) / 1e6:.2f} MB on disk, '
          f'{there["count"]} loose objects, {there["packs"]} packs with {there["in-pack"]} objects')
    check(there['count'] <= MOST_LOOSE, f'{there["count"]} loose objects')
    check(there['packs'] <= MOST_PACKS, f'{there["packs"]} packs')
    packed = {}
    for name, without in (('all', ''), ('without the looks', 'refs/looks/all')):
        copy = folder / 'copy.git'
        run('git', 'clone', '--quiet', '--mirror', '--no-local', archive, copy)
        if without:
            git(copy, 'update-ref', '-d', without)
        git(copy, 'gc', '--quiet', '--prune=now')
        packed[name] = size(copy / 'objects')
        shutil.rmtree(copy)
        print(f'  a clone after git gc, {name}: {packed[name] / 1e6:.2f} MB')
    looks = packed['all'] - packed['without the looks']
    print(f'  so the looks are {looks / 1e6:.2f} MB: {looks / len(nights):.0f} bytes a night')


def ten_years(regtrail, folder, documents, nights, runs):
    archive, young = folder / 'archive.git', folder / 'young.git'
    timed([regtrail, '-C', archive, 'init'])
    with mirror.Server(folder, documents) as server:
        new, quiet, most_loose = spend(regtrail, archive, server, nights, young)
        check_archive(regtrail, archive, documents, nights)
        print(f'{len(nights)} nights, {len(new)} with a new document: median {statistics.median(new):.0f} ms, '
              f'most {max(new):.0f} ms')
        print(f'quiet nights: median {statistics.median(quiet):.1f} ms, the first 20 '
              f'{statistics.median(quiet[:20]):.1f} ms, the last 20 {statistics.median(quiet[-20:]):.1f} ms, '
              f'one in a hundred took more than '
              f'{sorted(quiet)[len(quiet) * 99 // 100]:.1f} ms, most {max(quiet):.0f} ms')
        print(f'most loose objects seen: {most_loose}')
        check(most_loose <= MOST_LOOSE, f'{most_loose} loose objects')
        measure_size(archive, folder, nights)
        measure_nights(regtrail, archive, young, server, nights, runs)
    measure_reading(regtrail, archive, nights, runs)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('regtrail', type=pathlib.Path)
    parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--nights', type=int, default=3650)
    parser.add_argument('--runs', type=int, default=20)
    options = parser.parse_args()
    if not (options.corpus / 'ports.git').exists():
        print(f'skip: no {options.corpus}/ports.git')
        return 77
    series = mirror.history(options.corpus / 'ports.git', 'main')
    documents = [document for document, outcome in zip(series, mirror.expected(series)) if outcome == 'new']
    documents = documents[:max(1, len(documents) * options.nights // 3650)]
    nights = nights_of(documents, options.nights)
    with tempfile.TemporaryDirectory() as name:
        ten_years(options.regtrail.resolve(), pathlib.Path(name), documents, nights, options.runs)
    print('\n'.join(['', *wrong[:40]]) if wrong else '\nok')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
