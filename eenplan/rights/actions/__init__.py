"""What can be done about the rights of persons."""
