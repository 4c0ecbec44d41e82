"""Hands every request of a Locust process to perfscale, as binary sample frames, version 1.

Loaded before the user's locustfile: listeners of "request" that come first see each request even
if a later one raises, and those of "quitting", which Locust calls backwards, come last.

With LOCUST_PROCESSES, Locust forks workers when the scripts are loaded. Each worker is a writer of
its own; the process they come from, the master, has no users, keeps the duration and judges.
"""

import atexit
import logging
import os
import sys
import time

import gevent
from locust import events
from locust.runners import MasterRunner, WorkerRunner
from perfscale_samples import SampleChannel
from perfscale_share import Share
from perfscale_workers import Workers, use_socket_file

_FLUSH_SECONDS = 0.1
_CRITERION_FAILED = 99
_JUDGED = ".judged"

_log = logging.getLogger("perfscale")


def _pump(environment):
    runner = environment.runner
    told = 0
    while True:
        now = time.monotonic()
        if now - told >= 1:
            told = now
            if not isinstance(runner, MasterRunner):
                _channel.users(runner.user_count)
            elif _workers.is_lost():
                _log.error("A process of Locust died, the run ends")
                runner.quit()
                return
        _channel.flush()
        gevent.sleep(_FLUSH_SECONDS)


_channel = SampleChannel(os.environ["PERFSCALE_SAMPLES"])
_share = Share(os.environ.get("PERFSCALE_SHARE", "1/1"))
_workers = Workers()
# The first to be registered is the last to be called.
atexit.register(_workers.check)
os.register_at_fork(after_in_child=_channel.forked)
use_socket_file()
events.request.add_listener(_channel.request)


@events.init.add_listener
def _start(environment, runner, **_):
    is_worker = isinstance(runner, WorkerRunner)
    if not is_worker:
        _share.divide(environment)
    if isinstance(runner, MasterRunner):
        _workers.forked(environment.parsed_options.processes or 0)
    pump = gevent.spawn(_pump, environment)

    def finish():
        pump.kill()
        _channel.close()
        if is_worker:
            _workers.tell()

    # After a signal, users end their requests when "quitting" has been called already.
    atexit.register(finish)

    @events.quit.add_listener
    def _exit(exit_code, **_):
        _workers.exits(environment, exit_code)


@events.test_start.add_listener
def _keep_duration(environment, **_):
    seconds = os.environ.pop("PERFSCALE_DURATION", "")
    if seconds and not isinstance(environment.runner, WorkerRunner):
        # Timers count from the loop's idea of now, which is older than the import of the scripts.
        gevent.get_hub().loop.update_now()
        gevent.spawn_later(float(seconds), _end, environment, seconds)


def _end(environment, seconds):
    _log.info("The duration of %s s is over", seconds)
    environment.runner.quit()


@events.quitting.add_listener
def _judge(environment, **_):
    """Tells a verdict of the script from the exit codes that Locust has of its own."""
    code = environment.process_exit_code
    if code is None or isinstance(environment.runner, WorkerRunner):
        return
    with open(_JUDGED, "w", encoding="ascii"):
        pass
    if code not in (0, _CRITERION_FAILED):
        print(f"The script set process_exit_code to {code}", file=sys.stderr, flush=True)
        environment.process_exit_code = _CRITERION_FAILED
