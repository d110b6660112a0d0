"""Reading of the rights room."""
