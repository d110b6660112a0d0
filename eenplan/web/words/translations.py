"""Reading the translations: who does, named by the administrator, and what they find of each text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language_info, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.actions.translations import end_reviewer, name_reviewer, review_text
from eenplan.network.enums import STAFF_ROLES
from eenplan.network.queries.translations import (
    FAMILY_LANGUAGES,
    ReviewerOn,
    catalogue,
    reads,
    reviewers,
    verdicts,
    who_can_read,
)
from eenplan.network.rules.translations import Text, TextState, Verdict, state_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb, Pill
from eenplan.web.shared.forms import ChoiceField, Form, TextField, choose

AT_ONCE = 20
NAMES = dict(settings.LANGUAGES)
# For which numbers each form of a language is, in the order of its catalogue.
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "ar": ("0", "1", "2", "3–10", "11–99", "100"),
    "tr": ("1", "2, 3…"),
    "uk": ("1, 21…", "2–4", "5–20"),
}
SHOWN = {
    "": TextState.UNREAD,
    "klopt": TextState.RIGHT,
    "beter": TextState.BETTER,
}
LABELS = {
    TextState.UNREAD: gettext_lazy("Nog te lezen"),
    TextState.RIGHT: gettext_lazy("Klopt"),
    TextState.BETTER: gettext_lazy("Beter gezegd"),
}


class NameForm(Form):
    """Who reads which language."""

    who = ChoiceField(
        label=gettext_lazy("Wie leest de vertaling?"),
        help_text=gettext_lazy("Iemand die hier werkt en deze taal van thuis spreekt."),
        widget=forms.Select,
        error_messages={"required": gettext_lazy("Kies wie de vertaling leest.")},
    )
    language = ChoiceField(
        label=gettext_lazy("Welke taal?"),
        choices=[(code, NAMES[code]) for code in FAMILY_LANGUAGES],
        error_messages={"required": gettext_lazy("Kies een taal.")},
    )

    def __init__(self, *args: Any, people: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "who", [("", _("Kies iemand")), *((str(one), name) for one, name in people)])


class BetterForm(Form):
    """Better words for one text: a field for each form that the language has."""

    def __init__(self, *args: Any, text: Text, language: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=text.key[:12], **kwargs)
        many = len(text.words) > 1
        for place, said in enumerate(text.words):
            numbers = NUMBERS.get(language, ())
            about = numbers[place] if many and place < len(numbers) else ""
            label = _("Beter, bij %(numbers)s") % {"numbers": about} if about else _("Beter zo")
            field = TextField(label=label, rows=3, initial=said, max_length=2000)
            field.widget.attrs |= {"lang": language, "dir": _dir(language)}
            self.ask(f"words_{place}", field)

    @property
    def better(self) -> list[str]:
        """The words as typed, a form after the other."""
        return [self.cleaned_data[name] for name in self.fields]


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """A language, and how far its reading is."""

    name: str
    href: str
    progress: str
    reviewers: tuple[ReviewerOn, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text to read: Dutch and French, the translation, what was written instead, and its form."""

    text: Text
    french: tuple[str, ...]
    better: tuple[str, ...]
    is_right: bool
    form: BetterForm
    opened: bool


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*STAFF_ROLES)
def list_translations(request: SignedRequest) -> HttpResponse:
    """The languages that one reads; for the administrator all of them, who reads them, and naming somebody."""
    acting, is_admin = request.acting, request.acting.role == Role.ADMIN
    mine = reads(acting)
    if not is_admin and not mine:
        raise Http404
    form = NameForm(request.POST if request.method == "POST" else None, people=who_can_read(acting))
    if request.method == "POST" and not is_admin:
        raise Http404
    if form.is_valid():
        try:
            name_reviewer(
                acting,
                staff_member_id=UUID(form.cleaned_data["who"]),
                language=form.cleaned_data["language"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("wie deze vertaling leest.")))
            return redirect("words:list-translations")
    named = reviewers(acting) if is_admin else []
    lines = [
        LanguageLine(
            NAMES[code],
            reverse("words:read-translation", args=[code]) if code in mine else "",
            _progress(catalogue(code), verdicts(acting, code)),
            tuple(one for one in named if one.language == code),
        )
        for code in (FAMILY_LANGUAGES if is_admin else mine)
    ]
    context = {
        "crumbs": _crumbs(is_admin, Crumb(_("Vertalingen"))),
        "lines": lines,
        "form": form if is_admin else None,
    }
    return render(request, "words/list-translations.html", context, status=422 if form.errors else 200)


