"""What every page says the same way: icons, chips, numbers, dates and times."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kla.areas.timezones import zone_of, zone_word

register = template.Library()

MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
).split()
DAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()

# state → (word, icon); the derived ones stand beside the sheet's own
CHIPS = {
    "untouched": ("Belum mulai", "circle-dashed"),
    "draft": ("Sedang diisi", "pencil"),
    "submitted": ("Diajukan", "send"),
    "returned": ("Dikembalikan", "undo-2"),
    "verified": ("Terverifikasi", "check"),
    "locked": ("Terkunci", "lock"),
    "accepted": ("Diterima", "check"),
    "adjusted": ("Disesuaikan", "pencil"),
    "rejected": ("Ditolak", "x"),
    "open": ("Dibuka", "check"),
    "closed": ("Ditutup", "lock"),
    "published": ("Terbit", "check"),
    "queued": ("Menunggu", "hourglass"),
    "running": ("Sedang disusun", "loader-circle"),
    "publishing": ("Sedang diterbitkan", "loader-circle"),
    "failed": ("Gagal", "octagon-alert"),
    "cancelled": ("Dibatalkan", "x"),
}
ACTS = {
    "account.create": "Akun dibuat",
    "account.link": "Tautan kata sandi dibuat",
    "account.activate": "Kata sandi dibuat pemiliknya",
    "account.suspend": "Akun ditangguhkan",
    "account.restore": "Akun dipulihkan",
    "account.unlock": "Kunci dibuka",
    "account.assign": "Penugasan ditambahkan",
    "account.unassign": "Penugasan diakhiri",
    "account.handover": "Akun diserahterimakan",
    "register.add": "Ditambahkan",
    "register.change": "Diubah",
    "register.remove": "Dihapus",
    "register.file_add": "Berkas ditambahkan",
    "register.file_remove": "Berkas dihapus",
    "register.forget": "Nama dihapus karena lewat batas simpan",
}
CLUSTER_ICONS = {
    "governance": "landmark",
    "health": "heart-pulse",
    "education": "book-open",
    "family_environment": "house",
    "inclusion": "accessibility",
    "protection": "shield",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture from the sprite, for the eye only: words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("sprite.svg"),
        name,
    )


@register.simple_tag
def chip(state: str, word: str = "") -> SafeString:
    """The state of a sheet or a mark: picture and word, never colour alone."""
    usual, picture = CHIPS.get(state, (state, "circle-dashed"))
    return format_html(
        '<span class="chip chip-{}">{}{}</span>', state, icon(picture), word or usual
    )


@register.simple_tag
def cluster_tile(slug: str) -> SafeString:
    """A cluster's coloured tile with its picture."""
    return format_html(
        '<span class="tile tile-{}">{}</span>', slug, icon(CLUSTER_ICONS.get(slug, "landmark"))
    )


@register.simple_tag
def meter(points: Any, most: Any, slug: str = "") -> SafeString:
    """A bar of `points` out of `most`, drawn with widths the security policy allows."""
    share = float(points) / float(most) if most else 0
    return format_html(
        '<svg class="meter meter-{}" viewBox="0 0 100 4" preserveAspectRatio="none" '
        'aria-hidden="true"><rect class="meter-bed" width="100" height="4"/>'
        '<rect class="meter-fill" width="{}" height="4"/></svg>',
        slug,
        f"{max(0, min(share, 1)) * 100:.1f}",
    )


@register.filter
def perbuatan(verb: str) -> str:
    """A verb of the audit trail in words."""
    return ACTS.get(verb, verb)


@register.filter
def angka(value: Any, places: int = 1) -> str:
    """`1.234,5`; a dash without a value."""
    if value is None or value == "":
        return "–"
    text = f"{round(Fraction(value) * 10**places) / 10**places:,.{places}f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


@register.filter
def skor(value: Fraction | None) -> str:
    """A score cut to one decimal, never rounded up; `n. a.` without one."""
    if value is None:
        return "n. a."
    tenths = int(Fraction(value) * 10)
    return f"{tenths // 10:,}".replace(",", ".") + f",{tenths % 10}"


@register.filter
def bagian(points: Any, most: Any) -> str:
    """`78%` of the most there is."""
    return f"{int(Fraction(points) * 100 / Fraction(most))}%" if most else "–"


@register.filter
def tanggal(day: date | datetime | None, code: str = "") -> str:
    """`31 Januari 2027`; of a moment the day in the zone of the area code (or the current one)."""
    if day is None:
        return "–"
    if isinstance(day, datetime):
        day = timezone.localtime(day, zone_of(code) if code else None).date()
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@register.filter
def waktu(moment: datetime | None, code: str = "") -> str:
    """`18 Desember 2026, 16.00 WITA`, in the zone of the area code (or the current one)."""
    if moment is None:
        return "–"
    zone = zone_of(code) if code else timezone.get_current_timezone()
    local = moment.astimezone(zone)
    word = zone_word(zone)  # type: ignore[arg-type]
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local:%H.%M} {word}"


@register.filter
def hari_waktu(moment: datetime, code: str = "") -> str:
    """`Jumat, 18 Desember 2026, 16.00 WITA`."""
    zone = zone_of(code) if code else timezone.get_current_timezone()
    return f"{DAYS[moment.astimezone(zone).weekday()]}, {waktu(moment, code)}"


@register.filter
def jam(moment: datetime) -> str:
    """`14.02` in the current zone."""
    return f"{timezone.localtime(moment):%H.%M}"


@register.filter
def sisa_hari(moment: datetime) -> str:
    """`24 hari lagi`, `hari ini`, or that the time is over."""
    days = (timezone.localtime(moment).date() - timezone.localdate()).days
    if moment < timezone.now():
        return "Sudah lewat"
    return "Hari ini" if days == 0 else f"{days} hari lagi"


@register.filter
def ukuran(size: int) -> str:
    """`1,2 MB` or `340 KB`."""
    if size >= 1024 * 1024:
        return f"{angka(Fraction(size, 1024 * 1024)).removesuffix(',0')} MB"
    return f"{max(1, round(size / 1024))} KB"
