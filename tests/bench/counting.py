"""A line between a browser and the site that counts every byte, whoever in the browser asked."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

QUIET = 2.0  # seconds without a byte: the page and its service worker have what they want


class Counter:
    """What went over the line since it was last read."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.requests = self.received = 0  # received: by the browser, with headers
        self._moved = threading.Event()
        self._lock = threading.Lock()

    def note(self, piece: bytes, *, sent: bool) -> None:
        """A piece that passes; what the browser sends is counted in requests."""
        with self._lock:
            if sent:
                self.requests += piece.count(b" HTTP/1.1\r\n")
            else:
                self.received += len(piece)
        self._moved.set()

    def read(self) -> tuple[int, int]:
        """Wait until the line is quiet; (requests, bytes received), counted from 0 after this."""
        while self._moved.wait(QUIET):
            self._moved.clear()
        with self._lock:
            seen, self.requests, self.received = (self.requests, self.received), 0, 0
        return seen


@contextmanager
def counting(port: int) -> Iterator[Counter]:
    """A line to this port of this machine, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        counter = Counter(server.getsockname()[1])
        threading.Thread(target=_accept, args=(server, port, counter), daemon=True).start()
        yield counter


def _accept(server: socket.socket, port: int, counter: Counter) -> None:
    with suppress(OSError):  # the server is closed
        while True:
            near, _ = server.accept()
            far = socket.create_connection(("127.0.0.1", port))
            for pair, sent in (((near, far), True), ((far, near), False)):
                threading.Thread(target=_pass, args=(*pair, counter, sent), daemon=True).start()


def _pass(source: socket.socket, target: socket.socket, counter: Counter, sent: bool) -> None:
    with suppress(OSError):
        while piece := source.recv(65_536):
            counter.note(piece, sent=sent)
            target.sendall(piece)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
