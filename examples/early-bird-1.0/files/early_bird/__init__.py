"""Nothing to see in the package itself."""
