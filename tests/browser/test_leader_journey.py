"""A leader with ten seconds: signs in on a phone and knows what changed; the light page prints on one sheet."""

import re

from playwright.sync_api import expect

SCREEN = 844
expect.set_options(timeout=90_000)


def test_a_leader_on_a_phone_signs_in_and_knows_in_one_screen_what_changed(visit):
    window = visit(width=390, height=SCREEN)
    page = window.page
    window.sign_in("pimpinan")
    page.wait_for_url(re.compile("/ringkasan"))
    window.settle()
    told = page.get_by_role("heading", level=1)
    expect(told).to_contain_text("Kutai Barat naik ke merah")
    box = told.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < SCREEN
    window.picture("pimpinan-ponsel-ringkasan")

    page.get_by_role("link", name="Halaman ringan").click()
    page.wait_for_url(re.compile("/kilas"))
    first = page.locator(".rows li").first
    expect(first).to_contain_text("Kutai Barat")
    expect(first).to_contain_text("Blokade jalan angkut")
    expect(first.locator(".act")).not_to_be_empty()
    box = first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < SCREEN
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    window.picture("pimpinan-ponsel-kilas")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.get_by_role("link", name="Menu").click()
    page.wait_for_url(re.compile("/ringkasan"))
    assert window.foreign_requests() == []


def test_the_first_screen_of_a_leader_needs_no_scrolling_and_names_nobody(visit):
    window = visit()
    window.sign_in("pimpinan")
    window.page.wait_for_url(re.compile("/ringkasan"))
    window.map_frame()
    main = "document.querySelector('.stMain')"
    assert window.page.evaluate(f"{main}.scrollHeight - {main}.clientHeight") <= 0
    expect(window.page.locator("body")).not_to_contain_text(re.compile("paspor", re.IGNORECASE))
    window.picture("pimpinan-ringkasan")
