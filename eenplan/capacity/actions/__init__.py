"""What changes rows of the capacity room: numbers here, what partners offer in `offers`."""

from eenplan.capacity.actions.numbers import load_default_norms, set_norm, set_quota, take_back_number

__all__ = ["load_default_norms", "set_norm", "set_quota", "take_back_number"]
