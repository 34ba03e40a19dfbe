"""The JSON API, and what it answers."""
