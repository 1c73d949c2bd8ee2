"""Files written whole or not at all."""

import pytest

from reports.storing import store


def test_what_a_killed_writer_left_is_cleared_by_the_next(tmp_path):
    left = tmp_path / "bagian.pdf.123.part"
    other = tmp_path / "lain.pdf.123.part"
    left.write_bytes(b"sete")
    other.write_bytes(b"sete")
    store(tmp_path / "bagian.pdf", b"setengah lagi")
    assert (tmp_path / "bagian.pdf").read_bytes() == b"setengah lagi"
    assert sorted(tmp_path.iterdir()) == [tmp_path / "bagian.pdf", other]


@pytest.mark.parametrize("first", [True, False])
def test_a_part_cleared_by_another_writer_is_a_fault_only_without_its_file(
    tmp_path, monkeypatch, first
):
    path = tmp_path / "bagian.pdf"

    def cleared(fd):
        if first:
            path.write_bytes(b"isi")
        next(tmp_path.glob("*.part")).unlink()

    monkeypatch.setattr("reports.storing.os.fsync", cleared)
    if first:
        store(path, b"isi")
        assert path.read_bytes() == b"isi"
    else:
        with pytest.raises(FileNotFoundError):
            store(path, b"isi")
    assert not list(tmp_path.glob("*.part"))


def test_a_writer_that_fails_leaves_another_writers_part(tmp_path, monkeypatch):
    other = tmp_path / "bagian.pdf.123.part"
    other.write_bytes(b"sete")

    def full(fd):
        raise OSError(28, "penuh")

    monkeypatch.setattr("reports.storing.os.fsync", full)
    with pytest.raises(OSError, match="penuh"):
        store(tmp_path / "bagian.pdf", b"isi")
    assert list(tmp_path.iterdir()) == [other]
