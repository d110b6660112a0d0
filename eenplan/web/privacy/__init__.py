"""What a privacy officer looks after: counts, days and references, never what a file holds."""
