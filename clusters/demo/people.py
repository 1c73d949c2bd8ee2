"""Invented people for every role of a city, and the file that says how they sign in."""

import json
import os
import secrets
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from kla.accounts.models import Assignment, Role, User
from kla.areas.models import Area, Office

_FIRST = tuple(
    """
    Melati Raka Dewi Joko Bima Yayuk Sinta Tono Wulan Galih Ratna Surya
    Intan Bayu Laras Panji Citra Damar Endah Fajar Gendis Hanum
    Jaya Kirana Lintang Mahesa Nirmala Prabu Rimba Sekar
    """.split()
)
_LAST = tuple("Contohwati Misalnya Andaikan Teladan Umpama Semisal Rekaan Ibaratnya".split())


def accounts_path() -> Path:
    """Where the demo accounts stand, readable by nobody else."""
    return settings.DATA_DIR / "demo-accounts.json"


class People:
    """Who works in an invented city; those with a password are written down for the reader."""

    def __init__(self, kota: Area, kelurahan: list[Area], seed: int) -> None:
        self.kota, self.kelurahan = kota, kelurahan
        self._rng = Random(f"{seed}/{kota.code}/orang")
        self._listed: list[dict[str, Any]] = []
        tail = slugify(kota.name.removeprefix("Kota ").removeprefix("Kabupaten "))
        self.reviewer = self._person(f"verifikator.{tail}", Role.REVIEWER, kota, listed=True)
        self._person(f"sekretariat.{tail}", Role.COORDINATOR, kota, listed=True)
        self._person(f"pejabat.{tail}", Role.VIEWER, kota, listed=True, sees_small_counts=True)
        self._person(f"admin.{tail}", Role.ADMIN, kota, listed=True)
        self.operators = self._operators()
        self.offices = {
            office.pk: self._person(
                f"{office.key.replace('_', '')}.{tail}",
                Role.OPERATOR,
                kota,
                listed=office.key == "health",
                office=office,
            )
            for office in Office.objects.order_by("key")
        }

    def author(self, area: Area, office_id: int | None) -> User:
        """Who enters that area's (and office's) sheets."""
        if office_id is not None:
            return self.offices[office_id]
        return self.operators.get(area.pk) or self.operators[self.kelurahan[0].pk]

    def _operators(self) -> dict[int, User]:
        """One for each kelurahan but the last, which still waits for its operator."""
        staffed = self.kelurahan[:-1] if len(self.kelurahan) > 2 else self.kelurahan
        return {
            area.pk: self._person(
                f"{slugify(area.name).replace('-', '')}.1", Role.OPERATOR, area, listed=number < 2
            )
            for number, area in enumerate(staffed)
        }

    def _person(self, username: str, role: Role, area: Area, *, listed: bool, **more: Any) -> User:
        user = User.objects.filter(username=username).first()
        if user is not None and not user.assignments.filter(role=role, area=area).exists():
            username, user = f"{username}.{area.code}", None  # a namesake in another city
            user = User.objects.filter(username=username).first()
        if user is not None:
            return user
        name = f"{self._rng.choice(_FIRST)} {self._rng.choice(_LAST)}"
        user = User(username=username, name=name)
        password = secrets.token_urlsafe(9)
        if listed:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save()
        Assignment.objects.create(user=user, role=role, area=area, **more)
        if listed:
            self._listed.append(
                {
                    "role": str(role),
                    "username": username,
                    "password": password,
                    "areas": [area.code],
                }
            )
        return user

    def write_down(self) -> None:
        """Add the new accounts to demo-accounts.json (mode 600)."""
        path = accounts_path()
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        new = {account["username"] for account in self._listed}
        known = [account for account in known if account["username"] not in new]
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            json.dump(known + self._listed, file, ensure_ascii=False, indent=1)
