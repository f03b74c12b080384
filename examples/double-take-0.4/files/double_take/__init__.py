"""Looks the same twice."""
