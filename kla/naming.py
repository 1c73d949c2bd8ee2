"""Pure: finds what looks like a person's name beside a number of that person, to warn of it."""

import re
from collections.abc import Iterator

WARNING = (
    "Tulisan ini tampak memuat nama di samping nomor. "
    "Hapus bila menyangkut anak; simpan lagi bila memang benar."
)
ASK_AGAIN = (
    "Pesan ini tampak memuat nama di samping nomor, dan tidak dapat dihapus sesudah terkirim. "
    "Hapus bila menyangkut anak; kirim lagi bila memang benar."
)
HINT = "Tulisan yang tersimpan tampak memuat nama di samping nomor. Hapus bila menyangkut anak."
NEAR = 60  # characters between a name and a number that may belong together

# Numbers that are nobody's: NIP, dates, clock times, amounts with dots, runs of years.
_HARMLESS = re.compile(
    r"""(?<!\d)(?:(?:19|20)\d{6}[ .]?\d{6}[ .]?\d[ .]?\d{3}
    |\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}
    |\d{1,2}[.:]\d{2}
    |\d{1,3}(?:\.\d{3})+
    |(?:19|20)\d{2}(?:(?:\s*[-–/,]\s*|\s+)(?:19|20)\d{2})+)(?!\d)""",  # noqa: RUF001
    re.VERBOSE,
)
_NUMBER = re.compile(r"(?<![\d/])\d{3,}(?:[ .-]\d{3,})*(?![\d/])")
_OWN = re.compile(
    r"""\blahir\b\W{0,3}(?:\w+\W{1,2}){0,3}?\d{1,2}(?:[-/. ](?:\d{1,2}|[a-z]+)[-/. ])\d{2,4}
    |\b(?:no(?:mor|\.)?\s*)?reg(?:ister|istrasi)?\b\.?\s*(?:no(?:mor|\.)?)?[\s:.]*[\w/.-]*\d
    |\bLP[/ ][\w/.-]*\d""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")  # noqa: RUF001
_CUE = re.compile(
    r"(?:\ba\.\s?n\.|\b(?:atas nama|bernama|ananda|sdri?|saudara|saudari)\b"
    r"|(?:^|(?<=[.,;:\n]))\s*(?:nama|anak|siswa|siswi|korban)\b)",
    re.IGNORECASE,
)
_SMALL_CUE = re.compile(r"\b(?:nama|anak|siswa|siswi|korban)\b")
# With one of these in it or just before it, capitals name a place, an office or a programme.
_NO_PERSON = frozenset(
    """
    anak aula badan bagian bahasa balai bantuan barat bidang bimbingan camat deklarasi desa dinas
    direktur dokter dr forum gang gedung gerakan gg gugus hari hotel indonesia informasi jalan
    jenjang jl kabupaten kadis kampung kantor kasi kec kecamatan kegiatan kel kelas kelurahan
    kementerian kepala keputusan ketua klinik komisi komplek koordinator kota kpad lapangan layanan
    lembaga lurah madrasah masjid mts musrenbang negara negeri nip nomor pasar paud pemerintah
    pengadilan peraturan perda perpustakaan perumahan perwali pojok polres polsek polresta
    posyandu presiden program provinsi psikolog puskesmas puspaga pusat rapat rapi rencana rumah
    ruang sanggar satuan sd sdn sekolah sekretaris sekretariat selatan seksi sk sma sman smk smp
    smpn sni sosialisasi staf surat taman tempat tengah tim timur tk undang unit universitas upt
    uptd utara wali wakil walikota yayasan
    januari februari maret april mei juni juli agustus september oktober november desember
    senin selasa rabu kamis jumat sabtu minggu telepon telp hp wa nisn nik kk no kontak
    """.split()
)
Span = tuple[int, int]


def has_named_number(text: str) -> bool:
    """Does a personal name seem to stand beside an identity-like number?

    Such a number has 10 to 15 digits or more than 16 (NISN, telephone, part of a No. KK), or is
    a date of birth or the number of a case. An official's NIP, decrees, amounts and addresses
    are none. It guesses: it is for a warning, never for a refusal.
    """
    numbers = list(_numbers(text))
    names = list(_names(text)) if numbers else []
    return any(_near(name, number) for name in names for number in numbers)


def _near(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) - min(one[1], other[1]) <= NEAR


def _numbers(text: str) -> Iterator[Span]:
    for found in _OWN.finditer(text):
        yield found.span()
    plain = _HARMLESS.sub(lambda found: "#" * len(found[0]), text)
    for found in _NUMBER.finditer(plain):
        digits = sum(map(str.isdigit, found[0]))
        if 10 <= digits <= 15 or digits > 18 or digits == 17:
            yield found.span()


def _names(text: str) -> Iterator[Span]:
    for group in _capitals(text):
        start, end = group[0].start(), group[-1].end()
        before = _WORD.findall(text[max(0, start - 30) : start])[-1:]
        words = [found[0].casefold() for found in group] + [word.casefold() for word in before]
        if len(group) > 1 and not _NO_PERSON.intersection(words):
            yield start, end
    for cue in (*_CUE.finditer(text), *_SMALL_CUE.finditer(text)):
        word = _WORD.search(text, cue.end())
        if word and not text[cue.end() : word.start()].strip(' .:"“') and _is_name(word[0]):
            yield cue.start(), word.end()


def _is_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word.casefold() not in _NO_PERSON


def _capitals(text: str) -> Iterator[list[re.Match[str]]]:
    """Words in a row that begin with a capital and go on in small letters."""
    group: list[re.Match[str]] = []
    for found in _WORD.finditer(text):
        fits = len(found[0]) > 1 and found[0].istitle()
        follows = bool(group) and text[group[-1].end() : found.start()] == " "
        if group and not (fits and follows):
            yield group
            group = []
        if fits:
            group.append(found)
    if group:
        yield group
