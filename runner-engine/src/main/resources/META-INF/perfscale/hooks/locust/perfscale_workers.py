"""Locust in several processes."""

import os
import sys

import psutil
import zmq.green as zmq
from locust.rpc import zmqrpc

_SOCKET = "ipc://.locust-socket"
_LOST = 70


class Workers:
    """The forked processes of this run, as the master sees them. Whatever one has measured is
    handed over by itself, when it ends; one that ends without doing so makes the run a failure."""

    def __init__(self):
        self._ended = os.open(".ended-workers", os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._master = os.getpid()
        self._pids = set()
        self._lost = False
        self._exit_code = 0

    def forked(self, processes):
        me = psutil.Process()
        command = me.cmdline()
        self._pids = {child.pid for child in me.children() if child.cmdline() == command}
        self._lost = len(self._pids) < processes

    def is_lost(self):
        """Whether one of them is gone without a word."""
        if not self._lost:
            gone = {pid for pid in self._pids - self._told().keys() if _is_gone(pid)}
            self._lost = bool(gone - self._told().keys())
        return self._lost

    def exits(self, environment, exit_code):
        """Called in every process when it knows its exit code."""
        if environment.process_exit_code is None:
            self._exit_code = exit_code

    def tell(self):
        """Called in a worker when it has handed over all it measured."""
        os.write(self._ended, b"%d %d\n" % (os.getpid(), self._exit_code))

    def _told(self):
        text = os.pread(self._ended, 1 << 20, 0).decode("ascii")
        return {int(pid): int(code) for pid, code in map(str.split, text.splitlines())}

    def check(self):
        """Called last in the master, when it has waited for all of them."""
        if os.getpid() != self._master or not self._pids:
            return
        told = self._told()
        if self._lost or self._pids - told.keys():
            words = "A process of Locust ended without handing over its samples"
            print(words, file=sys.stderr, flush=True)
            os._exit(_LOST)
        if self._exit_code == 0 and any(told.values()):
            os._exit(max(told.values()))


def _is_gone(pid):
    try:
        # Without taking its exit code away from those who wait for it.
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def use_socket_file():
    """Lets master and workers meet in the work directory: a port is open to the whole machine."""

    class Server(zmqrpc.BaseSocket):
        def __init__(self, _host, port):
            super().__init__(zmq.ROUTER, ipv4_only=True)
            self.socket.bind(_SOCKET)
            self.port = port

    class Client(zmqrpc.BaseSocket):
        def __init__(self, _host, _port, identity):
            super().__init__(zmq.DEALER, ipv4_only=True)
            self.socket.setsockopt(zmq.IDENTITY, identity.encode())
            self.socket.connect(_SOCKET)

    zmqrpc.Server = Server
    zmqrpc.Client = Client
