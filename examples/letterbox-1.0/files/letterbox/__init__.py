"""Collects notes and reads them out."""

from postmark import stamp


def read_out(note):
    """Returns the note with its stamp."""
    return f"{stamp()}: {note}"
