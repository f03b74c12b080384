"""Tidies up."""

from ._broom import sweep

sweep()
