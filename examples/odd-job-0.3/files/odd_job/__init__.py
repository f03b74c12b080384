"""Does what its build has left to do: nothing."""
