"""Claims taken apart into their smallest parts: one purpose, one kind of data, one audience, one party. Compares two of
them, no documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from monitor.claims.claim import POWERS, VALUED, Claim, Frame
from monitor.reading.statements import State

_GENERAL = {
    "data": frozenset(["information"]),
    "audience": frozenset(["everyone"]),
    "party": frozenset(["third_parties"]),
}
# What is used to train is used: which verb says so makes no other claim.
_USES = frozenset([Frame.USE, Frame.TRAIN, Frame.READ, Frame.TARGET, Frame.CREATE])


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest thing that a claim says; an empty slot is unknown and covers nothing."""

    frame: Frame
    purpose: str = ""
    data: str = ""
    audience: str = ""
    party: str = ""
    right: str = ""
    requirement: str = ""
    act: str = ""  # of a promise: deleting is another thing than telling
    product: str = ""  # where the scope of a product is what is said

    @property
    def kin(self) -> tuple[str, ...]:
        """Return what two of them must share for one to cover the other."""
        return self.frame, self.purpose, self.right, self.requirement, self.act, self.product

    @property
    def about(self) -> tuple[str, ...]:
        """Return what two of them must share for one to say more of the same."""
        return self.frame, self.data, self.audience, self.right, self.requirement, self.act, self.product


def atoms_of(claims: Iterable[Claim]) -> dict[Atom, list[Claim]]:
    """Return the parts of claims in order, each with the claims that say it."""
    found: dict[Atom, list[Claim]] = {}
    for claim in claims:
        if claim.frame not in VALUED:
            for atom in _atoms(claim):
                found.setdefault(atom, []).append(claim)
    return found


def _atoms(claim: Claim) -> Iterator[Atom]:
    is_use = claim.frame in _USES or (claim.frame is Frame.BASIS and claim.state is not State.EXCLUDED)
    frame = Frame.USE if is_use and (claim.data or claim.purposes) else claim.frame
    is_power = frame in POWERS
    parties = claim.parties if claim.frame in (Frame.SHARE, Frame.TRANSFER, Frame.DEFINITION) else ()
    is_scope = claim.frame is Frame.PRODUCT_SCOPE or (is_power and claim.state is State.EXCLUDED)
    products = claim.products if is_scope else ()
    purposes = claim.purposes if is_power or frame in (Frame.RIGHT, Frame.CONTROL, Frame.BASIS) else ()
    if frame is Frame.BASIS:
        parties = claim.bases
    for purpose, data, audience, party, requirement, name in product(
        purposes or ("",), claim.data or ("",), claim.audience or ("",), parties or ("",),
        claim.requirements or ("",), products or ("",),
    ):  # fmt: skip
        yield Atom(
            frame,
            purpose=purpose,
            data=data,
            audience=audience,
            party=party,
            right=claim.right,
            requirement=requirement,
            act="" if is_power else claim.act,
            product=name,
        )


def covers(general: Atom, particular: Atom) -> bool:
    """Whether what one says holds what the other says: "everyone" holds minors, "your information" photos."""
    if general == particular or general.kin != particular.kin:
        return False
    for slot, names in _GENERAL.items():
        mine, other = getattr(general, slot), getattr(particular, slot)
        if mine != other and not (mine in names and other):
            return False
    return True


def is_about(more: Atom, less: Atom) -> bool:
    """Whether one says all that the other says, and a purpose or a recipient besides."""
    if more == less or (less.purpose and more.purpose != less.purpose) or (less.party and more.party != less.party):
        return False
    return more.about == less.about
