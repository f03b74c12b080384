"""Sealed, they said."""
