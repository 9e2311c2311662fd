"""Run commands as a person would type them, and write down what they print.

Shared by tests/cli/run (files of commands with what they print) and tests/examples/run (README and manual).
"""
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
CLOCK = '2026-07-23T01:53:00Z'
TIMEOUT = 300  # seconds for all commands of one file, valgrind included
VALGRIND = ('valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite '
            '--vgdb=no --read-inline-info=no')
NOT_OURS = SOURCE / 'tests/cli/valgrind.supp'
LSAN = f'suppressions="{SOURCE}/tests/cli/lsan.supp":print_suppressions=0'
KEPT = ('ASAN_OPTIONS', 'UBSAN_OPTIONS')

# Ids of commits depend on where the checkout is: whole ones, and short ones: letters and digits mixed, or at the end of
# a row of a table.
COMMIT = re.compile(r'\b(?:[0-9a-f]{40}|(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,12}|(?<=  )[0-9a-f]{8}$)\b', re.M)
CONTROL = re.compile('[\x00-\x08\x0b-\x1f\x7f]')


class Result:
    """What one command printed, as text, and its exit status."""

    def __init__(self, out, err, status):
        self.out, self.err, self.status = out, err, status


class Place:
    """A temporary home: sample data, the program on the path, and no setting of this machine or user.

    Commands run in `work`; $SNAPSHOTS and $DATA are copies of snapshots/ and tests/data. With `beside`, the copy of
    snapshots/ is in `work` itself, as it is for a reader of the README.
    """

    def __init__(self, program, valgrind=False, beside=False):
        self.root = Path(tempfile.mkdtemp(prefix='regtrail-test-'))
        self.work = self.root / 'work'
        for name in ('work', 'home', 'bin', 'log'):
            (self.root / name).mkdir()
        self._copy('snapshots', (self.work if beside else self.root) / 'snapshots')
        self._copy('tests/data', self.root / 'data')
        self._put_on_path(Path(program).resolve(), valgrind)
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {
            'PATH': f"{self.root}/bin:{os.environ.get('PATH', '/usr/bin:/bin')}",
            'HOME': f'{self.root}/home', 'TMPDIR': str(self.root), 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC', 'TERM': 'dumb',
            'GIT_CONFIG_NOSYSTEM': '1', 'GIT_PAGER': 'cat', 'REGTRAIL_NOW': CLOCK,
            'SNAPSHOTS': 'snapshots' if beside else '../snapshots', 'DATA': '../data',
            'LSAN_OPTIONS': ':'.join(filter(None, (LSAN, os.environ.get('LSAN_OPTIONS')))),
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(['chmod', '-R', 'u+rwX', str(self.root)], check=False)
        shutil.rmtree(self.root)

    @staticmethod
    def _copy(source, target):
        if (SOURCE / source).is_dir():
            shutil.copytree(SOURCE / source, target)

    def _put_on_path(self, program, valgrind):
        wrapper = self.root / 'bin' / 'regtrail'
        if not valgrind:
            wrapper.symlink_to(program)
            return
        # Valgrind would take a closed stdout for its log.
        wrapper.write_text(f'#!/bin/sh\n[ -e /dev/fd/1 ] || exec {program} "$@"\n'
                           f'exec {VALGRIND} --suppressions="{NOT_OURS}" --log-file={self.root}/log/valgrind.%p '
                           f'{program} "$@"\n')
        wrapper.chmod(0o755)

    def run(self, commands, together=False):
        """Run all commands in one shell, so that `cd` and variables last. With `together`, stderr goes to stdout.

        The shell has no terminal, not even one to open, whoever runs the tests.
        """
        script = []
        for i, command in enumerate(commands):
            file = f'{self.root}/log/{i}'
            err = '&1' if together else f'{file}.err'
            script.append(f'{{ {command}\n}} >{file}.out 2>{err} </dev/null\necho $? >{file}.rc')
        shell = subprocess.run(['sh', '-c', '\n'.join(script)], cwd=self.work, env=self.environment, timeout=TIMEOUT,
                               start_new_session=True, stderr=subprocess.PIPE, check=False)
        return [self._result(i, shell.stderr) for i in range(len(commands))]

    def _result(self, i, complaint):
        def read(suffix):
            path = self.root / 'log' / f'{i}.{suffix}'
            return self._mask(path.read_bytes()) if path.exists() else ''
        status = read('rc').strip()
        if not status:
            return Result(read('out'), 'the shell ended in this command: ' + self._mask(complaint), 255)
        return Result(read('out'), read('err'), int(status))

    def _mask(self, data):
        text = data.decode('utf-8', 'backslashreplace').replace(str(self.root), '[dir]')
        return CONTROL.sub(lambda c: f'\\x{ord(c[0]):02x}', COMMIT.sub('[commit]', text))

    def valgrind_complaints(self):
        return ''.join(log.read_text(errors='replace') for log in sorted(self.root.glob('log/valgrind.*')))
