"""How gunicorn serves: plain workers, quiet, gone when their master is gone."""

import ctypes
import gc
import importlib
import logging
import os
import signal
import sys

preload_app = True
# No access log: addresses and times say who looked at what. The audit is the place for that.
loglevel = "warning"
# Its own lines quote addresses and requests: they go through the same formatter as all others.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "eenplan.config.logs.Quiet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}
control_socket_disable = True
graceful_timeout = 5
timeout = 60

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def on_starting(server: object) -> None:
    """Refuse an unsafe start; read every page's code once, before the workers fork: no first visitor waits for it."""
    logging.captureWarnings(True)
    _refuse_unsafe()
    importlib.import_module("eenplan.config.urls")
    # What is loaded now stays for good: the collector need not walk it in the middle of a page.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def _refuse_unsafe() -> None:
    """End with one line when the web could get past the fence. A database that is still away is waited for."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection

    from eenplan.config.refusals import refuse_owner_in_web, refuse_role_above_the_fence

    try:
        refuse_owner_in_web(os.environ)
        refuse_role_above_the_fence(connection)
    except ImproperlyConfigured as unsafe:
        sys.exit(f"eenplan: {unsafe}")
    except DatabaseError:
        pass
    finally:
        connection.close()


def post_fork(server: object, worker: object) -> None:
    """Let the kernel end a worker whose master was killed; it would hold the port otherwise."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