@require_POST
@roles(Role.ADMIN)
def stop_reviewer(request: SignedRequest, reviewer_id: UUID) -> HttpResponse:
    """Somebody reads no more; what they found stays."""
    end_reviewer(request.acting, reviewer_id=reviewer_id)
    messages.success(request, words.kept(_("deze persoon leest de vertaling niet meer.")))
    return redirect("words:list-translations")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*STAFF_ROLES)
def read_translation(request: SignedRequest, language: str) -> HttpResponse:
    """Twenty texts at a time, with Dutch and French beside them: right, or said better."""
    acting = request.acting
    if language not in reads(acting):
        raise Http404
    texts, found = catalogue(language), verdicts(acting, language)
    shown = request.GET.get("toon", "")
    state = SHOWN.get(shown, TextState.UNREAD)
    fits = [one for one in texts if state_of(one, found.get(one.key)) is state]
    start = _start(request, len(fits))
    refused: BetterForm | None = None
    if request.method == "POST":
        refused = _review(request, language, texts)
        if refused is None:
            return redirect(request.get_full_path())
    here = fits[start : start + AT_ONCE]
    tried = request.POST.get("key", "")
    if refused is not None and all(one.key != tried for one in here):
        here = [one for one in texts if one.key == tried] + here
    lines = [_line(one, language, found.get(one.key), refused if one.key == tried else None) for one in here]
    context = {
        "crumbs": _crumbs(
            acting.role == Role.ADMIN,
            Crumb(_("Vertalingen"), reverse("words:list-translations")),
            Crumb(NAMES[language]),
        ),
        "language": language,
        "dir": _dir(language),
        "name": NAMES[language],
        "progress": _progress(texts, found),
        "pills": _pills(texts, found, state),
        "lines": lines,
        "refused": refused,
        "next_href": _page(shown, start + AT_ONCE) if start + AT_ONCE < len(fits) else "",
        "previous_href": _page(shown, max(0, start - AT_ONCE)) if start else "",
    }
    return render(request, "words/read-translation.html", context, status=422 if refused is not None else 200)


def _review(request: SignedRequest, language: str, texts: tuple[Text, ...]) -> BetterForm | None:
    """Keep what was found of one text; the form again when it was refused."""
    text = next((one for one in texts if one.key == request.POST.get("key")), None)
    if text is None:
        raise Http404
    better = "better" in request.POST
    form = BetterForm(request.POST if better else {}, text=text, language=language)
    if better and not form.is_valid():
        return form
    try:
        review_text(
            request.acting,
            language=language,
            text_key=text.key,
            read=request.POST.get("read", ""),
            better=form.better if better else (),
        )
    except RuleBroken as error:
        form.is_valid()
        form.refuse(error)
        return form
    messages.success(request, words.kept(_("dank je, wat je las is bewaard.")))
    return None


def _line(text: Text, language: str, verdict: Verdict | None, refused: BetterForm | None) -> TextLine:
    with override("fr"):
        french = (
            tuple(ngettext(text.dutch[0], text.dutch[1], number) for number in (1, 2))
            if len(text.dutch) > 1
            else (_(text.dutch[0]),)
        )
    return TextLine(
        text,
        french if french != text.dutch else (),
        verdict.better if verdict else (),
        state_of(text, verdict) is TextState.RIGHT,
        refused or BetterForm(text=text, language=language),
        refused is not None,
    )


def _dir(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def _start(request: SignedRequest, most: int) -> int:
    asked = request.GET.get("vanaf", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    return start if start < most else 0


def _page(shown: str, start: int) -> str:
    return f"?{urlencode([('toon', shown), ('vanaf', str(start))])}"


def _progress(texts: tuple[Text, ...], found: Mapping[str, Verdict]) -> str:
    read = sum(state_of(one, found.get(one.key)) is not TextState.UNREAD for one in texts)
    return _("%(read)d van %(all)d teksten gelezen") % {"read": read, "all": len(texts)}


def _pills(texts: tuple[Text, ...], found: Mapping[str, Verdict], state: TextState) -> list[Pill]:
    count = dict.fromkeys(TextState, 0)
    for text in texts:
        count[state_of(text, found.get(text.key))] += 1
    return [
        Pill(LABELS[one], f"?toon={shown}", count[one], current=one is state) for shown, one in SHOWN.items()
    ]


def _crumbs(is_admin: bool, *more: Crumb) -> list[Crumb]:
    return [Crumb(_("Instellingen"), reverse("words:list-kinds")), *more] if is_admin else list(more)
