#!/usr/bin/env python3
"""Style as a test: the arrows of the house, banned includes, orphan files, and what a source file looks like.

Every check is a function from a tree of files to a list of findings, each with the file and the line. The checks are
tried on trees with planted violations first (`self_test.py`), then on this project. Prints "FAIL name" for what failed
and ends with a plain total. Needs python 3 alone.
"""

import os
import subprocess
import sys

import checks
import self_test
from tree import Tree


BUILT = (".git", ".deps", ".cache", "build", "dist", "node_modules", "__pycache__")


def project_files(root):
    """What git would keep, or, without git, everything outside the folders that are built or fetched."""
    try:
        listed = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard", "-z"], check=True,
                                capture_output=True).stdout.decode().split("\0")
        return sorted(name for name in listed if name and os.path.isfile(os.path.join(root, name)))
    except (OSError, subprocess.CalledProcessError):
        pass
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [f for f in folders if f not in BUILT]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in files]
    return sorted(found)


def main():
    root = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", ".."))
    passed = failed = 0
    tree = Tree(root, project_files(root))
    tests = self_test.tests()
    tests += [(check.__doc__.splitlines()[0].rstrip("."), lambda c=check: c(tree)) for check in checks.ALL]
    for name, test in tests:
        findings = test()
        if findings:
            failed += 1
            print(f"  FAIL {name}")
            for finding in findings:
                print(f"    | {finding}")
        else:
            passed += 1
            print(f"  ok   {name}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
