"""The error tree of the judgement and the running product."""

# ruff: noqa: N818 - the names say what is wrong

from snapshots.errors import PolicywatchError


class SettingsError(PolicywatchError):
    """The settings file can't be used: which line, what was expected."""


class UnreadableText(PolicywatchError):
    """A file given for comparison can't be read as text."""


class RulePackError(PolicywatchError):
    """A rule or topic file of the package or of the archive can't be used."""


class CorrectionRefused(PolicywatchError):
    """An alert can't be corrected or withdrawn so: why, and what would do."""


class NoteRefused(PolicywatchError):
    """A note can't be put beside an alert, or taken back, so: why, and what would do."""


class RejudgingFailed(PolicywatchError):
    """An archive could not be judged again: what ended it, and what to do."""


class DeskRefused(PolicywatchError):
    """What was asked for at the desk can't be done: why."""


class BackupError(PolicywatchError):
    """A backup can't be restored: what is wrong with it, or with the place it was to go to."""


def why_unreadable(error: OSError | UnicodeDecodeError) -> str:
    """Return in words why a file can't be read, to follow its name."""
    if isinstance(error, UnicodeDecodeError):
        return "is no UTF-8 text"
    return f"can't be read: {error.strerror or error}"
