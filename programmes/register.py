"""The declaration of a register: its model, its words, who looks after it, what its list shows."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Field

from programmes.base import Registered
from programmes.several import Several

_NAMES = ("name", "title", "institution", "task")  # fields by which people know a row
_BASE = {field.name for field in Registered._meta.local_fields} | {"id"}


@dataclass(frozen=True)
class Register:
    """Everything the pages, the workbook and the rights need to know of one register."""

    slug: str  # in addresses and file names
    model: type[Registered]
    title: str  # "Ruang bermain dan RBRA"
    one: str  # "ruang bermain": after "Tambah" and "Ubah"
    about: str  # one sentence on what belongs here
    cluster: str  # slug; who has no right to it sees nothing of the register
    owner: str  # key of the office that may write in all of the kota
    columns: tuple[str, ...]  # fields of the list, after the area
    search: tuple[str, ...] = ("name",)
    filters: tuple[str, ...] = ()  # fields with choices, several of them, or yes and no
    issues: tuple[str, ...] = ()  # slugs of the strategic issues it serves
    children: tuple[str, ...] = ()  # counts of children: small ones are hidden
    sums: tuple[tuple[str, ...], ...] = ()  # a whole of children, then its parts
    private: tuple[str, ...] = ()  # words about a person: for those who may write the row
    levels: tuple[str, ...] = ("kelurahan",)  # of the areas that a row may belong to
    icon: str = "clipboard-list"
    files: str = ""  # what the files of a row are called; empty where it has none
    papers: str = ""  # template with what more can be had of one row
    tools: str = ""  # template with what more can be had of the list
    carried: tuple[str, ...] = ()  # fields that a row takes along into the next year
    renewed: tuple[tuple[str, str], ...] = ()  # (field, value) with which it begins there

    @property
    def fields(self) -> list[Field]:
        """The register's own fields in the order of the model, the area first."""
        own = [
            field
            for field in self.model._meta.concrete_fields
            if field.name not in _BASE and field.editable
        ]
        return [self.model._meta.get_field("area"), *own]  # type: ignore[list-item]

    @property
    def links(self) -> list[str]:
        """The fields that point at something else than the area."""
        return [one.name for one in self.fields if one.is_relation and one.name != "area"]

    @property
    def head(self) -> str:
        """The column that names a row in the list; empty where the row's own words do."""
        return next((name for name in self.columns if name in _NAMES), "")

    @property
    def listed(self) -> tuple[str, ...]:
        """The columns of the list beside what names the row, which says its year too."""
        known = self.head or "year"
        return tuple(name for name in self.columns if name != known)

    @property
    def parts(self) -> dict[str, str]:
        """Sentence → field, of each number that may not be more than another one."""
        return {
            str(one.violation_error_message): field.name
            for one in self.model._meta.constraints
            for field in self.fields
            if one.name.endswith(f"_{field.name}_within")
        }

    @property
    def is_yearly(self) -> bool:
        """Has it a row a year?"""
        return any(field.name == "year" for field in self.fields)

    @property
    def is_held(self) -> bool:
        """Is a row something that took place on one day?"""
        return any(field.name == "held_on" and not field.null for field in self.fields)

    def field(self, name: str) -> Field:
        """One field by its name."""
        return self.model._meta.get_field(name)  # type: ignore[return-value]

    def label(self, name: str) -> str:
        """What a field is called."""
        return str(self.field(name).verbose_name)

    def has_text(self, name: str) -> bool:
        """Does a person write words into this field?"""
        field = self.field(name)
        is_text = isinstance(field, models.CharField | models.TextField)
        return is_text and not field.choices and not isinstance(field, Several)
