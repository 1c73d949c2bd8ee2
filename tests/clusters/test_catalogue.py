"""The catalogue holds what the project's list of indicators fixes, and an edition never changes."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from clusters.actions import open_period
from clusters.catalogue.dictionary import render
from clusters.catalogue.reader import HERE, read
from clusters.models import (
    Cluster,
    Framework,
    Indicator,
    OfficialIndicator,
    Period,
    StrategicIssue,
)
from clusters.score_queries import score_period
from kla.areas.models import Area, Office
from kla.audit.models import Record
from tests.clusters.catalogues import copy_to, edit

FIXED = Path(__file__).parents[1] / "data" / "indicators.csv"
ROOT = HERE.parents[1]


@pytest.fixture
def folder(tmp_path):
    return copy_to(tmp_path)


def fixed_rows():
    with FIXED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_fixed(spec):
    """An indicator of the catalogue as the project's list writes it."""

    def number(value):
        return "" if value is None else f"{value.normalize():f}"

    part = {"": "", "numerator": "/n", "value": "/v"}
    return {
        "code": spec.code,
        "cluster": spec.cluster,
        "scope": spec.scope,
        "theme": spec.theme,
        "label": spec.label,
        "kind": spec.kind,
        "per": "" if spec.per is None else str(spec.per),
        "unit": spec.unit,
        "direction": spec.direction,
        "baseline": number(spec.baseline),
        "target": number(spec.target),
        "official": " ".join(map(str, spec.official)),
        "issues": " ".join(spec.issues),
        "owner": spec.owner,
        "evidence": "y" if spec.evidence else "",
        "may_not_apply": "y" if spec.may_not_apply else "",
        "sensitive": "y" if spec.sensitive else "",
        "assumption": " ".join(spec.assumption),
        "denominator_key": spec.denominator_key,
        "numerator": spec.numerator,
        "denominator": spec.denominator,
        "levels": "|".join(spec.levels),
        "extra": " ".join(f"{x.key}:{x.kind}{part[x.parts_of]}" for x in spec.extra),
    }


def test_the_catalogue_is_the_projects_list():
    assert [as_fixed(spec) for spec in read().indicators] == fixed_rows()


def test_it_has_77_indicators():
    catalogue = read()
    scopes = [spec.scope for spec in catalogue.indicators]
    assert (len(scopes), scopes.count("kelurahan"), scopes.count("kota")) == (77, 49, 28)
    assert [cluster.slug for cluster in catalogue.clusters] == [
        "governance",
        "health",
        "education",
        "family_environment",
        "inclusion",
        "protection",
    ]


def test_every_indicator_says_what_a_person_needs():
    for spec in read().indicators:
        words = (spec.definition, spec.not_counted, spec.example, spec.mistake, spec.source)
        assert all(word.strip() for word in words), spec.code
        assert spec.evidence, spec.code
        assert spec.share is None or spec.share == 1, spec.code


def test_every_official_number_is_scored_and_every_issue_served():
    catalogue = read()
    assert [official.number for official in catalogue.officials] == list(range(1, 25))
    scored = {spec.official[0] for spec in catalogue.indicators if spec.direction != "none"}
    assert scored == set(range(1, 25))
    served = {slug for spec in catalogue.indicators for slug in spec.issues}
    assert served == {issue.slug for issue in catalogue.issues}
    assert len(served) == 6
    assert {spec.owner for spec in catalogue.indicators} <= {o.key for o in catalogue.offices}


def test_the_catalogue_speaks_of_no_city():
    words = " ".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.toml")).lower()
    with (ROOT / "data" / "balikpapan_kelurahan.csv").open(encoding="utf-8") as file:
        names = {row[key] for row in csv.DictReader(file) for key in ("kota", "kecamatan")}
    assert not [name for name in names if name.removeprefix("Kota ").lower() in words]


def test_the_dictionary_on_paper_is_the_catalogue(tmp_path):
    page = tmp_path / "kamus.md"
    call_command("data_dictionary", output=page)
    text = page.read_text(encoding="utf-8")
    assert text == (ROOT / "docs" / "kamus-data.md").read_text(encoding="utf-8")
    assert text == render(read())
    for spec in read().indicators:
        assert f"### {spec.code} {spec.label}\n" in text
        assert f"- **Definisi**: {spec.definition}\n" in text
    assert "- **Nilai awal dan target**: 30 dan 14,2 (asumsi: nilai awal)\n" in text


