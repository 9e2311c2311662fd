#!/usr/bin/env python3
"""Two documents of which nothing is the same are compared in about the time that it takes to read them.

In each row of CROWDS all of one kind could be held against all of the other: that would take minutes, or all memory.
"""
import argparse
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'cli'))
from documents import document  # noqa: E402
from golden import SOURCE, Place  # noqa: E402

MANY = 50000  # records
SECONDS = 15  # of processor time; they take 1 or 2


def blocks(word, first, transport):
    return [f'<record><protocol>{transport}{i}</protocol><description>{word}</description>'
            f'<number>{first(i)}-65535</number></record>' for i in range(MANY)]


def services(name, number):
    return [f'<record><name>{name}{i}</name>{number(i)}</record>' for i in range(MANY)]


def numbered(i):
    return f'<number>{i % 65000}</number>'


def flagged(word):
    transport = 'long' * 20
    return lambda i: (f'<protocol>{transport}</protocol><number>1-65535</number>'
                      f'<unauthorized>{word} {i}</unauthorized>')


def nameless(_):
    return ''


def rising(i):
    return i % 65536


CROWDS = (
    ('names', lambda: services('a', nameless), lambda: services('b', nameless)),
    ('places', lambda: services('a', numbered), lambda: services('b', numbered)),
    ('blocks', lambda: blocks('Unassigned', rising, 'p'), lambda: blocks('Reserved', rising, 'q')),
    ('flags', lambda: services('a', flagged('by')), lambda: services('b', flagged('for'))),
    ('destinations', lambda: services('a', numbered), lambda: blocks('Reserved', lambda _: 0, 'q')),
)


def compare(place, old, new):
    """Exit status and stderr of a diff that may take SECONDS."""
    (place.work / 'old.xml').write_text(document('2026-01-01', old))
    (place.work / 'new.xml').write_text(document('2026-01-02', new))
    done = subprocess.run(['sh', '-c', f'ulimit -t {SECONDS}; exec regtrail diff --all old.xml new.xml'],
                          cwd=place.work, env=place.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          check=False)
    return done.returncode, done.stderr.decode('utf-8', 'backslashreplace')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--program', default=os.environ.get('REGTRAIL', SOURCE / 'build/dev/regtrail'))
    wrong = []
    with Place(parser.parse_args().program) as place:
        for name, old, new in CROWDS:
            status, err = compare(place, old(), new())
            if status != 1:
                wrong.append(f'crowd of {name}: exit {status}: {err}')
    print(*wrong, f'{len(CROWDS) - len(wrong)} of {len(CROWDS)} crowds compared in time', sep='\n')
    return bool(wrong)


if __name__ == '__main__':
    sys.exit(main())
