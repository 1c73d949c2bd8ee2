"""The embedded queue: in order, whole messages only, and half ones from elsewhere passed over."""

import errno
from queue import Empty

import pytest
from kombu import Connection

from kla import celery, file_queue


@pytest.fixture
def channel(tmp_path):
    assert celery.app  # whose module takes the address over
    options = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out")}
    options["control_folder"] = str(tmp_path / "control")
    with Connection("filesystem://localhost", transport_options=options) as connection:
        made = connection.channel()
        assert type(made) is file_queue.Channel
        yield made


def test_what_was_put_is_got_once(channel, tmp_path):
    channel._put("celery", {"n": 1})
    assert channel._size("celery") == 1
    assert channel._get("celery") == {"n": 1}
    with pytest.raises(Empty):
        channel._get("celery")
    assert list(tmp_path.iterdir()) == []


def test_half_a_message_ends_no_worker(channel, tmp_path):
    (tmp_path / "0_x.celery.msg").write_text("")
    channel._put("celery", {"n": 1})
    with pytest.raises(Empty):
        channel._get("celery")
    assert channel._get("celery") == {"n": 1}


def test_a_message_on_its_way_is_not_seen(channel, tmp_path):
    (tmp_path / "0_x.celery.msg.part").write_text('{"n"')
    assert channel._size("celery") == 0
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_full_disk_leaves_nothing_half(channel, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(file_queue.os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        channel._put("celery", {"n": 1})
    assert list(tmp_path.iterdir()) == []
