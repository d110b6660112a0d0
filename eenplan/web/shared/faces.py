"""The five faces that a child chooses from, drawn by us: always with their word beside them, and never a scale."""

from collections.abc import Mapping

from eenplan.plans.enums import Face

# In a square of 48: eyes and mouth, inside the round of the head. Shapes tell them apart, not colours.
DRAWN: Mapping[str, str] = {
    Face.GLAD: '<circle fill="currentColor" cx="17" cy="19" r="2.4"/><circle fill="currentColor" cx="31" cy="19" r="2.4"/>'
    '<path d="M14 28c2.5 6 6 8.5 10 8.5s7.5-2.5 10-8.5z"/>',
    Face.CALM: '<path d="M13 20c1.5 2.5 6.5 2.5 8 0M27 20c1.5 2.5 6.5 2.5 8 0M18 31c4 2.5 8 2.5 12 0"/>',
    Face.AFRAID: '<circle cx="17" cy="20" r="4"/><circle fill="currentColor" cx="17" cy="20" r="1.5"/>'
    '<circle cx="31" cy="20" r="4"/><circle fill="currentColor" cx="31" cy="20" r="1.5"/>'
    '<path d="M12 13.5l6-2.5M36 13.5l-6-2.5M15 34l3-3 3 3 3-3 3 3 3-3 3 3"/>',
    Face.SAD: '<circle fill="currentColor" cx="17" cy="20" r="2.4"/><circle fill="currentColor" cx="31" cy="20" r="2.4"/>'
    '<path d="M16 35c4-6 12-6 16 0M31 25c-2.5 4 2.5 4 0 0zM12.5 15l7-2.5M35.5 15l-7-2.5"/>',
    Face.ANGRY: '<circle fill="currentColor" cx="17" cy="21" r="2.4"/><circle fill="currentColor" cx="31" cy="21" r="2.4"/>'
    '<path d="M12 13l9 4.5M36 13l-9 4.5M15 34c6-3 12-3 18 0"/>',
}
