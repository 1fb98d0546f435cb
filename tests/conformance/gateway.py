"""Simulated gateways on free ports, and the few ways of asking one that every case needs."""

import json
import re
import subprocess
import threading

from curl import FORM, ask, query_of, run_curl

PASSWORD = "rehearsal"
MANAGER, READER, NO_PERMISSION, NO_MODULE = "acme_mg1", "acme_rd1", "acme_np1", "acme_nm1"
SINGLE_SIGN_ON, NO_CHECK, NO_PAGES = "acme_so1", "acme_ac1", "acme_nu1"
USER_CLIENT, SUBSCRIPTION_CLIENT, CLIENT_SECRET = "acme-user-client", "acme-subscription-client", "rehearsal-secret"
ASSETS, ASSETS_OLD = "/sem/v1/assetList", "/sem/xapi/v1/assetList"
# For cases that ask about content: no limit may get in the way of many at a time.
UNLIMITED = ("--rate-limit", "0", "--concurrency", "0")
LISTENING = re.compile(r"listening on (http://\S+)")


class Gateway:
    """One process of gatewayd."""

    def __init__(self, program, options):
        self.process = subprocess.Popen([program, "--port", "0", "--control", *options], stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        found = LISTENING.search(line)
        if not found:
            self.stop()
            raise AssertionError(f"gatewayd {' '.join(options)} did not start: {line.strip()}")
        self.url = found.group(1)
        self._remembered = {}
        self._lock = threading.RLock()

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def once(self, key, work):
        """What `work` gives, done once for this gateway."""
        with self._lock:
            if key not in self._remembered:
                self._remembered[key] = work()
            return self._remembered[key]

    def sign_in(self, user=MANAGER, password=PASSWORD):
        """The answer to a good form."""
        form = query_of({"username": user, "password": password, "token": "true", "permissions": "true"})
        return ask(self.url + "/auth", "POST", [f"Content-Type: {FORM}"], form)

    def token(self, user=MANAGER):
        """A token of this user, asked for once."""
        return self.once(("token", user), lambda: self.sign_in(user).text)

    def get(self, target, user=MANAGER, headers=(), more=()):
        return ask(self.url + target, "GET", [f"Authorization: Bearer {self.token(user)}", *headers], more=more)

    def list(self, user=MANAGER, path=ASSETS, **parameters):
        """assetList with action=list and these parameters, each value encoded once."""
        return self.get(path + "?" + query_of({"action": "list", **parameters}), user)

    def ot(self, kind, user=MANAGER, version="1.0", **parameters):
        """One of the OT lists with these parameters, each value encoded once."""
        query = query_of(parameters)
        return self.get(f"/ot/{version}/{kind}/list" + ("?" + query if query else ""), user)

    def statuses(self, target, times, user=MANAGER, more=()):
        """The statuses of the same call made several times over, by one curl, one after the other."""
        written = run_curl(["--header", f"Authorization: Bearer {self.token(user)}", *more,
                            "--write-out", "%{http_code}\n", *["--output", "/dev/null"] * times,
                            *[self.url + target] * times])
        return [int(status) for status in written.split()]

    def control(self, door):
        """POST /_sim/…: what another user or the vendor does to the gateway."""
        answer = ask(f"{self.url}/_sim/{door}", "POST", body="")
        assert answer.status == 204, f"/_sim/{door}: {answer}"

    def counters(self):
        return json.loads(ask(self.url + "/_sim/counters").body)


class Gateways:
    """Those of one run: shared ones by their options, and some that a case has to itself."""

    def __init__(self, program):
        self._program = program
        self._shared = {}
        self._running = []
        self._lock = threading.Lock()

    def shared(self, *options):
        """A gateway without limits, for cases that only ask."""
        with self._lock:
            if options not in self._shared:
                self._shared[options] = self._start(UNLIMITED + options)
            return self._shared[options]

    def own(self, *options):
        """A gateway that nobody else asks."""
        with self._lock:
            return self._start(options)

    def stop(self):
        with self._lock:
            for gateway in self._running:
                gateway.stop()
            self._running.clear()

    def _start(self, options):
        gateway = Gateway(self._program, options)
        self._running.append(gateway)
        return gateway
