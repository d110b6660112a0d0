"""How gunicorn serves: plain workers, quiet, gone when their master is gone."""

import ctypes
import gc
import importlib
import signal

preload_app = True
# No access log: addresses and times say who looked at what. The audit is the place for that.
loglevel = "warning"
control_socket_disable = True
graceful_timeout = 5
timeout = 60

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def on_starting(server: object) -> None:
    """Read every page's code once, before the workers fork: no first visitor waits for it."""
    importlib.import_module("eenplan.config.urls")
    # What is loaded now stays for good: the collector need not walk it in the middle of a page.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def post_fork(server: object, worker: object) -> None:
    """Let the kernel end a worker whose master was killed; it would hold the port otherwise."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
