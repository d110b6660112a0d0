"""The benchmark of the main pages. `make bench` runs it; nothing in it is a test, and no test is timed."""
