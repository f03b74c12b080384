"""Stamps for letters."""


def stamp():
    """Returns the stamp of the day."""
    return "posted"
