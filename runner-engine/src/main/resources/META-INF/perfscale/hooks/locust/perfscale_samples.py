"""Writes binary sample frames, version 1."""

import collections
import fcntl
import os
import struct
import time

from gevent.os import nb_write

_CHUNK_BYTES = 4096
_HEADER = struct.Struct("<2sBBIH")
_LABEL = struct.Struct("<BHH")
_SAMPLE = struct.Struct("<BHBqq")
_USERS = struct.Struct("<BI")
_END = struct.Struct("<BQ")
_PAYLOAD_BYTES = _CHUNK_BYTES - _HEADER.size
_LABEL_TEXT_BYTES = 2048
_LABEL_IDS = 65536
_PIPE_BYTES = 1024 * 1024

_HTTP, _GRPC, _WS, _CUSTOM = 0, 1, 2, 4
_ERROR = 8
_KINDS = dict.fromkeys(
    ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"), _HTTP
)
_KINDS["GRPC"] = _GRPC
# WSE, WSR and WSS are what Locust's own SocketIOUser reports.
_KINDS.update(dict.fromkeys(("WS", "WEBSOCKET", "WSE", "WSR", "WSS"), _WS))


class SampleChannel:
    """Buffers records in memory and writes whole chunks, which a pipe takes atomically.

    The file is written without blocking, because a blocking write would stop all users until the
    pipe has room. What waits is kept in memory: a reader that is gone for long ends the run.
    """

    def __init__(self, path):
        self._path = path
        self._open()
        try:
            fcntl.fcntl(self._file, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        except OSError:
            pass  # The kernel's limit per user is reached: the usual 64 KiB do, too.

    def _open(self):
        self._file = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK)
        self._writer = os.getpid()
        self._payload = bytearray()
        self._chunks = collections.deque()
        self._targets = {}
        self._ids = 0
        self._samples = 0

    def forked(self):
        """Begins anew in a child; whether a file blocks is a matter of all who share it."""
        os.close(self._file)
        self._open()

    def request(self, request_type, name, response_time, exception=None, **_):
        end = time.time_ns()
        try:
            label, kind = self._targets[request_type, name]
        except KeyError:
            label, kind = self._announce(request_type, name)
        try:
            duration = round(response_time * 1_000_000)
        except (TypeError, ValueError, OverflowError):
            duration = -1
        if duration < 0 or duration >= 1 << 63 or (exception is not None and duration == 0):
            duration = -1
        traits = kind if exception is None else kind | _ERROR
        self._add(_SAMPLE.pack(2, label, traits, end, duration))
        self._samples += 1

    def users(self, count):
        self._add(_USERS.pack(4, count))

    def _announce(self, request_type, name):
        if self._ids == _LABEL_IDS:
            self._targets.clear()
            self._ids = 0
        # A longer text is cut after a whole character; the engine shortens labels long before.
        text = str(name).encode("utf-8", "replace")[:_LABEL_TEXT_BYTES]
        text = text.decode("utf-8", "ignore").encode("utf-8")
        known = (self._ids, _KINDS.get(str(request_type).upper(), _CUSTOM))
        self._add(_LABEL.pack(1, known[0], len(text)) + text)
        self._targets[request_type, name] = known
        self._ids += 1
        return known

    def _add(self, record):
        if len(self._payload) + len(record) > _PAYLOAD_BYTES:
            self._seal()
        self._payload += record

    def _seal(self):
        if self._payload:
            header = _HEADER.pack(b"PS", 1, 0, self._writer, len(self._payload))
            self._chunks.append(header + self._payload)
            self._payload = bytearray()

    def flush(self):
        """Writes what is buffered; the greenlet that calls it waits for room, the others go on."""
        self._seal()
        while self._chunks:
            nb_write(self._file, self._chunks[0])
            self._chunks.popleft()

    def close(self):
        """Says how many samples there were, so that the engine can tell whether any is missing."""
        os.set_blocking(self._file, True)
        self._add(_END.pack(5, self._samples))
        self._seal()
        for chunk in self._chunks:
            os.write(self._file, chunk)
        os.close(self._file)
