"""More documents than a process may have files open: the limits are set in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LOOK = """
import resource, sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from monitor.running.claim_portions import portions_of
from snapshots.opening import create_archive
from spiders.declarations.declarations import load_declarations

documents, hosts, soft, hard = map(int, sys.argv[2:])
folder = Path(sys.argv[1])
(folder / "d.toml").write_text("".join(
    f'[[document]]\\nid = "harbour-{n}"\\ntitle = "Harbour {n}"\\nservice = "Harbour"\\n'
    f'kind = "privacy-policy"\\nurl = "https://port{n % hosts}.test/{n}"\\n'
    for n in range(documents)
))
declared = load_declarations(folder / "d.toml")
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
archive = create_archive(folder / "archive")
portions = portions_of(declared)
for portion in portions:
    with ExitStack() as claims:
        assert all(claims.enter_context(archive.claim(d.document.id)) for d in portion)
print(len(portions), sum(map(len, portions)), len({d.document.id for portion in portions for d in portion}))
of_host = [{urlsplit(d.document.url).hostname for d in portion} for portion in portions]
print(sum(map(len, of_host)))
"""


def look(folder: Path, documents: int, *, hosts: int, soft: int, hard: int) -> list[int]:
    """Return the number of portions, of documents in them, of different documents, and of hosts in all portions."""
    arguments = [str(n) for n in (documents, hosts, soft, hard)]
    ran = subprocess.run(
        [sys.executable, "-c", LOOK, str(folder), *arguments], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return list(map(int, ran.stdout.split()))


def test_the_limit_of_open_files_is_raised_as_far_as_the_documents_need(tmp_path: Path) -> None:
    assert look(tmp_path, 150, hosts=10, soft=128, hard=1024) == [1, 150, 150, 10]


@pytest.mark.parametrize(("hosts", "portions", "apart"), [(10, 2, 10), (1, 2, 2)])
def test_what_can_not_be_claimed_at_once_is_looked_at_in_portions_of_whole_hosts(
    tmp_path: Path, hosts: int, portions: int, apart: int
) -> None:
    assert look(tmp_path, 150, hosts=hosts, soft=128, hard=128) == [portions, 150, 150, apart]
