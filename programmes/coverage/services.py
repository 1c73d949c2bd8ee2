"""The services a child should reach in every kelurahan, in the order of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.coverage import reach
from programmes.coverage.reach import Rule
from programmes.register import Register
from programmes.registers import REGISTERS


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service: its words, the register that tells of it, and its rule."""

    key: str
    title: str  # "Konsultasi keluarga"
    short: str  # head of a narrow column
    means: str  # when it counts as reaching the children of a kelurahan
    slug: str  # of the register
    rule: Rule
    issues: tuple[str, ...] = ()  # slugs of the strategic issues it answers
    by_day: bool = False  # its rows bear their own days: they tell of earlier years too
    target_of: str = ""  # source of the indicator whose target the rule asks for

    @property
    def register(self) -> Register:
        """The register it is told from."""
        return REGISTERS[self.slug]

    @property
    def tells_years(self) -> bool:
        """Do its rows tell one year from another?"""
        return self.by_day or self.register.is_yearly or self.register.is_held


SERVICES = (
    Service(
        key="keluarga",
        title="Konsultasi keluarga oleh Puspaga",
        short="Puspaga",
        means="Ada keluarga kelurahan itu yang dilayani tahun ini.",
        slug="layanan-puspaga",
        rule=reach.families,
        issues=("violence", "child_marriage"),
    ),
    Service(
        key="patbm",
        title="PATBM yang giat",
        short="PATBM",
        means="Ber-SK yang masih berlaku, dan berkegiatan dalam enam bulan terakhir.",
        slug="patbm",
        rule=reach.patbm,
        issues=("violence",),
    ),
    Service(
        key="sra",
        title="Satuan pendidikan ramah anak",
        short="SRA",
        means="Sekolah yang ber-SK SRA mencapai target indikatornya.",
        slug="sra",
        rule=reach.schools,
        issues=("violence", "dropout"),
        target_of="school.decreed",
    ),
    Service(
        key="prap",
        title="Puskesmas ramah anak",
        short="PRAP",
        means="Ada puskesmas ramah anak di kelurahan itu; di kecamatannya: belum memadai.",
        slug="prap",
        rule=reach.puskesmas,
    ),
    Service(
        key="bermain",
        title="Ruang bermain yang laik pakai",
        short="Ruang bermain",
        means="Semua ruang bermain berkeadaan baik dan diperiksa tahun ini.",
        slug="ruang-bermain",
        rule=reach.play_spaces,
        issues=("play_space",),
    ),
    Service(
        key="pisa",
        title="Pusat informasi sahabat anak",
        short="PISA",
        means="Ada yang buka paling sedikit sehari seminggu.",
        slug="pisa",
        rule=reach.information,
        issues=("digital_protection", "play_space"),
    ),
    Service(
        key="forum",
        title="Forum Anak yang giat",
        short="Forum Anak",
        means="Ber-SK dan berkegiatan tiap triwulan.",
        slug="forum-anak",
        rule=reach.forum,
        issues=("participation",),
    ),
    Service(
        key="digital",
        title="Sesi keamanan digital dan anti-perundungan",
        short="Sesi digital",
        means="Paling sedikit satu sesi tahun ini.",
        slug="sesi",
        rule=reach.sessions("digital", "bullying"),
        issues=("digital_protection",),
    ),
    Service(
        key="kekerasan",
        title="Sesi pencegahan kekerasan",
        short="Cegah keke\u00adrasan",
        means="Paling sedikit satu sesi tahun ini.",
        slug="sesi",
        rule=reach.sessions("violence"),
        issues=("violence",),
    ),
    Service(
        key="kawin",
        title="Pencegahan perkawinan anak",
        short="Cegah kawin anak",
        means="Ada sesi pencegahan dan kesepakatan di kelurahan.",
        slug="perkawinan-anak",
        rule=reach.marriage,
        issues=("child_marriage",),
    ),
    Service(
        key="sekolah",
        title="Anak putus sekolah kembali belajar",
        short="Kembali sekolah",
        means="Ada anak yang kembali belajar; tidak diperlukan bila tidak ada yang putus sekolah.",
        slug="kembali-sekolah",
        rule=reach.back_to_school,
        issues=("dropout",),
    ),
    Service(
        key="khusus",
        title="Layanan bagi anak penyandang disabilitas",
        short="Layanan khusus",
        means="Ada layanan yang melayani anak tahun ini.",
        slug="layanan-khusus",
        rule=reach.special,
    ),
    Service(
        key="terlatih",
        title="Petugas dan kader terlatih",
        short="Petugas terlatih",
        means="Ada yang bersertifikat pelatihan dan masih bertugas.",
        slug="peserta",
        rule=reach.trained,
        issues=("violence",),
        by_day=True,
    ),
    Service(
        key="rujukan",
        title="Lembaga rujukan",
        short="Rujukan",
        means="Ada lembaga di kelurahan, kecamatannya, atau yang melayani seluruh kota.",
        slug="lembaga",
        rule=reach.referral,
        issues=("violence",),
    ),
)


def served_by(registers: Iterable[Register], issue: str = "") -> list[Service]:
    """The services told by these registers, of one issue where one is given."""
    slugs = {one.slug for one in registers}
    return [one for one in SERVICES if one.slug in slugs and (not issue or issue in one.issues)]
