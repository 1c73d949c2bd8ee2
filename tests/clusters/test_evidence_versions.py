"""A newer version of a file: where it takes the old one's place, and where the old one stays."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters import actions, evidence_actions
from clusters.models import Entry, EvidenceFile, EvidenceLink, Indicator, Period, Sheet
from clusters.queries import entries_with_current_evidence, evidence_suffices
from clusters.review_queries import claims_of
from kla.audit.models import Record
from tests.clusters.papers import DECLARED, SimpleUploadedFile, pdf
from tests.clusters.reviewing import entry_of
from tests.world import build_user, fill, sheet_of

ONE, TWO, THREE, FIVE, SEVEN = (pdf(pages) for pages in (1, 2, 3, 5, 7))


@pytest.fixture
def sheet(city, settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path
    return sheet_of(city, "health")


def add(sheet, by, content, code="KES-01", until=None, **more):
    return evidence_actions.add_evidence(
        sheet,
        Indicator.objects.get(code=code),
        name="rekap.pdf",
        content=content,
        valid_until=until,
        declared=True,
        by=by,
        **more,
    )


def page_of(file, code="KES-01"):
    link = EvidenceLink.objects.get(file=file, entry__indicator__code=code)
    return reverse("clusters:evidence-replace", args=[link.pk])


def renew(client, file, content, code="KES-01", seen=None, **more):
    sent = {"file": SimpleUploadedFile("baru.pdf", content), "seen": seen or file.pk}
    return client.post(page_of(file, code), sent | DECLARED | more)


def on(code):
    links = EvidenceLink.objects.filter(entry__indicator__code=code)
    return list(links.values_list("file__received_sha256", flat=True))


def sha(file):
    return file.received_sha256


def mark(code, mark, by):
    marked = {"mark": mark, "marked_by": by, "marked_at": timezone.now()}
    if mark == "returned":
        marked["reason"] = "buram"
    Entry.objects.filter(indicator__code=code).update(**marked)


def test_a_newer_version_takes_the_place_and_the_old_one_stays(ani, sheet, cast, tmp_path):
    old = add(sheet, cast.ani, ONE, until=date(2026, 6, 30))
    response = renew(ani, old, TWO, valid_until="2027-12-31")
    assert (response.status_code, response.url) == (302, f"/lembar/{sheet.pk}/#ind-KES-01")
    new = EvidenceFile.objects.get(replaces=old)
    assert (new.name, new.pages, new.valid_until) == ("baru.pdf", 2, date(2027, 12, 31))
    assert (new.first_version, old.root_id, new.root_id) == (old, old.pk, old.pk)
    assert EvidenceLink.objects.get().file == new
    assert (tmp_path / old.stored_name).exists()
    record = Record.objects.get(verb="evidence.replace")
    entry = entry_of(sheet, "KES-01")
    assert record.detail == {"code": "KES-01", "replaces": old.pk, "entries": [entry.pk]}
    page = ani.get(sheet.get_absolute_url())
    address = reverse("clusters:evidence-versions", args=[new.pk])
    assert address in page.text
    listed = ani.get(address)
    assert [(n, v.pk) for n, v in listed.context["versions"]] == [(2, new.pk), (1, old.pk)]
    served = ani.get(reverse("clusters:evidence-download", args=[old.pk]))
    assert b"".join(served.streaming_content) == (tmp_path / old.stored_name).read_bytes()


def test_every_own_entry_that_may_be_written_follows_and_no_other(ani, sheet, cast, city):
    old = add(sheet, cast.ani, ONE)
    add(sheet, cast.ani, ONE, code="KES-02")
    add(sheet_of(city, "education"), cast.ani, ONE, code="PEN-01")
    handed_in = sheet_of(city, "education")
    Sheet.objects.filter(pk=handed_in.pk).update(state="submitted")
    kiki = build_user("kiki", "operator", city.kelurahan[0], clusters=["family_environment"])
    add(sheet_of(city, "family_environment"), kiki, ONE, code="KEL-06")
    ani_only = build_user("lulu", "operator", city.kelurahan[0], clusters=["health"])
    client = Client()
    client.force_login(ani_only)
    assert renew(client, old, TWO).status_code == 302
    new = EvidenceFile.objects.get(replaces=old)
    assert on("KES-01") == on("KES-02") == [sha(new)]
    assert on("PEN-01") == on("KEL-06") == [sha(old)]
    (claim,) = [c for c in claims_of(handed_in) if c.indicator.code == "PEN-01"]
    assert [(proof.is_old, proof.number, proof.newest) for proof in claim.proofs] == [
        (True, 1, new)
    ]
    assert any("versi yang lebih baru" in notice for notice in claim.notices)


def test_an_approval_is_not_carried_over_by_a_newer_version(ani, sheet, cast):
    """KES-02 was accepted with the old version, KES-01 came back; both used the same file."""
    fill(sheet, "KES-09", cast.ani, value=3)
    for code in ("KES-01", "KES-02"):
        fill(sheet, code, cast.ani, numerator=9, denominator=10)
        old = add(sheet, cast.ani, ONE, code=code)
    mark("KES-01", "returned", cast.budi)
    mark("KES-02", "accepted", cast.budi)
    Sheet.objects.filter(pk=sheet.pk).update(state="returned")
    assert renew(ani, old, TWO, code="KES-02").status_code == 422
    assert renew(ani, old, TWO).status_code == 302
    new = EvidenceFile.objects.get(replaces=old)
    assert (on("KES-01"), on("KES-02")) == ([sha(new)], [sha(old)])
    sheet.refresh_from_db()
    actions.submit_sheet(sheet, version=sheet.version, by=cast.ani)
    assert [entry_of(sheet, code).mark for code in ("KES-01", "KES-02")] == ["", "accepted"]


@pytest.mark.parametrize("until", [None, date(2026, 12, 31), date(2026, 12, 30)])
def test_what_counts_is_how_long_the_newest_version_is_valid(sheet, cast, city, until):
    old = add(sheet, cast.ani, ONE, until=date(2026, 12, 31))
    entry = entry_of(sheet, "KES-01")
    Sheet.objects.filter(pk=sheet.pk).update(state="verified")
    other = sheet_of(city, "education")
    add(other, cast.ani, ONE, code="PEN-01", until=date(2026, 12, 31))
    new = add(other, cast.ani, TWO, code="PEN-01", until=until, replaces=old)
    newest = add(other, cast.ani, THREE, code="PEN-01", until=until, replaces=new)
    assert on("KES-01") == [sha(old)]
    assert newest.first_version == old
    enough = until != date(2026, 12, 30)
    assert evidence_suffices(entry) is enough
    assert (entry.pk in entries_with_current_evidence(city.period)) is enough


def test_a_version_that_is_no_new_one_is_told(ani, sheet, cast, tmp_path):
    old = add(sheet, cast.ani, ONE)
    add(sheet, cast.ani, FIVE, code="KES-02")
    before = {path.name for path in tmp_path.iterdir()}
    same = renew(ani, old, ONE)
    assert "sama dengan versi sekarang" in same.context["form"].errors["file"][0]
    known = renew(ani, old, FIVE)
    assert "sudah tersimpan sebagai rekap.pdf" in known.context["form"].errors["file"][0]
    assert "Berkas ini kosong." in renew(ani, old, b"").text
    assert "declared" in renew(ani, old, SEVEN, declared="").context["form"].errors
    assert {path.name for path in tmp_path.iterdir()} == before
    assert not EvidenceFile.objects.filter(replaces=old).exists()
    assert renew(ani, old, ONE, valid_until="2027-12-31").status_code == 302  # longer valid


def test_two_who_replace_the_same_version_do_not_lose_one(ani, sheet, cast):
    old = add(sheet, cast.ani, ONE)
    new = add(sheet, cast.ani, TWO, replaces=old)
    late = renew(ani, new, THREE, seen=old.pk)
    assert late.status_code == 422
    assert "baru saja diganti" in late.context["form"].errors["file"][0]
    with pytest.raises(ValidationError, match="baru saja diganti"):
        add(sheet, cast.ani, THREE, replaces=old)
    assert EvidenceFile.objects.count() == 2
    with pytest.raises(ValidationError, match="tidak dipakai di isian ini"):
        add(sheet, cast.ani, THREE, code="KES-02", replaces=new)


def test_the_table_holds_a_version_to_its_first(sheet, cast):
    old = add(sheet, cast.ani, ONE)
    other = add(sheet, cast.ani, TWO)
    with pytest.raises(IntegrityError):
        EvidenceFile.objects.filter(pk=other.pk).update(replaces=old)


@pytest.mark.parametrize("who", ["budi", "citra", "dewi", "eko", "fitri", "gita"])
def test_nobody_else_replaces(client, sheet, cast, who):
    old = add(sheet, cast.ani, ONE)
    client.force_login(getattr(cast, who))
    assert client.get(page_of(old)).status_code == 404
    assert renew(client, old, TWO).status_code == 404
    assert EvidenceFile.objects.count() == 1


def test_old_versions_and_previews_are_there_for_those_who_read_the_sheet(sheet, city, cast):
    old = add(sheet, cast.ani, ONE)
    new = add(sheet, cast.ani, TWO, replaces=old)
    cast.hadi = build_user("hadi", "operator", city.kelurahan[1])
    cast.ira = build_user("ira", "reviewer", city.kota, clusters=["education"])
    for name in ("download", "versions", "preview"):
        for file in (old, new):
            address, seen = reverse(f"clusters:evidence-{name}", args=[file.pk]), set()
            for person, user in vars(cast).items():
                client = Client()
                client.force_login(user)
                response = client.get(address)
                response.getvalue()
                if response.status_code == 200:
                    seen.add(person)
            assert seen == {"ani", "budi", "dewi"}, (name, file)


def test_a_closed_year_keeps_what_it_was_proven_with(sheet, cast, city):
    """Last year's entry hangs on the version of last year; the newer one is valid longer."""
    old = add(sheet, cast.ani, ONE, until=date(2026, 12, 31))
    entry = entry_of(sheet, "KES-01")
    Sheet.objects.filter(pk=sheet.pk).update(state="locked")
    Period.objects.filter(pk=city.period.pk).update(
        state="closed", deadline=timezone.now() - timedelta(days=1)
    )
    other = sheet_of(city, "education")
    Sheet.objects.filter(pk=other.pk).update(open_until=timezone.now() + timedelta(days=1))
    add(other, cast.ani, ONE, code="PEN-01", until=date(2026, 12, 31))
    add(other, cast.ani, TWO, code="PEN-01", until=date(2027, 12, 31), replaces=old)
    assert on("KES-01") == [sha(old)]
    assert evidence_suffices(entry)
