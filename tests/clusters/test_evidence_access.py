"""Evidence that is kept: who opens it, how it is served, and that it is never deleted."""

import hashlib
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters import actions, evidence_actions
from clusters.answers import Answer
from clusters.models import Entry, EvidenceFile, EvidenceLink, Indicator, Sheet
from clusters.queries import evidence_suffices
from kla.accounts.actions import hand_over
from kla.accounts.models import Assignment, User
from kla.audit.models import Record
from tests.clusters.papers import bring, pdf, picture
from tests.world import build_user, sheet_of

LIST = reverse("clusters:evidence-list")


@pytest.fixture
def sheet(city, settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path
    return sheet_of(city, "health")


def add(sheet, by, content=None, code="KES-01", name="rekap.pdf", until=None):
    return evidence_actions.add_evidence(
        sheet,
        Indicator.objects.get(code=code),
        name=name,
        content=content or pdf(),
        valid_until=until,
        declared=True,
        by=by,
    )


def open_as(user, file, **asked):
    client = Client()
    client.force_login(user)
    response = client.get(address(file), asked)
    response.body = response.getvalue()  # read to its end, so that the file is closed
    return response


def kept_in(folder):
    return {path.name for path in folder.iterdir()}


def address(file):
    return reverse("clusters:evidence-download", args=[file.pk])


def unlink(client, file):
    link = EvidenceLink.objects.get(file=file)
    return client.post(reverse("clusters:evidence-unlink", args=[link.pk]))


def test_it_is_there_for_those_who_may_read_the_sheet_only(sheet, city, cast):
    file = add(sheet, cast.ani)
    cast.hadi = build_user("hadi", "operator", city.kelurahan[1])
    cast.ira = build_user("ira", "reviewer", city.kota, clusters=["education"])
    cast.joko = build_user("joko", "reviewer", city.kelurahan[0])
    cast.kiki = build_user("kiki", "operator", city.kelurahan[0], clusters=["education"])
    seen = {name for name, user in vars(cast).items() if open_as(user, file).status_code == 200}
    assert seen == {"ani", "budi", "dewi", "joko"}
    assert Client().get(address(file)).status_code == 302
    assert open_as(cast.ani, EvidenceFile(pk=file.pk + 1000)).status_code == 404


def test_every_look_is_recorded_and_no_refused_one(sheet, cast):
    file = add(sheet, cast.ani)
    open_as(cast.budi, file)
    open_as(cast.dewi, file, tampil="1")
    open_as(cast.citra, file)
    records = Record.objects.filter(verb="evidence.download").order_by("pk")
    assert [(r.by, r.area, r.thing) for r in records] == [
        (cast.budi, sheet.area, f"evidencefile:{file.pk}"),
        (cast.dewi, sheet.area, f"evidencefile:{file.pk}"),
    ]


@pytest.mark.parametrize(
    ("content", "kind"), [(pdf(), "application/pdf"), (picture("JPEG"), "image/jpeg")]
)
@pytest.mark.parametrize(("asked", "word"), [({}, "attachment"), ({"tampil": "1"}, "inline")])
def test_the_browser_is_fenced_in(sheet, cast, content, kind, asked, word):
    file = add(sheet, cast.ani, content, name='bukti; x="y".pdf')
    response = open_as(cast.ani, file, **asked)
    assert hashlib.sha256(response.body).hexdigest() == file.kept_sha256
    assert response["Content-Length"] == str(len(response.body))
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].partition(";")[0] == word
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-store"


def test_a_kind_that_is_not_known_to_be_harmless_is_never_shown_inline(sheet, cast):
    file = add(sheet, cast.ani)
    EvidenceFile.objects.filter(pk=file.pk).update(content_type="text/html")
    response = open_as(cast.ani, file, tampil="1")
    assert response["Content-Disposition"].startswith("attachment")


def test_a_file_gone_from_the_disk_is_a_404_without_a_record(sheet, cast, tmp_path):
    file = add(sheet, cast.ani)
    (tmp_path / file.stored_name).unlink()
    assert open_as(cast.ani, file).status_code == 404
    assert not Record.objects.filter(verb="evidence.download").exists()


def test_the_same_content_is_kept_once_and_hangs_on_both(sheet, cast, tmp_path):
    content = pdf()
    first, again = add(sheet, cast.ani, content), add(sheet, cast.ani, content, name="lain.pdf")
    other = add(sheet, cast.ani, content, code="KES-02")
    assert first == again == other
    assert kept_in(tmp_path) == {first.stored_name, first.preview_name}
    codes = first.links.values_list("entry__indicator__code", flat=True)
    assert sorted(codes) == ["KES-01", "KES-02"]
    assert Record.objects.filter(verb="evidence.add").count() == 2
    assert first.received_sha256 == hashlib.sha256(content).hexdigest()


def test_another_validity_or_another_area_is_another_file(sheet, city, cast, tmp_path):
    content = pdf()
    hadi = build_user("hadi", "operator", city.kelurahan[1])
    files = {
        add(sheet, cast.ani, content).pk,
        add(sheet, cast.ani, content, until=date(2026, 12, 31)).pk,
        add(sheet_of(city, "health", city.kelurahan[1]), hadi, content).pk,
    }
    assert len(files) == 3
    assert len(kept_in(tmp_path)) == 6  # each with its preview


