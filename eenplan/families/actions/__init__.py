"""What can be done to a family's file. One verb each; see `core.actions`."""

from eenplan.families.actions.attachments import (
    add_attachment,
    add_drawing,
    check_room,
    end_attachment,
    release_attachment,
)
from eenplan.families.actions.cards import (
    issue_card,
    issue_guest_card,
    issue_trusted_card,
    open_card,
    open_with_pin,
    revoke_card,
)
from eenplan.families.actions.contacts import cancel_contact, hold_contact, plan_contact, record_contact
from eenplan.families.actions.corrections import (
    FamilyFields,
    change_family,
    change_person,
    correct_person,
    known_family,
    known_person,
)
from eenplan.families.actions.entrances import (
    add_entrance,
    ask_code,
    confirm_entrance,
    end_entrance,
    key_of,
    open_with_code,
    send_confirmation,
    understood,
)
from eenplan.families.actions.families import (
    NewDetail,
    NewPerson,
    add_person,
    create_family,
    note_detail,
)
from eenplan.families.actions.homes import (
    HomeFields,
    keep_home,
    note_informed,
    record_birth,
    tie,
    untie,
)
from eenplan.families.actions.items import (
    NewItem,
    end_item,
    move_about,
    relabel,
    say,
    write_item,
    write_items,
)
from eenplan.families.actions.language import choose_language
from eenplan.families.actions.national import (
    note_national_number,
    remove_national_number,
    show_national_number,
)
from eenplan.families.actions.own_keys import add_own_key, end_own_key, open_with_key
from eenplan.families.actions.safety import say_not_safe, say_safe_again
from eenplan.families.actions.ties import (
    KinshipFields,
    RelativeFields,
    draw_tie,
    note_death,
    note_relative,
    rub_out,
)
from eenplan.families.actions.together import take_in
from eenplan.families.actions.translating import note_language, translate
from eenplan.families.rules import Labels, Whose

__all__ = [
    "FamilyFields",
    "HomeFields",
    "KinshipFields",
    "Labels",
    "NewDetail",
    "NewItem",
    "NewPerson",
    "RelativeFields",
    "Whose",
    "add_attachment",
    "add_drawing",
    "add_entrance",
    "add_own_key",
    "add_person",
    "ask_code",
    "cancel_contact",
    "change_family",
    "change_person",
    "check_room",
    "choose_language",
    "confirm_entrance",
    "correct_person",
    "create_family",
    "draw_tie",
    "end_attachment",
    "end_entrance",
    "end_item",
    "end_own_key",
    "hold_contact",
    "issue_card",
    "issue_guest_card",
    "issue_trusted_card",
    "keep_home",
    "key_of",
    "known_family",
    "known_person",
    "move_about",
    "note_death",
    "note_detail",
    "note_informed",
    "note_language",
    "note_national_number",
    "note_relative",
    "open_card",
    "open_with_code",
    "open_with_key",
    "open_with_pin",
    "plan_contact",
    "record_birth",
    "record_contact",
    "relabel",
    "release_attachment",
    "remove_national_number",
    "revoke_card",
    "rub_out",
    "say",
    "say_not_safe",
    "say_safe_again",
    "send_confirmation",
    "show_national_number",
    "take_in",
    "tie",
    "translate",
    "understood",
    "untie",
    "write_item",
    "write_items",
]
