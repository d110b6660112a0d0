"""A file opened in an emergency: never silent, never for long, reviewed by a second person."""
