"""What a coach types."""
