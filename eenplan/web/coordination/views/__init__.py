"""A module of views for each thing that a coordinator keeps."""
