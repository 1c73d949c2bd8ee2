"""What the page before submitting warns of: claims without proof, and what is explained there."""

from datetime import date

from clusters import answers
from clusters.models import EvidenceFile, Sheet
from clusters.views.cards import Shown
from kla.requests import Request

_START = "jelas-"


def explanations(request: Request) -> dict[str, str]:
    """Code → why an entry goes up again unchanged, as typed on the page."""
    return {n[len(_START) :]: request.POST[n] for n in request.POST if n.startswith(_START)}


def lacks_proof(one: Shown) -> bool:
    """Is it a claim that no reviewer can accept, since no file proves it to the year's end?"""
    if one.entry is None or not one.is_answered or not one.indicator.evidence:
        return False
    excused = one.entry.no_data or answers.is_not_applicable(one.indicator, one.entry)
    return not excused and not any(_proves(link.file, one.sheet) for link in one.card.links)


def _proves(file: EvidenceFile, sheet: Sheet) -> bool:
    """The evidence rule for one file, from what was already read."""
    end = date(sheet.period.year, 12, 31)
    return not hasattr(file, "replaced_by") and not (file.valid_until and file.valid_until < end)
