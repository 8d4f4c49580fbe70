"""Everything that publication can refuse or fail at."""

# ruff: noqa: N818 - the names say what is wrong

from snapshots.errors import PolicywatchError


class FeedsError(PolicywatchError):
    """Publication can't do what was asked."""


class BadSite(FeedsError):
    """The settings of the site would make addresses or ids that nobody can rely on."""


class BadQuestion(FeedsError):
    """A researcher's question that can't be answered: what is wrong with it."""


class AddressTaken(FeedsError):
    """Nobody can listen on the address of the site: why, and what to do."""


class PublicationRefused(FeedsError):
    """The output folder holds what Policywatch did not write."""


class PublicationBusy(FeedsError):
    """Another process is publishing into the folder."""


class PublicationFailed(FeedsError):
    """A file could not be written; the old one stands as it was."""


class DeliveryError(FeedsError):
    """A target can't be delivered to as it is set up."""


class SecretUnfit(DeliveryError):
    """A secret is missing, or others could read it."""


class AddressRefused(DeliveryError):
    """An address leads where no delivery may go."""


class ExtraMissing(DeliveryError):
    """A target needs a part of Policywatch that is not installed."""


class PackageMissing(FeedsError):
    """What was asked for needs a package that is not installed."""


class HubUnreachable(FeedsError):
    """The WebSub hub of the settings did not take the news; the feeds are published all the same."""
