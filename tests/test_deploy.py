"""What stands in deploy/ fits the program: its commands exist, its units and files are read by what will read them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from monitor.command_line.program import COMMANDS

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
COMMAND = re.compile(r"(?:bin/|: |^|\n)policywatch(?: --log-format json)? ([a-z][a-z-]*)")


@pytest.mark.parametrize("path", [p for p in sorted(DEPLOY.rglob("*")) if p.is_file()], ids=lambda p: p.name)
def test_every_command_that_is_called_exists(path: Path) -> None:
    for command in COMMAND.findall(path.read_text(encoding="utf-8")):
        assert command in COMMANDS, f"{path.name} calls policywatch {command}"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for unit in UNITS:  # the program stands elsewhere here
        text = unit.read_text(encoding="utf-8").replace("/opt/policywatch/bin/policywatch", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    files = [str(path) for path in tmp_path.iterdir()]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True)
    told = [line for line in done.stderr.splitlines() if "policywatch" in line and "Documentation" not in line]
    assert told == []


def test_the_files_of_containers_and_workflows_are_yaml() -> None:
    compose = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["policywatch"]
    assert (DEPLOY / "container" / service["build"]["context"] / service["build"]["dockerfile"]).resolve().is_file()
    workflow = yaml.safe_load((DEPLOY / "github-pages" / "watch.yml").read_text(encoding="utf-8"))
    assert [step["run"] for step in workflow["jobs"]["watch"]["steps"] if "run" in step][1] == "policywatch check"


def test_what_the_container_copies_is_in_the_repository() -> None:
    lines = (DEPLOY / "container" / "Containerfile").read_text(encoding="utf-8").splitlines()
    for source in [line.split()[1] for line in lines if line.startswith("COPY")]:
        assert (DEPLOY.parent / source).exists()


def test_an_image_for_workers_speaks_to_databases_and_object_stores() -> None:
    locked = (DEPLOY.parent / "lock" / "workers.txt").read_text(encoding="utf-8")
    for name in ("psycopg", "procrastinate", "fsspec", "s3fs"):
        assert re.search(rf"^{name}==", locked, re.MULTILINE), f"lock/workers.txt leaves {name} out"
    compose = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text(encoding="utf-8"))
    for name in ("policywatch", "worker", "site"):  # which store, and who asks it, is the environment's to say
        assert "AWS_ENDPOINT_URL" in compose["services"][name]["environment"]


@pytest.mark.parametrize("script", ["container/start.sh", "s3/publish.sh"])
def test_shells_take_the_scripts(script: str) -> None:
    shell = (DEPLOY / script).read_text(encoding="utf-8").split("\n", 1)[0].split()[-1].rpartition("/")[2]
    subprocess.run([shell, "-n", str(DEPLOY / script)], check=True)


def test_the_site_is_put_into_a_bucket_with_its_media_types(tmp_path: Path) -> None:
    """A stand-in for the aws command line notes what it was asked; the site is the real one of an empty archive."""
    note = tmp_path / "asked"
    (tmp_path / "aws").write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {note}\n', encoding="utf-8")
    (tmp_path / "aws").chmod(0o755)
    program = Path(sys.executable).with_name("policywatch")
    archive = tmp_path / "archive"
    subprocess.run([program, "init", str(archive)], check=True, capture_output=True)
    search = f"{tmp_path}:{program.parent}:/usr/bin:/bin"
    environment = {"PATH": search, "POLICYWATCH_ARCHIVE": str(archive), "HOME": str(tmp_path)}
    script = str(DEPLOY / "s3" / "publish.sh")
    subprocess.run(["bash", script, "s3://bucket/site"], check=True, env=environment, capture_output=True)
    asked = note.read_text(encoding="utf-8")
    assert "--include *.atom --content-type application/atom+xml; charset=utf-8" in asked
    assert asked.splitlines()[-1].endswith("s3://bucket/site --delete")
