"""Walking through the form as a visitor does: page after page, following each redirect."""

from typing import Any

from django.test import Client

from tests.cast import MARKER

WORDS = MARKER.format("vraag")
VIEW = MARKER.format("kijk")
NAME = MARKER.format("familienaam")
GIVEN = MARKER.format("voornaam")
PHONE = "089 00 00 77"

# The pages of a referrer with the answers of one who knows little.
REFERRER: dict[str, dict[str, Any]] = {
    "/aanmelden/": {"referrer_type": "clb"},
    "/aanmelden/stap/gevaar/": {"acute_danger": "no"},
    "/aanmelden/stap/weten/": {"family_informed": "yes"},
    "/aanmelden/stap/plaats/": {"place": "9901"},
    "/aanmelden/gezin/1/": {"role": "child", "given_name": GIVEN, "day_day": "3/5/2019"},
    "/aanmelden/gezin/": {"more": "no"},
    "/aanmelden/stap/contact/": {
        "family_name": NAME,
        "family_phone": PHONE,
        "safe_to_contact": "unknown",
    },
    "/aanmelden/stap/taal/": {"language": "nl", "interpreter": "unknown"},
    "/aanmelden/stap/vraag/": {"question": WORDS, "going_well": "Ze lachen veel."},
    "/aanmelden/stap/kijk/": {"referrer_view": VIEW, "domains": ["school"]},
    "/aanmelden/papieren/": {},
    "/aanmelden/stap/aanmelder/": {"referrer_name": "An Voorbeeld", "referrer_phone": "089 00 00 01"},
}
OWN: dict[str, dict[str, Any]] = {
    "/aanmelden/zelf/": {"acute_danger": "unknown"},
    "/aanmelden/stap/plaats/": {"place": "9901"},
    "/aanmelden/gezin/1/": {"role": "child", "is_me": "on"},
    "/aanmelden/gezin/": {"more": "no"},
    "/aanmelden/stap/contact/": {"family_email": "iemand@example.org", "safe_to_contact": "yes"},
    "/aanmelden/stap/taal/": {"language": "other", "other_language": "Lingala", "interpreter": "yes"},
    "/aanmelden/stap/vraag/": {"question": WORDS},
    "/aanmelden/papieren/": {},
}

YOUNG: dict[str, dict[str, Any]] = {
    "/aanmelden/jong/": {"acute_danger": "no"},
    "/aanmelden/stap/jij/": {"given_name": GIVEN, "age": "15", "language": "nl"},
    "/aanmelden/stap/plaats/": {"place": "9901"},
    "/aanmelden/stap/contact/": {"preferred_contact": "via juf Els op school", "safe_to_contact": "yes"},
    "/aanmelden/stap/ouders/": {"parents_may_know": "no"},
    "/aanmelden/stap/vraag/": {"question": WORDS},
    "/aanmelden/papieren/": {},
}
CONSULT: dict[str, dict[str, Any]] = {
    "/aanmelden/": {"referrer_type": "school"},
    "/aanmelden/stap/gevaar/": {"acute_danger": "no"},
    "/aanmelden/stap/weten/": {"family_informed": "no"},
    "/aanmelden/stap/plaats/": {"place": "9901"},
    "/aanmelden/stap/leeftijden/": {"ages": "4, 7 en 15 jaar"},
    "/aanmelden/stap/overleg/": {"referrer_view": VIEW},
    "/aanmelden/stap/aanmelder/": {"referrer_name": "An Voorbeeld", "referrer_phone": "089 00 00 01"},
}


def fill(
    client: Client, pages: dict[str, dict[str, Any]], *, read: bool = False, **changed: dict[str, Any]
) -> list[str]:
    """Send every page; gives the addresses that were opened. `changed` adds answers to a page by its slug.

    With `read` each page is opened before it is sent, as people do; one test of each way through does.
    """
    opened = []
    for address, answers in pages.items():
        slug = address.strip("/").rpartition("/")[2]
        if read:
            shown = client.get(address)
            assert shown.status_code == 200, (address, shown.status_code)
        sent = client.post(address, answers | changed.get(slug, {}))
        assert sent.status_code == 302, (address, sent.content.decode()[:3000])
        opened += [address, sent["Location"]]
    return opened
