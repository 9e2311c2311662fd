#!/usr/bin/env python3
"""pairs.py REGTRAIL CORPUS [--documents N] [--neighbours N] [--random N]: hold `regtrail diff` against real registries.

Archives the documents of corpus/ports.git (N of them), then takes pairs of snapshots in both directions and asks of
each:
- does shared/tools/check-diff say ok (patch property, kinds, fields, summary)?
- do the archive path (two snapshots) and the path of two documents give the same changes?
Then of the archive: does `git fsck --strict` pass, does a mirror clone hold the same commits, and is every registry.xml
the very blob of the source?

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

from common import commits_of, document_of, git, load_check_diff, make_archive, run, source_documents


def load_remembering(path):
    """check-diff, which remembers the documents it has read: there are far more pairs than documents."""
    names = load_check_diff(path)
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
        self.check = load_remembering(check_diff)
        self.snapshots = [(commit, paths[document_of(archive, commit)]) for commit in commits_of(archive)]

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
    blobs = {document_of(archive, commit) for commit in commits_of(archive)}
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
        archive = make_archive(options.regtrail, folder / 'archive.git', folder / 'documents')
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
