"""Reads settings."""
