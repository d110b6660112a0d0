"""A module of forms for each thing that a coordinator keeps."""
