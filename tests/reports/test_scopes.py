"""Parts of the report alone: their sections, their data, who asks for them and who reads them."""

import hashlib
import json
from types import SimpleNamespace

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kla.accounts.models import Assignment
from reports import actions, content, jobs, queries, scope_choices, scopes, snapshot
from reports.models import Report, ReportState
from reports.publishing import report_path
from tests.pdf import assert_sound, text_of
from tests.programmes.rows import make
from tests.world import build_user, fill, sheet_of

KECAMATAN, KELURAHAN = "64.71.01", "64.71.01.1001"
SCOPES = ["klaster:health", f"kecamatan:{KECAMATAN}", f"kelurahan:{KELURAHAN}", "perbandingan"]


@pytest.fixture
def told(city, cast, settings, tmp_path):
    """The city with one answer in the first two kelurahan and a register with a row."""
    settings.REPORTS_DIR = tmp_path
    make("sesi", city.kelurahan[0], cast.ani, topic="violence")
    for number, area in enumerate(city.kelurahan[:2]):
        sheet = sheet_of(city, "health", area)
        type(sheet).objects.filter(pk=sheet.pk).update(state="submitted")
        fill(sheet, "KES-01", cast.ani, numerator=97 + number, denominator=101)
    return city


def html_of(data, scope):
    return {one.key: content.section_html(data, one.key) for one in content.plan(data, scope)}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_has_a_cover_and_chapters_that_follow_each_other(told, scope):
    data = snapshot.collect(told.period)
    plan = content.plan(data, scope)
    pages = html_of(data, scope)
    assert plan[0].key == f"sub-sampul:{scope}"
    assert scopes.read(data, scope).title in pages[plan[0].key]
    assert len({one.key for one in plan}) == len(plan)
    assert all(len(one.key) <= 40 for one in plan)
    letters = [one.numeral for one in plan if one.start and one.label.startswith("Bab ")]
    own = [letter for letter in letters if letter in scopes.LETTERS[: len(letters)]]
    assert own == list(scopes.LETTERS[: len(own)])
    assert own


def test_a_cluster_and_a_kecamatan_use_the_sections_of_the_whole(told):
    data = snapshot.collect(told.period)
    whole = html_of(data, "")
    for scope, shared in (
        ("klaster:health", "klaster-health"),
        (f"kecamatan:{KECAMATAN}", "rapor"),
        (f"kecamatan:{KECAMATAN}", "nilai"),
    ):
        part = {key: html for key, html in html_of(data, scope).items() if key.startswith(shared)}
        assert part
        assert part == {key: whole[key] for key in part}


def test_a_kelurahan_is_told_of_alone(told):
    data = snapshot.collect(told.period)
    text = "".join(html_of(data, f"kelurahan:{KELURAHAN}").values())
    own, *others = [area.name for area in told.kelurahan]
    assert own in text
    assert "97/101" in text
    assert "98/101" not in text
    assert not [name for name in others if name in text]


def test_what_is_missing_is_listed_by_points(told):
    data = snapshot.collect(told.period)
    page = content.section_html(data, f"sub-kurang:kelurahan:{KELURAHAN}")
    assert "isi dan ajukan" in page
    assert "Indikator KES-02" in page
    assert "Indikator PER-03" not in page  # recorded, never scored
    public = content.section_html(data | {"edition": "publik"}, f"sub-kurang:kelurahan:{KELURAHAN}")
    assert "Indikator INK-02" in page
    assert "Indikator INK-02" not in public  # its points would tell the answer


def test_only_its_own_data_go_into_the_file(told):
    data = snapshot.collect(told.period)
    assert scopes.attached(data, "") is data
    inside = scopes.attached(data, f"kelurahan:{KELURAHAN}")
    assert {row["area"] for row in inside["this"]["entries"]} == {KELURAHAN}
    assert {area["code"] for area in inside["areas"]} == {KELURAHAN}
    assert inside["snapshot"] == snapshot.digest(data)
    kecamatan = scopes.attached(data, f"kecamatan:{KECAMATAN}")
    assert {row["area"].rpartition(".")[0] for row in kecamatan["this"]["entries"]} == {KECAMATAN}
    for city_wide in ("klaster:health", "perbandingan"):  # their readers may have the whole
        assert scopes.attached(data, city_wide) is data


@pytest.mark.parametrize(
    "scope", ["klaster:x", "kelurahan:73.71.01.1001", "kelurahan:", "kota:64.71", "x"]
)
def test_what_the_year_does_not_have_cannot_be_asked_for(told, cast, scope):
    with pytest.raises(ValueError, match="Tidak ada bagian"):
        scopes.read(snapshot.collect(told.period), scope)
    with pytest.raises(ValidationError):
        actions.request_report(told.period, by=cast.dewi, scope=scope)
    assert not Report.objects.exists()


def test_every_choice_is_a_scope_of_the_snapshot(told):
    data = snapshot.collect(told.period)
    for scope, title in scope_choices.titles(told.period):
        assert scopes.read(data, scope).title.split(" ")[0] in (title.split(" ")[0], "Perbandingan")
        assert content.plan(data, scope)


def test_asking_joins_the_one_of_the_same_scope(told, cast):
    first = actions.request_report(told.period, by=cast.dewi, scope="klaster:health")
    again = actions.request_report(told.period, by=cast.dewi, scope="klaster:health")
    other = actions.request_report(told.period, by=cast.dewi, scope="perbandingan")
    whole = actions.request_report(told.period, by=cast.dewi)
    assert first.pk == again.pk
    assert len({first.pk, other.pk, whole.pk}) == 3


