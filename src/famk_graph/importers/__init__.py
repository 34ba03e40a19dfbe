"""Proposed claims from other databases: reading their files, matching, and a file to review; see docs/importing.md."""
