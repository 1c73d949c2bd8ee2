"""What can be had of one meeting of the Gugus Tugas: invitation, attendance list, calendar file."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from kla.accounts.rights import needs
from kla.areas.timezones import zone_of, zone_word
from kla.requests import Request
from kla.templatetags.kla_ui import DAYS
from programmes import ics, queries
from programmes.paper import to_pdf
from programmes.registers import REGISTERS
from programmes.registers.task_force_meeting import TaskForceMeeting
from programmes.registers.task_force_member import Role, TaskForceMember
from programmes.views import find_register, find_row

SPARE = 8  # lines for guests on the attendance list
_ORDER = list(Role.values)


@require_GET
@needs("programmes.read")
def invitation(request: Request, pk: int) -> HttpResponse:
    """The letter that invites the members."""
    return _paper("undangan", "programmes/print/invitation.html", request, _meeting(request, pk))


@require_GET
@needs("programmes.read")
def attendance(request: Request, pk: int) -> HttpResponse:
    """The list that those who come sign."""
    meeting = _meeting(request, pk)
    return _paper("daftar-hadir", "programmes/print/attendance.html", request, meeting)


@require_GET
@needs("programmes.read")
def calendar(request: Request, pk: int) -> HttpResponse:
    """The meeting as a file that calendars take."""
    meeting = _meeting(request, pk)
    content = ics.write(
        ics.Event(
            uid=f"rapat-{meeting.pk}-{meeting.area.code}@kla",
            sequence=meeting.version - 1,
            changed_at=meeting.changed_at,
            starts=meeting.starts,
            ends=meeting.ends,
            summary=f"Rapat Gugus Tugas {meeting.area.word} Layak Anak, {meeting.area.name}",
            place=meeting.place,
            description=meeting.agenda,
        )
    )
    return _file(content, "text/calendar; charset=utf-8", f"rapat-{meeting.held_on}.ics")


def _meeting(request: Request, pk: int) -> TaskForceMeeting:
    row = find_row(request, find_register(request, "rapat"), pk)
    assert isinstance(row, TaskForceMeeting)
    return row


def _paper(name: str, template: str, request: Request, meeting: TaskForceMeeting) -> HttpResponse:
    members = _members(request, meeting)
    zone = zone_of(meeting.area.code)
    context = {
        "meeting": meeting,
        "members": members,
        "day": DAYS[meeting.held_on.weekday()],
        "zone": zone_word(zone),
        "today": timezone.localdate(timezone=zone),
        "spare": range(len(members) + 1, len(members) + 1 + SPARE),
    }
    content = to_pdf(template, meeting.area, context)
    return _file(content, "application/pdf", f"{name}-{meeting.held_on}.pdf")


def _members(request: Request, meeting: TaskForceMeeting) -> list[Any]:
    """The members whose term has not ended on that day, the head first."""
    rows: Any = queries.rows_of(REGISTERS["gugus-tugas"], request.user)
    rows = rows.filter(area=meeting.area)
    ended = rows.filter(term_until__lt=meeting.held_on).values("pk")
    found: list[TaskForceMember] = list(rows.exclude(pk__in=ended))
    return sorted(found, key=lambda one: (_ORDER.index(one.role), one.institution))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
