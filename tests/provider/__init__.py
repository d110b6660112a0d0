"""A real OpenID Connect provider, in a process of its own on this machine: the sign-in library's own, with two people."""
