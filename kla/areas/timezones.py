"""The time zone of an area by the province in its code, and how that zone is written."""

from zoneinfo import ZoneInfo

# Keppres 41/1987: three zones by province. Codes are Kemendagri's, the new Papuan ones included.
_WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
_WIT = {"81", "82", "91", "92", "93", "94", "95", "96", "97"}


def zone_of(code: str) -> ZoneInfo:
    """The zone of an area code such as `64.71.01`: Jakarta, Makassar or Jayapura."""
    province = code[:2]
    if province in _WITA:
        return ZoneInfo("Asia/Makassar")
    return ZoneInfo("Asia/Jayapura") if province in _WIT else ZoneInfo("Asia/Jakarta")


def zone_word(zone: ZoneInfo) -> str:
    """WIB, WITA or WIT."""
    return {"Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}.get(zone.key, "WIB")
