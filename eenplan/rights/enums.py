"""Fixed choices of the rights room."""
