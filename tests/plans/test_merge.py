"""Putting together what two people wrote: nothing that either wrote is ever lost, whatever they wrote."""

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eenplan.plans.rules import Clash, compared, join_drafts, merge_fields, merge_text

# Sentences out of few words, so that the same ones come back on both sides, and separators as people type them.
sentence = st.builds(
    lambda words, stop: " ".join(words) + stop,
    st.lists(
        st.sampled_from(["huis", "tuin", "wij", "نور", "👩‍👧", "Zoë", "14.02", "e.d", "“ja”"]),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([".", "!", "?", "…", ".”", ""]),
)
text = st.builds(
    lambda parts: "".join(piece + gap for piece, gap in parts),
    st.lists(st.tuples(sentence, st.sampled_from([" ", "\n", "\r\n\r\n", "  "])), max_size=6),
)
anything = st.one_of(text, st.text(max_size=60))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text and two versions of it in which sentences were left out, changed and added."""
    base = draw(st.lists(sentence, max_size=6))

    def side() -> str:
        kept = [one for one in base if draw(st.integers(0, 4))]
        for _ in range(draw(st.integers(0, 3))):
            kept.insert(draw(st.integers(0, len(kept))), draw(sentence))
        return draw(st.sampled_from([" ", "\n"])).join(kept)

    return " ".join(base), side(), side()


three = st.one_of(st.tuples(anything, anything, anything), edited())


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def tokens(text: str) -> Counter[str]:
    """The words of a text, and every other sign that is not space."""
    return Counter(re.findall(r"\w+|[^\w\s]", text))


@given(anything, anything)
def test_who_is_alone_in_changing_gets_their_own_text(base: str, changed: str) -> None:
    assert merge_text(base, changed, base) == plain(changed)
    assert merge_text(base, base, changed) == plain(changed)
    assert merge_text(base, changed, changed) == plain(changed)
    assert merge_text(base, base, base) == plain(base)


@settings(max_examples=400)
@given(three)
def test_no_word_of_either_is_lost(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    found = merge_text(base, theirs, mine)
    whole = found.both if isinstance(found, Clash) else found
    assert whole is not None
    for side in (theirs, mine):
        written = tokens(plain(side)) - tokens(plain(base))
        assert not written - tokens(whole), (found, side)


@settings(max_examples=400)
@given(three)
def test_each_choice_keeps_what_that_side_wrote(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    found = merge_text(base, theirs, mine)
    if isinstance(found, Clash):
        assert not (tokens(plain(theirs)) - tokens(plain(base))) - tokens(str(found.theirs))
        assert not (tokens(plain(mine)) - tokens(plain(base))) - tokens(str(found.mine))


@settings(max_examples=400)
@given(three)
def test_it_does_not_matter_who_came_first(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    one, other = merge_text(base, theirs, mine), merge_text(base, mine, theirs)
    assert isinstance(one, Clash) == isinstance(other, Clash)
    if isinstance(one, Clash) and isinstance(other, Clash):
        assert tokens(str(one.theirs)) == tokens(str(other.mine))
        assert tokens(str(one.mine)) == tokens(str(other.theirs))
    else:
        assert tokens(str(one)) == tokens(str(other))


@settings(max_examples=400)
@given(three)
def test_nothing_comes_from_nowhere(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = (plain(one) for one in texts)
    found = merge_text(base, theirs, mine)
    for whole in (found.theirs, found.mine) if isinstance(found, Clash) else (found,):
        assert not set(tokens(str(whole))) - set(tokens(base)) - set(tokens(theirs)) - set(tokens(mine))


@given(three)
def test_what_everybody_left_standing_stays(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    found = merge_text(base, f"Samen. {theirs}", f"Samen. {mine}")
    again = merge_text(f"Samen. {base}", f"Samen. {theirs}", f"Samen. {mine}")
    for one in (found, again):
        whole = one.both if isinstance(one, Clash) else one
        assert "Samen." in str(whole)


@given(anything, anything)
def test_stretches_that_differ_make_the_whole_again(old: str, new: str) -> None:
    assert "".join(words for words, _new in compared(old, new)) == plain(new)


BASE = "We wonen klein. De kinderen delen een kamer. Oma helpt."


def test_changes_in_other_sentences_go_together() -> None:
    theirs = BASE.replace("Oma helpt.", "Oma helpt op woensdag.")
    mine = BASE.replace("We wonen klein.", "We wonen veel te klein.")
    assert merge_text(BASE, theirs, mine) == (
        "We wonen veel te klein. De kinderen delen een kamer. Oma helpt op woensdag."
    )


def test_next_to_each_other_is_not_in_the_way() -> None:
    theirs = BASE.replace("We wonen klein.", "We wonen te klein.")
    mine = BASE.replace("De kinderen delen een kamer.", "De jongens delen een kamer.")
    assert merge_text(BASE, theirs, mine) == "We wonen te klein. De jongens delen een kamer. Oma helpt."


def test_the_same_sentence_is_asked() -> None:
    # word by word this would give 'geen grotere kamer', which nobody said
    base = "We willen een kamer. Oma helpt."
    found = merge_text(
        base, "We willen een grotere kamer. Oma helpt.", "We willen geen kamer. Oma helpt. Nog iets."
    )
    assert found == Clash(
        base,
        "We willen een grotere kamer. Oma helpt. Nog iets.",
        "We willen geen kamer. Oma helpt. Nog iets.",
        "We willen een grotere kamer. We willen geen kamer. Oma helpt. Nog iets.",
    )


def test_two_additions_at_the_end_are_asked() -> None:
    found = merge_text("Oma helpt.", "Oma helpt. Nonkel ook.", "Oma helpt. De buur ook.")
    assert isinstance(found, Clash)
    assert found.both == "Oma helpt. Nonkel ook. De buur ook."


def test_leaving_out_what_the_other_changed_is_asked() -> None:
    found = merge_text(BASE, BASE.replace(" Oma helpt.", ""), BASE.replace("Oma helpt.", "Oma helpt graag."))
    assert isinstance(found, Clash)
    assert "graag" in str(found.mine)
    assert "graag" in str(found.both)


def test_fields_merge_each_by_itself() -> None:
    base = {"text": "Rust.", "score_now": "3", "target_date": "", "whose": "a", "people": ("a",)}
    theirs = {**base, "score_now": "5", "target_date": "2026-12-01", "people": ("a", "b")}
    mine = {**base, "text": "Rust in huis.", "score_now": "4", "whose": "b"}
    found = merge_fields(base, theirs, mine, {"text"})
    assert found.values == {
        "text": "Rust in huis.", "score_now": "4", "target_date": "2026-12-01", "whose": "b", "people": ("a", "b"),
    }  # fmt: skip
    assert found.clashes == {"score_now": Clash("3", "5", "4")}
    assert found.taken_over == {"target_date", "people"}


@given(
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("12")),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("12")),
)
def test_without_a_base_every_difference_is_asked(theirs: dict[str, str], mine: dict[str, str]) -> None:
    found = merge_fields({}, theirs, mine, frozenset())
    assert set(found.clashes) == {name for name in mine if name in theirs and theirs[name] != mine[name]}
    assert dict(found.values) == mine


@pytest.mark.parametrize("line", ["\r\n", "\n", "\r"])
def test_line_ends_of_browsers_are_no_changes(line: str) -> None:
    base = "Eén.\nTwee."
    assert merge_text(base, "Eén.\nTwee. Drie.", f"Eén.{line}Twee.") == "Eén.\nTwee. Drie."


@given(anything, anything, anything)
@example("een", "geen", "")
def test_a_late_device_takes_no_word_of_what_was_kept_meanwhile(kept: str, late: str, other: str) -> None:
    fields = join_drafts({"text": [kept], "day": [other]}, {"text": [late], "day": ["1"]}, {"text"})
    assert not tokens(kept) - tokens(fields["text"][0])
    assert not tokens(late) - tokens(fields["text"][0])
    assert fields["day"] == ["1"]
    assert join_drafts({}, {"text": [late]}, {"text"}) == {"text": [late]}


class Device:
    """Somebody with the piece open: what the page showed, what stands in the field, and what the device keeps."""

    def __init__(self) -> None:
        self.base = self.typed = ""

    def opens(self, text: str) -> None:
        self.base = self.typed = text

    def saves(self, standing: str) -> str:
        merged = merge_text(self.base, standing, self.typed)
        saved = merged if isinstance(merged, str) else merged.both
        assert saved is not None
        self.opens(saved)
        return saved


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.sampled_from(["first", "second"]), st.sampled_from(["type", "insert", "save", "late"])),
        max_size=14,
    )
)
def test_any_order_of_typing_and_saving_on_two_devices_loses_no_word(turns: list[tuple[str, str]]) -> None:
    """Each sentence that anybody ever typed stands in the plan at the end, whoever was without a connection."""
    devices = {"first": Device(), "second": Device()}
    standing, drafts, said = "Wij zijn met vier.", {}, []
    for one in devices.values():
        one.opens(standing)
    for number, (who, act) in enumerate(turns):
        device = devices[who]
        if act in ("type", "insert"):
            said.append(f"Zin {number} van {who}.")
            parts = [said[-1], device.typed] if act == "insert" else [device.typed, said[-1]]
            device.typed = " ".join(parts)
        elif act == "late":  # the line came back: what the device kept joins what its author kept elsewhere
            joined = join_drafts(drafts, {"text": [device.typed]}, {"text"})
            device.typed, drafts = joined["text"][0], joined
        else:
            standing, drafts = device.saves(standing), {}
    for device in devices.values():
        standing = device.saves(standing)
    lost = [sentence for sentence in said if sentence not in standing]
    assert not lost
