"""An independent validator reads the whole report as PDF/A-3a and as PDF/UA-1.

It is `page-validation`: a wheel that carries its engine and passes the corpus of veraPDF; veraPDF
itself is in no package registry.
"""

import re

import page
import pikepdf
import pytest

pytestmark = pytest.mark.django_db  # the year of `printed` is made in the database

# It takes the last byte of a stream for a part of the line end behind it where that byte is CR.
# The length such a stream states is right, as qpdf says; the byte comes by chance.
LENGTH = "PDFA3A-STREAM-LENGTH-001"


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_validator_finds_no_fault(printed, profile):
    report = page.validate_pdf(printed.draft, profile=profile)
    found = {one.rule_id: one.message for one in report.failures}
    by_chance = len(re.findall(rb"\r\nendstream", printed.draft.read_bytes()))
    if LENGTH in found and sum(one.rule_id == LENGTH for one in report.failures) <= by_chance:
        del found[LENGTH]
    assert found == {}


def test_it_finds_a_fault_that_is_there(printed, tmp_path):
    path = tmp_path / "tanpa.pdf"
    with pikepdf.open(printed.draft) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(path)
    assert not page.validate_pdf(path, profile="ua1").is_compliant