def test_the_dictionary_that_can_not_be_written_is_one_line(tmp_path):
    with pytest.raises(CommandError, match="tidak dapat ditulis") as caught:
        call_command("data_dictionary", output=tmp_path / "tidak" / "ada.md")
    assert caught.value.returncode == 1


EDITION = (Framework, Cluster, StrategicIssue, OfficialIndicator, Indicator, Office)


def everything():
    """All rows of all editions, and of what stands beside them."""
    tables = (*EDITION, Period, Record)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in tables}


def test_loading_stores_each_field(db, capsys):
    call_command("load_catalogue")
    assert "2026.4: 77 indikator, dimuat" in capsys.readouterr().out
    framework = Framework.objects.get()
    sizes = [model.objects.count() for model in EDITION]
    assert sizes == [1, 6, 6, 24, 77, len(read().offices)]
    for spec, row in zip(read().indicators, framework.indicators.all(), strict=True):
        assert (row.cluster.slug, row.owner.key) == (spec.cluster, spec.owner)
        for name in set(vars(spec)) - {"cluster", "owner", "extra", "checks"}:
            given = getattr(spec, name)
            assert getattr(row, name) == (list(given) if isinstance(given, tuple) else given)
        assert row.extra == [vars(part) for part in spec.extra]
        assert row.checks == [check.as_data() for check in spec.checks]


def test_loading_the_same_again_changes_nothing(db, folder, capsys):
    call_command("load_catalogue")
    before = everything()
    # the same content written otherwise is the same
    edit(folder, "health.toml", "target = 14.2\n", "target = 14.200\n")
    call_command("load_catalogue", str(folder))
    assert everything() == before
    assert "tidak ada yang berubah" in capsys.readouterr().out


def test_other_content_under_the_same_version_is_refused(db, folder):
    call_command("load_catalogue")
    before = everything()
    edit(folder, "health.toml", "target = 14.2\n", "target = 14\n")
    edit(
        folder,
        "offices.toml",
        "[[office]]\n",
        '[[office]]\nkey = "baru"\nname = "Baru"\n\n[[office]]\n',
    )
    with pytest.raises(CommandError, match=r"^official\.toml, version: .*2026\.4 sudah dimuat"):
        call_command("load_catalogue", str(folder))
    assert everything() == before


def test_a_new_version_is_a_new_edition_and_no_old_year_changes(db, folder):
    call_command("load_catalogue")
    kota = Area.objects.create(code="73.71", name="Kota Contoh", level="kota")
    old, _ = open_period(kota=kota, year=2026, by=None)
    rows = list(Indicator.objects.order_by("pk").values())
    before = score_period(old)
    edit(folder, "official.toml", 'version = "2026.4"', 'version = "2027.1"')
    edit(folder, "governance.toml", 'code = "TKL-K10"', 'code = "TKL-K11"')
    call_command("load_catalogue", str(folder))
    assert list(Framework.objects.values_list("version", flat=True)) == ["2026.4", "2027.1"]
    assert list(Indicator.objects.filter(framework=old.framework).order_by("pk").values()) == rows
    new, _ = open_period(kota=kota, year=2027, by=None)
    assert new.framework.version == "2027.1"
    again, made = open_period(kota=kota, year=2026, by=None)
    assert (again.framework.version, made) == ("2026.4", 0)
    assert "TKL-K10" in before["claimed"].indicators
    assert score_period(again) == before


def test_an_older_edition_loaded_again_is_no_newer(db, folder):
    call_command("load_catalogue")
    edit(folder, "official.toml", 'version = "2026.4"', 'version = "2027.1"')
    call_command("load_catalogue", str(folder))
    call_command("load_catalogue")
    kota = Area.objects.create(code="73.71", name="Kota Contoh", level="kota")
    period, _ = open_period(kota=kota, year=2026, by=None)
    assert period.framework.version == "2027.1"
