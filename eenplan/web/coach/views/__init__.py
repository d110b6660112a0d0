"""The coach's views: what is due, the families, their plan, and one act each."""
