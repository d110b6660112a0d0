"""Tables of the capacity room. None of them keeps family data."""

from eenplan.capacity.models.numbers import Norm, Quota
from eenplan.capacity.models.offers import Offer, OfferWait

__all__ = ["Norm", "Offer", "OfferWait", "Quota"]
