"""Hands every request of a Locust process to perfscale, as binary sample frames, version 1.

Loaded before the user's locustfile: listeners of "request" that come first see each request even
if a later one raises, and those of "quitting", which Locust calls backwards, come last.
"""

import atexit
import collections
import fcntl
import logging
import os
import struct
import sys
import time

import gevent
from gevent.os import nb_write
from locust import events

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
_FLUSH_SECONDS = 0.1

_HTTP, _GRPC, _WS, _CUSTOM = 0, 1, 2, 4
_ERROR = 8
_KINDS = dict.fromkeys(
    ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"), _HTTP
)
_KINDS["GRPC"] = _GRPC
# WSE, WSR and WSS are what Locust's own SocketIOUser reports.
_KINDS.update(dict.fromkeys(("WS", "WEBSOCKET", "WSE", "WSR", "WSS"), _WS))

_CRITERION_FAILED = 99
_JUDGED = ".judged"


class SampleChannel:
    """Buffers records in memory and writes whole chunks, which a pipe takes atomically.

    The file is written without blocking, because a blocking write would stop all users until the
    pipe has room. What waits is kept in memory: a reader that is gone for long ends the run.
    """

    def __init__(self, path):
        self._file = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        try:
            fcntl.fcntl(self._file, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        except OSError:
            pass  # The kernel's limit per user is reached: the usual 64 KiB do, too.
        self._writer = os.getpid()
        self._payload = bytearray()
        self._chunks = collections.deque()
        self._targets = {}
        self._ids = 0
        self._samples = 0

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


def _pump(environment):
    told = 0
    while True:
        now = time.monotonic()
        if now - told >= 1:
            told = now
            _channel.users(environment.runner.user_count)
        _channel.flush()
        gevent.sleep(_FLUSH_SECONDS)


_channel = SampleChannel(os.environ["PERFSCALE_SAMPLES"])
events.request.add_listener(_channel.request)


@events.init.add_listener
def _start(environment, **_):
    pump = gevent.spawn(_pump, environment)

    def finish():
        pump.kill()
        _channel.close()

    # After a signal, users end their requests when "quitting" has been called already.
    atexit.register(finish)


@events.test_start.add_listener
def _keep_duration(environment, **_):
    seconds = os.environ.pop("PERFSCALE_DURATION", "")
    if seconds:
        # Timers count from the loop's idea of now, which is older than the import of the scripts.
        gevent.get_hub().loop.update_now()
        gevent.spawn_later(float(seconds), _end, environment, seconds)


def _end(environment, seconds):
    logging.getLogger("perfscale").info("The duration of %s s is over", seconds)
    environment.runner.quit()


@events.quitting.add_listener
def _judge(environment, **_):
    """Tells a verdict of the script from the exit codes that Locust has of its own."""
    code = environment.process_exit_code
    if code is None:
        return
    with open(_JUDGED, "w", encoding="ascii"):
        pass
    if code not in (0, _CRITERION_FAILED):
        print(f"The script set process_exit_code to {code}", file=sys.stderr, flush=True)
        environment.process_exit_code = _CRITERION_FAILED