@pytest.mark.parametrize(
    ("until", "suffices"),
    [(None, True), (date(2026, 12, 31), True), (date(2026, 12, 30), False)],
)
def test_evidence_counts_when_valid_to_the_last_day_of_the_year(sheet, cast, until, suffices):
    add(sheet, cast.ani, until=until)
    assert evidence_suffices(Entry.objects.get()) is suffices


def test_evidence_may_come_before_the_number_and_is_no_conflict(sheet, cast):
    add(sheet, cast.ani)
    indicator = Indicator.objects.get(code="KES-01")
    answer = Answer(numerator=9, denominator=10)
    entry = actions.save_entry(sheet, indicator, answer, version=0, by=cast.ani)
    assert (entry.numerator, entry.links.count()) == (9, 1)


def test_taking_a_file_off_keeps_it_for_who_brought_it(client, sheet, cast, tmp_path):
    file = add(sheet, cast.ani)
    client.force_login(cast.ani)
    assert unlink(client, file).status_code == 302
    assert not EvidenceLink.objects.exists()
    assert EvidenceFile.objects.get() == file
    assert kept_in(tmp_path) == {file.stored_name, file.preview_name}
    record = Record.objects.get(verb="evidence.unlink")
    assert (record.by, record.area) == (cast.ani, sheet.area)
    assert "tidak dipakai" in client.get(LIST).text
    assert open_as(cast.ani, file).status_code == 200
    assert open_as(cast.budi, file).status_code == 404


@pytest.mark.parametrize("state", ["submitted", "returned", "verified", "locked"])
def test_after_submission_nothing_comes_and_nothing_goes(client, sheet, cast, tmp_path, state):
    file = add(sheet, cast.ani)
    Sheet.objects.filter(pk=sheet.pk).update(state=state)
    client.force_login(cast.ani)
    refused = client.get(unlink(client, file).url)
    assert "tidak dapat diubah sekarang" in refused.text
    late = bring(client, sheet, picture(), "baru.png")
    assert late.status_code == 422
    assert "tidak dapat diubah sekarang" in late.text
    assert EvidenceLink.objects.get().file == file
    assert kept_in(tmp_path) == {file.stored_name, file.preview_name}
    assert not Record.objects.filter(verb="evidence.unlink").exists()


def test_a_returned_entry_takes_new_evidence_and_only_that_one(client, sheet, cast):
    add(sheet, cast.ani)
    add(sheet, cast.ani, code="KES-02")
    mark = {"reason": "buram", "marked_by": cast.budi, "marked_at": timezone.now()}
    Entry.objects.filter(indicator__code="KES-01").update(mark="returned", **mark)
    Entry.objects.filter(indicator__code="KES-02").update(mark="accepted", **mark | {"reason": ""})
    Sheet.objects.filter(pk=sheet.pk).update(state="returned")
    client.force_login(cast.ani)
    assert bring(client, sheet, picture(), "baru.png").status_code == 302
    assert bring(client, sheet, picture(), "baru.png", code="KES-02").status_code == 422
    assert Entry.objects.get(indicator__code="KES-02").links.count() == 1


def test_after_the_deadline_nothing_comes(client, sheet, city, cast):
    city.period.deadline = timezone.now()
    city.period.save()
    client.force_login(cast.ani)
    response = bring(client, sheet, pdf())
    assert response.status_code == 422
    assert "Masa pengisian sudah ditutup" in response.text
    assert not EvidenceFile.objects.exists()


@pytest.mark.parametrize("who", ["budi", "citra", "dewi", "eko", "fitri", "gita"])
def test_nobody_else_takes_a_file_off(client, sheet, cast, who):
    file = add(sheet, cast.ani)
    client.force_login(getattr(cast, who))
    assert unlink(client, file).status_code == 404
    assert EvidenceLink.objects.exists()


def test_no_address_deletes_or_replaces_a_file(client, sheet, cast):
    file = add(sheet, cast.ani)
    client.force_login(cast.ani)
    link = file.links.get()
    off = reverse("clusters:evidence-unlink", args=[link.pk])
    for act in (client.post, client.put, client.delete):
        assert act(address(file)).status_code == 405
    assert client.get(off).status_code == 405
    assert EvidenceFile.objects.filter(pk=file.pk).exists()


def test_rights_end_with_the_assignment_and_pass_to_the_successor(sheet, city, cast):
    file = add(sheet, cast.ani)
    nana, _ = hand_over(cast.ani, name="Nana", username="nana.1", by=cast.fitri)
    assert open_as(nana, file).status_code == 200
    Assignment.objects.filter(user=nana).update(area=city.kelurahan[1])
    assert open_as(User.objects.get(pk=nana.pk), file).status_code == 404


def test_the_list_shows_own_files_the_soonest_to_end_first(client, sheet, city, cast):
    hadi = build_user("hadi", "operator", city.kelurahan[1])
    add(sheet_of(city, "health", city.kelurahan[1]), hadi, name="asing.pdf")
    add(sheet, cast.ani, pdf(1), name="tanpa batas.pdf")
    add(sheet, cast.ani, pdf(2), name="lama.pdf", until=date(2020, 1, 1))
    add(sheet, cast.ani, pdf(3), name="<b>nanti.pdf", until=date(2030, 1, 1))
    client.force_login(cast.ani)
    page = client.get(LIST)
    names = [row.file.name for row in page.context["rows"]]
    assert names == ["lama.pdf", "_b_nanti.pdf", "tanpa batas.pdf"]
    assert "berakhir 1 Januari 2020" in page.text
    assert "asing.pdf" not in page.text
