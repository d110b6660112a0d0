"""Reading of the capacity room: numbers here, what partners offer in `offers`."""

from eenplan.capacity.queries.numbers import norm, norms_through_time, quotas, quotas_through_time

__all__ = ["norm", "norms_through_time", "quotas", "quotas_through_time"]
