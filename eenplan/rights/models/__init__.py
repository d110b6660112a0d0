"""The tables of the rights room."""
