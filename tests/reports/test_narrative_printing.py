"""A chapter with a person's words as it is printed: one real render, read back."""

from reports import compile as steps
from reports import snapshot
from reports.models import Chapter
from reports.parts import read_part
from reports.plans import SectionPlan
from tests.pdf import text_of

TEXT = """## Faktor pendorong

Ditulis Sekretariat: {{jumlah kelurahan = 99}} kelurahan. <script>alert(1)</script>

- butir satu
- butir dua

| Layanan | Capaian |
|---------|---------|
| Puspaga | {{isian wajib}} |
"""


def test_words_are_printed_with_the_numbers_of_now_and_stay_out_of_the_contents(
    city, settings, tmp_path
):
    settings.REPORTS_DIR = tmp_path
    Chapter.objects.create(period=city.period, key="penutup", text=TEXT, version=1)
    data = snapshot.load(snapshot.take(city.period))
    path, _ = steps.render_section(data, "penutup")
    text = " ".join(text_of(path).split())
    assert "Faktor pendorong Ditulis Sekretariat: 4 kelurahan. <script>alert(1)</script>" in text
    assert "butir satu • butir dua" in text
    # 9 indicators of 4 kelurahan, and two of the kota
    assert "Layanan Capaian Puspaga 38" in text
    plan = SectionPlan("penutup", "", "", "")
    titles = [one.title for one in read_part(plan, path).headings]
    assert "Penutup dan pengesahan" in titles
    assert "Faktor pendorong" not in titles
