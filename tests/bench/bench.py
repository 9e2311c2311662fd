#!/usr/bin/env python3
"""bench.py REGTRAIL CORPUS [--runs N]: whole-process medians beside what everybody has, measured in one run.

Each row runs its commands in turn (A B C, A B C, ...), so that a machine that slows down slows all of them; the ratio is that
of the medians. Prints a table; the aims are those of the project and decide nothing here.
"""
import argparse
import gzip
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import synthetic

OLD, NEW = 'service-names-port-numbers-2020-07-31.xml', 'service-names-port-numbers-2025-09-22.xml'


def once(command):
    """Run COMMAND to its end: seconds, peak memory in MiB (0 if it needed less than this script, which it was forked from)."""
    begin = time.perf_counter()
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise RuntimeError(f'{command}: exit status {child.returncode}')
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, usage.ru_maxrss / 1024 if usage.ru_maxrss > own else 0


def compare(title, aim, commands, runs):
    """One row: COMMANDS is a list of (name, command); the first is ours, the others are held beside it."""
    times, peaks = {name: [] for name, _ in commands}, {}
    for turn in range(runs + 1):
        for name, command in commands:
            seconds, peak = once(command)
            if turn:  # the first turn warms the caches
                times[name].append(seconds * 1000)
            peaks[name] = max(peak, peaks.get(name, 0))
    ours = commands[0][0]
    median = {name: statistics.median(values) for name, values in times.items()}
    print(f'\n{title}' + (f'  (aim: {aim})' if aim else ''))
    for name, _ in commands:
        ratio = '' if name == ours else f'{median[ours] / median[name]:8.2f} x'
        spread = f'{min(times[name]):.1f}-{max(times[name]):.1f}'
        peak = f'{peaks[name]:6.1f} MiB' if peaks[name] else ''
        print(f'  {name:<44}{median[name]:9.1f} ms{ratio:>12}   {spread:>16} ms  {peak}'.rstrip())


def distinct_documents(repository, folder):
    def git(*command):
        return subprocess.run(['git', '-c', 'safe.directory=*', '-C', str(repository), *command], check=True,
                              stdout=subprocess.PIPE).stdout
    seen = set()
    for commit in git('rev-list', '--reverse', 'main').decode().split():
        blob = git('rev-parse', f'{commit}:service-names-port-numbers.xml').decode().strip()
        if blob not in seen:
            seen.add(blob)
            (folder / f'{len(seen):03}.xml').write_bytes(git('cat-file', 'blob', blob))
    return len(seen)


QUESTIONS = (['log', '443/tcp'], ['log', 'https'], ['log', '--stat'], ['show', '443/tcp'], ['blame', '443/tcp'])


def history(regtrail, archive, mirror, search, runs):
    """What happened to a port, beside plain git; then the other questions."""
    lines = '/<name>rndc<\\/name>/,+8:service-names-port-numbers.xml'
    compare('History of a port, whole process', '15 ms, 100 times faster than git log -S',
            [('regtrail log 953/tcp', [regtrail, '-C', archive, 'log', '953/tcp']),
             ('git log -p -- entries/ports/009xx/953', ['git', '-C', archive, 'log', '-p', '--',
                                                        'entries/ports/009xx/953']),
             ('git log -S<name>rndc</name> (raw mirror)', search)], max(3, runs // 5))
    compare('The same by git log -L, once: it takes long', '',
            [('regtrail log 953/tcp', [regtrail, '-C', archive, 'log', '953/tcp']),
             ('git log -L (raw mirror)', [*mirror, 'log', '-L', lines, 'main'])], 1)
    for command in QUESTIONS:
        compare(' '.join(command), '15 ms',
                [('regtrail ' + ' '.join(command), [regtrail, '-C', archive, *command])], runs)


def imported(regtrail, archive, what, count, aim):
    """Time an import of COUNT documents into a new archive."""
    once([regtrail, '-C', archive, 'init'])
    begin = time.perf_counter()
    _, peak = once([regtrail, '-C', archive, 'import', *what])
    each = (time.perf_counter() - begin) * 1000 / count
    print(f'import {what[0] if len(what) > 1 else "DIR"} of {count} documents: {each:.1f} ms each, '
          f'peak {peak:.1f} MiB  (aim: {aim})')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('regtrail')
    parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--runs', type=int, default=15)
    parser.add_argument('--snapshots', type=int, default=10000, help='of the synthetic archive')
    options = parser.parse_args()
    if not (options.corpus / 'ports.git').exists():
        print(f'skipped: no corpus at {options.corpus}')
        return 77
    regtrail, runs = options.regtrail, options.runs
    mirror = ['git', '-c', 'safe.directory=*', '-C', options.corpus / 'ports.git']
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for document in (OLD, NEW):
            (folder / document).write_bytes(gzip.open(options.corpus / 'xml' / f'{document}.gz').read())
        (folder / 'documents').mkdir()
        count = distinct_documents(options.corpus / 'ports.git', folder / 'documents')
        archive = folder / 'archive.git'
        imported(regtrail, archive, [folder / 'documents'], count, '60 ms, 64 MiB')
        imported(regtrail, folder / 'from-git.git', ['--git', options.corpus / 'ports.git', '--ref', 'main'], count,
                 '40 ms, 64 MiB')
        pair = [folder / OLD, folder / NEW]
        compare('Two documents, no archive', '1.3 x xmllint, 64 MiB',
                [('regtrail diff OLD NEW', [regtrail, 'diff', *pair]),
                 ('xmllint --stream --noout OLD NEW', ['xmllint', '--stream', '--noout', *pair]),
                 ('diff -u OLD NEW', ['diff', '-u', *pair])], runs)
        in_archive = [regtrail, '-C', archive, 'diff']
        search = [*mirror, 'log', '--oneline', '-S<name>rndc</name>', 'main']
        compare('Two snapshots of an archive, whole process', '10 ms',
                [('regtrail diff (previous latest)', [*in_archive]),
                 ('regtrail diff first latest', [*in_archive, 'first', 'latest']),
                 ('regtrail diff -f json first latest', [*in_archive, '-f', 'json', 'first', 'latest']),
                 ('git log -1 -p -- entries (the same archive)',
                  ['git', '-C', archive, 'log', '-1', '-p', '--', 'entries']),
                 ('git diff main~200 main (raw mirror)', [*mirror, 'diff', 'main~200', 'main'])], runs)
        history(regtrail, archive, mirror, search, runs)
        many = folder / 'many.git'
        synthetic.write(regtrail, many, options.snapshots)
        for command in QUESTIONS:
            compare(f'{" ".join(command)}, {options.snapshots} snapshots', '50 ms',
                    [('regtrail ' + ' '.join(command), [regtrail, '-C', many, *command])], runs)
    return 0


if __name__ == '__main__':
    sys.exit(main())
