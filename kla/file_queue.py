"""The embedded broker's queue of files, with each message there whole or not at all.

Kombu's own writes a message in place: a worker that looks in the middle of it, or after the
writer was killed there, reads half a message and ends with "Unrecoverable error".
"""

import logging
import os
import uuid
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue: Any, payload: Any, **_: Any) -> None:  # type: ignore[override]
        """Write the message beside its place, then move it there."""
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        place = Path(self.data_folder_out) / name
        part = place.with_name(f"{name}.part")  # no name that a reader looks for
        try:
            part.write_text(dumps(payload), encoding="utf-8")
            os.replace(part, place)
        finally:
            part.unlink(missing_ok=True)

    def _get(self, queue: Any, timeout: Any = None) -> Any:
        """The next message; one that cannot be read is passed over: the rows are the truth."""
        try:
            return super()._get(queue)
        except ValueError:
            log.warning("a message that cannot be read was thrown away")
            raise Empty from None


class Transport(filesystem.Transport):
    Channel = Channel


def take_over() -> None:
    """Let `filesystem://` mean this one."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
