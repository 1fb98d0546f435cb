"""Asking a gateway with plain curl, and what came back.

Nothing of this project is on the asking side: the request is a command line, the answer is read with Python's own
parsers. Header names are looked up without case, as HTTP has it.
"""

import json
import subprocess
import urllib.parse
import xml.etree.ElementTree as ElementTree

SECONDS_MAX = 30
FORM = "application/x-www-form-urlencoded"


class Answer:
    """Status, headers in their order, and the body's bytes."""

    def __init__(self, head, body):
        lines = head.decode("iso-8859-1").split("\r\n")
        self.status = int(lines[0].split()[1])
        self.headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:] if ":" in line]
        self.body = body

    def header(self, name):
        """The value of a header, or None."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return values[0] if values else None

    def names(self):
        """The names of all headers in lower case."""
        return {key.lower() for key, _ in self.headers}

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def xml(self):
        return ElementTree.fromstring(self.body)

    @property
    def json(self):
        return json.loads(self.body)

    def message(self):
        """(code, text) of a SIMPLE_RETURN."""
        root = self.xml
        assert root.tag == "SIMPLE_RETURN", f"the root is {root.tag}"
        return root.findtext("RESPONSE/CODE"), root.findtext("RESPONSE/TEXT")

    def __repr__(self):
        return f"{self.status} {dict(self.headers)} {self.body[:300]!r}"


def run_curl(arguments, binary_input=None):
    """What curl wrote; a failure of curl itself fails the case."""
    command = ["curl", "--silent", "--show-error", "--http1.1", "--globoff", "--path-as-is", "--noproxy", "*",
               "--max-time", str(SECONDS_MAX)] + arguments
    ended = subprocess.run(command, input=binary_input, capture_output=True, check=False)
    assert ended.returncode == 0, f"curl ended with {ended.returncode}: {ended.stderr.decode(errors='replace').strip()}"
    return ended.stdout


def ask(url, method="GET", headers=(), body=None, more=()):
    """One request; its body goes out as it is given."""
    arguments = ["--head"] if method == "HEAD" else ["--include", "--request", method]
    for header in headers:
        arguments += ["--header", header]
    if body is not None:
        arguments += ["--header", "Expect:", "--data-binary", "@-"]
    written = run_curl(arguments + list(more) + [url], None if body is None else body.encode())
    head, _, rest = written.partition(b"\r\n\r\n")
    return Answer(head, rest)


def query_of(parameters):
    """A query string of name=value pairs, each value percent-encoded once."""
    return "&".join(f"{name}={urllib.parse.quote(str(value), safe=',')}" for name, value in parameters.items())
