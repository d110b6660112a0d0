"""The door of a helper outside the network: one step, answered by a link without an account."""
