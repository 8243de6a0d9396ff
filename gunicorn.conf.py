"""How gunicorn serves the directory; `hotline serve` starts it with this file.

Behind nginx (docs/deploy) these settings are plenty. Without it, the threads bound how many slow
visitors a worker can carry: two workers of 64 threads stand still under 128 of them.
"""

import os

from hotline.web.server import QuietLogger, QuietWorker

bind = f"{os.environ.get('HOTLINE_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = QuietWorker
logger_class = QuietLogger
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 64
# A search index opened before a fork does not survive it, so each worker loads its own.
preload_app = False
timeout = 30
graceful_timeout = 10
keepalive = 5
limit_request_line = 2048
limit_request_fields = 60
limit_request_field_size = 4096
# gunicorn itself believes no header of a proxy: from this machine it would otherwise take even the
# path from one, and refuse requests whose headers contradict each other. web/limits.py reads the
# one header that HOTLINE_PROXIES allows.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers = {}
# Requests of visitors are never logged: an access log is a list of who asked for help.
accesslog = None
errorlog = "-"
loglevel = "warning"


def child_exit(server, worker):
    """What a worker that has gone had noted of itself is not told any more."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


# A second way in, which nothing here needs.
control_socket_disable = True
