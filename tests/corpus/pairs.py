#!/usr/bin/env python3
"""pairs.py REGTRAIL CORPUS [--documents N] [--neighbours N] [--random N]: hold `regtrail diff` against real registries.

Archives the documents of corpus/ports.git (N of them), then takes pairs of snapshots in both directions and asks of each:
- does shared/tools/check-diff say ok (patch property, kinds, fields, summary)?
- do the archive path (two snapshots) and the path of two documents give the same changes?
Then of the archive: does `git fsck --strict` pass, does a mirror clone hold the same commits, and is every registry.xml the
very blob of the source?

Exit status 0 when all hold, 1 if not, 77 (skipped) without the corpus.
"""
import argparse
import contextlib
import functools
import io
import json
import multiprocessing
import os
import pathlib
import random
import subprocess
import sys
import tempfile


def run(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, **options).stdout


def git(repository, *command):
    return run('git', '-c', 'safe.directory=*', '-C', repository, *command)


def source_documents(repository, folder, count, branch='main'):
    """Write COUNT of the distinct documents of BRANCH, evenly spread, to FOLDER; blob id -> path."""
    log = git(repository, 'log', '--reverse', '--format=', '--raw', '--no-abbrev', branch).decode()
    blobs = list(dict.fromkeys(line.split()[3] for line in log.splitlines()))
    step = max(1, len(blobs) // count)
    paths = {blob: folder / f'{branch}-{number:03}.xml' for number, blob in enumerate(blobs) if number % step == 0}
    for blob, path in paths.items():
        path.write_bytes(git(repository, 'cat-file', 'blob', blob))
    return paths


def load_check_diff(path):
    """check-diff as a module that remembers the documents it has read: there are far more pairs than documents."""
    names = {'__name__': 'check_diff'}
    exec(path.read_text().replace('sys.exit(main())', ''), names)
    names['load'] = functools.lru_cache(maxsize=None)(names['load'])
    keys, key = {}, names['key']

    def remembered(record):
        if 'state' not in record or id(record) not in keys or keys[id(record)][0] is not record:
            keys[id(record)] = (record, key(record))
        return keys[id(record)][1]
    names['key'] = remembered
    return names


class Pairs:
    def __init__(self, regtrail, archive, check_diff, paths, folder):
        self.regtrail, self.archive, self.folder = regtrail, archive, folder
        self.check = load_check_diff(check_diff)
        log = git(archive, 'log', '--reverse', '--format=%H', 'service-names-port-numbers').decode().split()
        self.snapshots = [(commit, paths[git(archive, 'rev-parse', f'{commit}:registry.xml').decode().strip()])
                          for commit in log]

    def diff(self, old, new, *options):
        done = subprocess.run([self.regtrail, *options, 'diff', '--all', '-f', 'json', str(old), str(new)],
                              stdout=subprocess.PIPE)
        if done.returncode not in (0, 1):
            raise RuntimeError(f'diff {old} {new}: exit status {done.returncode}')
        return done.stdout

    def __call__(self, pair):
        """What is wrong with one pair: a list of lines."""
        (old, old_path), (new, new_path) = self.snapshots[pair[0]], self.snapshots[pair[1]]
        by_tree = self.diff(old, new, '-C', self.archive)
        by_document = self.diff(old_path, new_path)
        wrong = []
        for part in ('summary', 'changes'):
            if json.loads(by_tree)[part] != json.loads(by_document)[part]:
                wrong.append(f'{old_path.name} -> {new_path.name}: the two paths differ in `{part}`')
        output = self.folder / f'{os.getpid()}.json'
        output.write_bytes(by_tree)
        sys.argv = ['check-diff', str(old_path), str(new_path), str(output)]
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            bad = self.check['main']()
        if bad:
            wrong += [f'{old_path.name} -> {new_path.name}: {line}' for line in said.getvalue().splitlines()]
        return wrong


def check_archive(archive, paths, folder):
    wrong = []
    fsck = subprocess.run(['git', '-C', archive, 'fsck', '--strict', '--no-dangling'], capture_output=True, text=True)
    if fsck.returncode or 'error' in fsck.stderr:
        wrong.append('git fsck --strict: ' + fsck.stderr)
    run('git', 'clone', '--quiet', '--mirror', archive, folder / 'mirror.git')
    if git(folder / 'mirror.git', 'rev-parse', 'HEAD') != git(archive, 'rev-parse', 'HEAD'):
        wrong.append('a mirror clone has another HEAD')
    blobs = {git(archive, 'rev-parse', f'{commit}:registry.xml').decode().strip()
             for commit in git(archive, 'rev-list', 'service-names-port-numbers').decode().split()}
    if blobs != set(paths):
        wrong.append(f'{len(blobs ^ set(paths))} blob ids of registry.xml differ from the source')
    return wrong


pairs = None  # for the processes of the pool, which inherit it: what has read documents cannot be sent to them


def check_pair(pair):
    return pairs(pair)


def choose(count, neighbours, at_random):
    """Pairs of indices, each in both directions."""
    chance = random.Random(6335)
    steps = [(i, i + 1) for i in range(count - 1)]
    if neighbours < len(steps):
        steps = chance.sample(steps, neighbours)
    steps += [tuple(chance.sample(range(count), 2)) for _ in range(at_random)]
    return steps + [(new, old) for old, new in steps]


def main():
    global pairs
    parser = argparse.ArgumentParser()
    parser.add_argument('regtrail')
    parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--documents', type=int, default=10 ** 9)
    parser.add_argument('--neighbours', type=int, default=10 ** 9)
    parser.add_argument('--random', type=int, default=200)
    options = parser.parse_args()
    source, check_diff = options.corpus / 'ports.git', options.corpus.parent / 'tools' / 'check-diff'
    if not source.exists() or not check_diff.exists():
        print(f'skipped: no {source} or no {check_diff}')
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'documents').mkdir()
        paths = source_documents(source, folder / 'documents', options.documents)
        archive = folder / 'archive.git'
        run(options.regtrail, '-C', archive, 'init', stderr=subprocess.DEVNULL)
        run(options.regtrail, '-C', archive, 'import', folder / 'documents', stderr=subprocess.DEVNULL)
        wrong = check_archive(archive, paths, folder)
        pairs = Pairs(options.regtrail, archive, check_diff, paths, folder)
        chosen = choose(len(pairs.snapshots), options.neighbours, options.random)
        with multiprocessing.get_context('fork').Pool(2) as pool:
            for found in pool.imap_unordered(check_pair, chosen, chunksize=8):
                wrong += found
    print('\n'.join(wrong[:40]) if wrong else f'ok: {len(paths)} documents, {len(chosen)} pairs')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
