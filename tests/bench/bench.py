#!/usr/bin/env python3
"""bench.py REGTRAIL CORPUS [--runs N]: whole-process medians beside what everybody has, measured in one run.

Each row runs its commands in turn (A B C, A B C, ...), so that a machine that slows down slows all of them; the ratio
is that of the medians. Where others are at work as well, processor time says more than time. Prints a table; the aims
are those of the project and decide nothing here.
"""
import argparse
import gzip
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import synthetic

PORTS = 'service-names-port-numbers'
OLD, NEW = 'service-names-port-numbers-2020-07-31.xml', 'service-names-port-numbers-2025-09-22.xml'


def once(command):
    """Run COMMAND to its end: seconds, of these on a processor, and peak memory in MiB (0 if it needed less than this
    script, which it was forked from)."""
    begin = time.perf_counter()
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise RuntimeError(f'{command}: exit status {child.returncode}')
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024 if usage.ru_maxrss > own else 0


def compare(title, aim, commands, runs):
    """One row: COMMANDS is a list of (name, command); the first is ours, the others are held beside it."""
    times, worked, peaks = {name: [] for name, _ in commands}, {name: [] for name, _ in commands}, {}
    for turn in range(runs + 1):
        for name, command in commands:
            seconds, processor, peak = once(command)
            if turn:  # the first turn warms the caches
                times[name].append(seconds * 1000)
                worked[name].append(processor * 1000)
            peaks[name] = max(peak, peaks.get(name, 0))
    ours = commands[0][0]
    median = {name: statistics.median(values) for name, values in times.items()}
    print(f'\n{title}' + (f'  (aim: {aim})' if aim else ''))
    for name, _ in commands:
        ratio = '' if name == ours else f'{median[ours] / median[name]:8.2f} x'
        spread = f'{min(times[name]):.1f}-{max(times[name]):.1f}'
        peak = f'{peaks[name]:6.1f} MiB' if peaks[name] else ''
        processor = f'{statistics.median(worked[name]):.1f} ms processor'
        print(f'  {name:<44}{median[name]:9.1f} ms{ratio:>12}   {spread:>16} ms {processor:>20}  {peak}'.rstrip(), flush=True)


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


def history(regtrail, archive, port, raw, aim, runs):
    """What happened to PORT, beside plain git: on the archive and, by the commands of RAW, on the documents; then the
    other questions."""
    path = f'entries/ports/{int(port) // 100:03}xx/{port}'
    ours = (f'regtrail log {port}/tcp', [regtrail, '-C', archive, 'log', f'{port}/tcp'])
    compare('History of a port, whole process', f'{aim}, 100 times faster than git log -S',
            [ours, (f'git log -p -- {path}', ['git', '-C', archive, 'log', '-p', '--', path]),
             ('git log -S<name>... (documents)', raw['-S'])], max(3, runs // 5))
    compare('The same by git log -L, once: it takes long', '', [ours, ('git log -L (documents)', raw['-L'])], 1)
    for command in QUESTIONS:
        compare(' '.join(command), aim, [('regtrail ' + ' '.join(command), [regtrail, '-C', archive, *command])], runs)


def index(regtrail, archive, runs):
    """What the first log costs: with no index at all, and after a night that brought one snapshot."""
    made, before = archive / 'regtrail.index' / PORTS, archive / 'index-before'
    branch, log = f'refs/heads/{PORTS}', [regtrail, '-C', archive, 'log', '443/tcp']
    tip = subprocess.run(['git', '-C', archive, 'rev-parse', branch], check=True, stdout=subprocess.PIPE).stdout.strip()
    subprocess.run(['git', '-C', archive, 'update-ref', branch, tip.decode() + '~1'], check=True)
    once(log)
    shutil.copy(made, before)
    subprocess.run(['git', '-C', archive, 'update-ref', branch, tip], check=True)
    compare('The first log', '', [
        ('without an index', ['sh', '-c', 'rm "$0"; exec "$@"', made, *log]),
        ('with that of the snapshot before', ['sh', '-c', 'cp "$0" "$1"; shift; exec "$@"', before, made, *log]),
        ('with its index (and a cp)', ['sh', '-c', 'cp "$0" "$1"; shift; exec "$@"', before, before.with_suffix('.copy'),
                                       *log])], max(5, runs // 3))


def imported(regtrail, archive, what, count, aim):
    """Time an import of COUNT documents into a new archive."""
    once([regtrail, '-C', archive, 'init'])
    seconds, processor, peak = once([regtrail, '-C', archive, 'import', *what])
    print(f'import {what[0] if len(what) > 1 else "DIR"} of {count} documents: {seconds * 1000 / count:.1f} ms each, '
          f'{processor * 1000 / count:.1f} ms processor, peak {peak:.1f} MiB  (aim: {aim})', flush=True)


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
        compare('Two snapshots of an archive, whole process', '10 ms',
                [('regtrail diff (previous latest)', [*in_archive]),
                 ('regtrail diff first latest', [*in_archive, 'first', 'latest']),
                 ('regtrail diff -f json first latest', [*in_archive, '-f', 'json', 'first', 'latest']),
                 ('git log -1 -p -- entries (the same archive)',
                  ['git', '-C', archive, 'log', '-1', '-p', '--', 'entries']),
                 ('git diff main~200 main (raw mirror)', [*mirror, 'diff', 'main~200', 'main'])], runs)
        history(regtrail, archive, 953, {
            '-S': [*mirror, 'log', '--oneline', '-S<name>rndc</name>', 'main'],
            '-L': [*mirror, 'log', '-L', f'/<name>rndc<\\/name>/,+8:{PORTS}.xml', 'main']}, '15 ms', runs)
        index(regtrail, archive, runs)
        many = folder / 'many.git'
        synthetic.write(regtrail, many, options.snapshots)
        print(f'\n==== {options.snapshots} snapshots')
        history(regtrail, many, 443, {
            '-S': ['git', '-C', many, 'log', '--oneline', '-S<name>https</name>', '--', 'registry.xml'],
            '-L': ['git', '-C', many, 'log', '-L', '/<name>https<\\/name>/,+1:registry.xml']}, '50 ms', runs)
        index(regtrail, many, runs)
    return 0


if __name__ == '__main__':
    sys.exit(main())
