"""What a flat layout has to guard: nobody else's package may stand under one of our names."""

from __future__ import annotations

from importlib.metadata import packages_distributions


def test_our_package_names_are_ours_alone() -> None:
    owners = packages_distributions()
    for name in ("snapshots", "spiders", "feeds", "monitor"):
        assert set(owners.get(name, ["policywatch"])) == {"policywatch"}