@pytest.fixture
def compiled(told, cast):
    """The report of one kelurahan, compiled to a draft."""
    report = actions.request_report(told.period, by=cast.dewi, scope=f"kelurahan:{KELURAHAN}")
    for section in jobs.prepare(report.pk):
        jobs.render(section)
    jobs.finish(report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT, report.error
    return report


def test_the_document_of_a_kelurahan(compiled, told, tmp_path):
    path = tmp_path / "bagian.pdf"
    path.write_bytes(report_path(compiled).read_bytes())
    assert assert_sound(path) == compiled.pages
    text = text_of(path)
    assert "97/101" in text
    assert " ".join(compiled.data_sha256[n : n + 4] for n in range(0, 12, 4)) in text
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo["/Title"]).endswith(f"Kelurahan {told.kelurahan[0].name}")
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles[:2] == ["Sampul", "Daftar isi"]
        assert titles[2].endswith("Rapor")
        assert "A-1" in [page.label for page in pdf.pages]
        name = next(name for name in pdf.attachments if name.endswith(".json"))
        inside = json.loads(pdf.attachments[name].get_file().read_bytes())
    assert name == "bagian-2026.json"
    assert snapshot.digest(inside) == compiled.data_sha256


@pytest.fixture
def draft(told, settings):
    """A row of such a report with a file that nobody reads."""
    files = settings.REPORTS_DIR / "files"
    files.mkdir()
    content = b"%PDF-1.7"
    (files / "bagian.pdf").write_bytes(content)
    return Report.objects.create(
        period=told.period,
        snapshot=snapshot.take(told.period),
        scope=f"kelurahan:{KELURAHAN}",
        state=ReportState.DRAFT,
        stored_name="bagian.pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        data_sha256="2" * 64,
        heartbeat=timezone.now(),
    )


def publish(report):
    Report.objects.filter(pk=report.pk).update(
        state=ReportState.PUBLISHED, number=1, published_at=timezone.now()
    )


def test_who_may_read_the_part_of_an_area(draft, told, cast, client):
    kecamatan = told.kelurahan[0].parent
    people = SimpleNamespace(
        reviewer=build_user("hani", "reviewer", kecamatan),
        viewer=build_user("ida", "viewer", kecamatan, sees_small_counts=True),
        without_small=build_user("jaka", "viewer", kecamatan),
        one_cluster=build_user("kiki", "reviewer", kecamatan, clusters=["health"]),
        next_door=build_user("lina", "reviewer", told.kelurahan[2].parent),
        **vars(cast),
    )
    address = reverse("reports:report-download", args=[draft.pk])
    forms = reverse("reports:report-forms", args=[draft.pk])

    def readers(url):
        found = set()
        for name, user in vars(people).items():
            client.force_login(user)
            answer = client.get(url)
            b"".join(answer)  # read to its end, a file is closed
            assert answer.status_code in (200, 404)
            if answer.status_code == 200:
                found.add(name)
        return found

    assert readers(address) == readers(forms) == {"dewi"}  # still a draft
    publish(draft)
    assert readers(address) == readers(forms) == {"dewi", "eko", "budi", "reviewer", "viewer"}


def test_a_reviewer_sees_parts_of_its_area_and_never_the_whole(draft, told, cast):
    publish(draft)
    whole = Report.objects.create(
        period=told.period,
        state=ReportState.PUBLISHED,
        number=1,
        sha256="0" * 64,
        published_at=timezone.now(),
        heartbeat=timezone.now(),
    )
    lina = build_user("lina", "reviewer", told.kelurahan[2].parent)
    assert list(queries.visible_reports(cast.budi)) == [draft]
    assert list(queries.visible_reports(lina)) == []
    assert set(queries.visible_reports(cast.eko)) == {draft, whole}
    assert not cast.budi.has_perm("reports.download", whole)


def test_the_coordinator_chooses_a_part_on_a_page(client, told, cast):
    page = reverse("reports:report-part", args=[told.period.pk])
    client.force_login(cast.dewi)
    shown = client.get(page).text
    for scope in SCOPES:
        assert f'<option value="{scope}">' in shown
    refused = client.post(page, {"scope": "klaster:x"})
    assert refused.status_code == 422
    assert "Pilih bagian dari daftar." in refused.text
    answer = client.post(page, {"scope": "perbandingan"})
    report = Report.objects.get()
    assert answer.url == reverse("reports:report-progress", args=[report.pk])
    assert "Perbandingan dengan 2025" in client.get(answer.url).text
    assert "Bagian yang sudah diminta" in client.get(page).text
    for stranger in (cast.ani, cast.budi, cast.eko, cast.fitri):
        client.force_login(stranger)
        assert client.get(page).status_code == 404
        assert client.post(page, {"scope": "perbandingan"}).status_code == 404


def test_the_list_asks_no_more_for_many_parts(client, told, cast):
    def count():
        client.force_login(cast.dewi)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("reports:report-list")).status_code == 200
        return len(asked)

    listed = [scope for scope, _ in scope_choices.titles(told.period)]
    few = 0
    for number, scope in enumerate([f"kelurahan:{KELURAHAN}", *listed[:8]]):
        if number == 3:  # an area, the comparison and a cluster are there
            few = count()
        Report.objects.create(
            period=told.period,
            scope=scope,
            state=ReportState.PUBLISHED,
            number=1,
            sha256="0" * 64,
            published_at=timezone.now(),
            heartbeat=timezone.now(),
        )
    assert count() == few


def test_who_coordinates_another_city_gets_no_part_of_this_one(draft, cast, other_city, client):
    Assignment.objects.create(user=cast.citra, role="coordinator", area=other_city.kota)
    publish(draft)
    client.force_login(cast.citra)
    assert client.get(reverse("reports:report-forms", args=[draft.pk])).status_code == 404
