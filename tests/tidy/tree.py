"""The files that the checks look at: those of a folder, or a few made up in memory."""

import os

CODE_ENDS = (".h", ".cc")
SCRIPT_ENDS = (".js", ".mjs")


class Tree:
    def __init__(self, root, names, texts=None):
        self.root = root
        self.names = names
        self._texts = dict(texts or {})

    @staticmethod
    def of(texts):
        """A tree in memory: path -> text."""
        return Tree(None, sorted(texts), texts)

    def size(self, name):
        return len(self._texts[name]) if self.root is None else os.path.getsize(os.path.join(self.root, name))

    def text(self, name):
        if name not in self._texts:
            with open(os.path.join(self.root, name), "rb") as file:
                self._texts[name] = file.read().decode("utf-8", errors="replace")
        return self._texts[name]

    def lines(self, name):
        """(number, line) from 1."""
        return list(enumerate(self.text(name).split("\n"), start=1))

    def has(self, name):
        return name in self._texts or name in self._set()

    def _set(self):
        if not hasattr(self, "_names"):
            self._names = set(self.names)
        return self._names

    def ending(self, *ends):
        return [name for name in self.names if name.endswith(ends)]

    def code(self):
        return self.ending(*CODE_ENDS)
