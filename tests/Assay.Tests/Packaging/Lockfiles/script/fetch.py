#!/usr/bin/env python3
"""A script."""
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "alpha==1.0",
#   "beta<3",
# ]
#
# [tool.uv.sources]
# beta = { git = "https://git.example.invalid/beta", rev = "0123abcd" }
# ///
import alpha

# /// other
# dependencies = ["never"]
# ///
