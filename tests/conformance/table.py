"""The conformance table, read from section_2.txt to section_9.txt.

    = 6.2 27 Parameters                      a section of the reference, how many items it has, its title

    6.2-1 row action=list is required        its first item: a row, bullet, rule, or line of a tree or of prose
      gateway: action_is_required            cases under cases/, separated by blanks
      client: unit_api:MobileApi.HasThat     GoogleTest tests, suite:Test.Name, separated by blanks
      page: browser/pull.test.mjs: words     a test of the page, by its file and its whole name; one a line

A side that has nothing to show gives a reason in parentheses; an item that neither side can show says
`untestable: reason`; one that says nothing is open. Lines that begin with # are comments, deeper lines go on.
"""

import re

HEADING = re.compile(r"= (\d(?:\.\d)?) (\d+) (.+)")
ITEM = re.compile(r"(\d(?:\.\d)?)-(p?)(\d+) (row|bullet|rule|tree|prose) (.+)")
FIELD = re.compile(r"  (gateway|client|page|untestable): (.+)")


class Item:
    """One claim of the reference and its proofs."""

    def __init__(self, name, kind, says):
        self.name = name
        self.kind = kind
        self.says = says
        self.gateway = []     # names of cases
        self.client = []      # (suite, test)
        self.page = []        # (file, test)
        self.reasons = {}     # side, or "untestable" -> why not
        self._last = None

    def take(self, field, text):
        """Reads one field; problems are raised as ValueError."""
        self._last = field
        if field == "untestable" or (text.startswith("(") and text.endswith(")")):
            self.reasons[field] = text
        elif field == "gateway":
            self.gateway += text.split()
        elif field == "client":
            for word in text.split():
                suite, colon, test = word.partition(":")
                if not colon or "." not in test:
                    raise ValueError(f"{self.name}: {word} is no suite:Test.Name")
                self.client.append((suite, test))
        else:
            file, colon, test = text.partition(": ")
            if not colon:
                raise ValueError(f"{self.name}: {text} is no file: name")
            self.page.append((file, test))

    def go_on(self, text):
        """Reads a line that continues the field before it."""
        if self._last is None:
            self.says += " " + text
        elif self._last in self.reasons:
            self.reasons[self._last] += " " + text
        else:
            self.take(self._last, text)

    @property
    def untestable(self):
        return "untestable" in self.reasons

    @property
    def tested(self):
        return bool(self.gateway or self.client or self.page)

    @property
    def open(self):
        return not self.tested and not self.untestable

    def problems(self):
        """What is wrong with this item by itself."""
        if self.untestable:
            return [f"{self.name}: has both proofs and a reason against any"] if self.tested else []
        if self.open:
            return [f"{self.name}: open, neither proven nor explained"]
        found = []
        if not self.gateway and "gateway" not in self.reasons:
            found.append(f"{self.name}: nothing and no reason on the gateway's side")
        if not self.client and not self.page and "client" not in self.reasons:
            found.append(f"{self.name}: nothing and no reason on the client's side")
        return found


class Table:
    """All sections in their order."""

    def __init__(self):
        self.items = []
        self.problems = []
        self._counts = {}    # section -> (items it must have, items seen, prose seen)

    def read(self, path):
        with open(path, encoding="utf-8") as file:
            item = None
            for number, line in enumerate(file, start=1):
                try:
                    item = self._read_line(line.rstrip("\n"), item)
                except ValueError as error:
                    self.problems.append(f"{path}:{number}: {error}")

    def _read_line(self, line, item):
        if not line.strip() or line.startswith("#"):
            return item
        if heading := HEADING.fullmatch(line):
            self._counts[heading.group(1)] = [int(heading.group(2)), 0, 0]
            return None
        if found := ITEM.fullmatch(line):
            return self._begin(*found.groups())
        if item is None:
            raise ValueError("text outside of any item")
        if field := FIELD.fullmatch(line):
            item.take(*field.groups())
        elif line.startswith("    "):
            item.go_on(line.strip())
        else:
            raise ValueError(f"cannot be read: {line}")
        return item

    def _begin(self, section, prose, ordinal, kind, says):
        item = Item(f"{section}-{prose}{ordinal}", kind, says)
        self.items.append(item)
        if section not in self._counts:
            raise ValueError(f"{item.name} stands before the heading of its section")
        place = 2 if prose else 1
        self._counts[section][place] += 1
        if self._counts[section][place] != int(ordinal) or bool(prose) != (kind == "prose"):
            raise ValueError(f"{item.name} is out of order")
        return item

    def check(self):
        """Every problem of the table by itself."""
        found = list(self.problems)
        for section, (wanted, seen, _) in self._counts.items():
            if wanted != seen:
                found.append(f"section {section} of the reference has {wanted} items, the table {seen}")
        for item in self.items:
            found += item.problems()
        return found
