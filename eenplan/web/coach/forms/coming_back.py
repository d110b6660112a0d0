"""Who of a family that came back says that a piece of its plan of before still holds."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from eenplan.web.shared.forms import Choices, ChoicesField, Form, choose


class StillWantedForm(Form):
    """Nobody is ticked before: nothing goes along because nobody said no."""

    wanted_by = ChoicesField(
        label=_("Wie zei dat dit nog klopt?"),
        error_messages={"required": _("Vraag het aan het gezin, en duid aan wie zei dat dit nog klopt.")},
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "wanted_by", people)
