"""What the programs beside it share: git, the documents of the corpus, and archives of them."""
import subprocess

PORTS = 'service-names-port-numbers'


def run(*command, **options):
    """What COMMAND prints; it must succeed."""
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, **options).stdout


def git(repository, *command, given=None):
    """What git prints, with GIVEN as its input, of a repository whoever owns it."""
    return run('git', '-c', 'safe.directory=*', '-C', repository, *command, input=given)


def document_of(archive, commit):
    """Blob id of the document that COMMIT of an archive holds."""
    return git(archive, 'rev-parse', f'{commit}:registry.xml').decode().strip()


def commits_of(archive, registry=PORTS):
    """The snapshots, oldest first."""
    return git(archive, 'rev-list', '--reverse', registry, '--').decode().split()


def source_documents(repository, folder, count, branch='main'):
    """Write COUNT of the distinct documents of BRANCH, evenly spread, to FOLDER; blob id -> path."""
    log = git(repository, 'log', '--reverse', '--format=', '--raw', '--no-abbrev', branch).decode()
    blobs = list(dict.fromkeys(line.split()[3] for line in log.splitlines()))
    step = max(1, len(blobs) // count)
    paths = {blob: folder / f'{branch}-{number:03}.xml' for number, blob in enumerate(blobs) if number % step == 0}
    for blob, path in paths.items():
        path.write_bytes(git(repository, 'cat-file', 'blob', blob))
    return paths


def make_archive(regtrail, path, *documents):
    """An archive at PATH of DOCUMENTS, files or directories."""
    run(regtrail, '-C', path, 'init', stderr=subprocess.DEVNULL)
    if documents:
        run(regtrail, '-C', path, 'import', *documents, stderr=subprocess.DEVNULL)
    return path


def load_check_diff(path):
    """The names of shared/tools/check-diff, as of a module."""
    names = {'__name__': 'check_diff'}
    exec(path.read_text().replace('sys.exit(main())', ''), names)
    return names
