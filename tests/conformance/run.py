#!/usr/bin/env python3
"""Conformance: every claim of the API reference, and what proves it on either side of the wire.

section_2.txt to section_9.txt list each table row, bullet and rule of the reference's sections 2 to 9 (table.py says in
which form). The gateway's side is shown by the cases under cases/: each asks a `gatewayd` over HTTP with plain curl and
reads the answer with Python's own parsers, so that no code of this project is on the asking side. The client's side is
shown by GoogleTest tests, which are run here by name, and by tests of the page, which run with their own kinds and are
only looked up here. What cannot be tested says why.

    python3 tests/conformance/run.py [--gatewayd PROGRAM] [--tests FOLDER] [--filter PATTERN] [--list]

Builds nothing. Fails when a case or a named test fails, when a test or case that is named does not exist, when a case
is named by no item, when an item has neither proof nor reason, and when the table has more or fewer items than the
reference. With a filter, as GoogleTest's are, only what matches runs, and the table itself is not judged.
"""

import argparse
import concurrent.futures
import fnmatch
import importlib
import inspect
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.realpath(__file__))
TESTS = os.path.dirname(HERE)
sys.path.insert(1, TESTS)

from gateway import Gateways  # noqa: E402
from runner import read_gtest_report  # noqa: E402
from table import Table  # noqa: E402

SECTIONS = range(2, 10)
CASES_AT_A_TIME = 6
CLIENT_SECONDS_MAX = 120
TAIL_LINES = 30
REPEATED_CASES_MAX = 5  # more than these are no matter of a busy machine


# ── the gateway's side ───────────────────────────────────────────────────────────────────────────────────────────────

def load_cases():
    """(name -> function) of every case, and what is wrong with their names."""
    cases, problems = {}, []
    for number in SECTIONS:
        module = importlib.import_module(f"cases.section_{number}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.__name__:
                continue
            if name in cases:
                problems.append(f"two cases are called {name}")
            cases[name] = function
    return cases, problems


def run_case(function, gateways):
    """Why the case failed, in lines; nothing when it passed."""
    try:
        function(gateways)
    except AssertionError as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(HERE)]
        frames = frames[1:]  # without this function's own
        return str(error).splitlines() + [f"{os.path.relpath(f.filename, HERE)}:{f.lineno}: {f.line}" for f in frames]
    except Exception:  # pylint: disable=broad-except
        return traceback.format_exc().splitlines()
    return []


def run_cases(names, cases, program):
    """(name, seconds, lines of failure) of each."""
    def timed(name):
        started = time.monotonic()
        lines = run_case(cases[name], gateways)
        return name, time.monotonic() - started, lines

    gateways = Gateways(program)
    try:
        with concurrent.futures.ThreadPoolExecutor(max_workers=CASES_AT_A_TIME) as pool:
            return list(pool.map(timed, names))
    finally:
        gateways.stop()


def repeat_alone(outcomes, cases, program):
    """Some cases wait for real clocks: what failed beside others is asked once more alone, and that is said."""
    failed = [name for name, _, lines in outcomes if lines]
    if not failed or len(failed) > REPEATED_CASES_MAX:
        return outcomes
    again = {}
    for name, _, lines in outcomes:
        if lines:
            print(f"  once more, alone: {name}")
            for line in lines:
                print(f"    | {line}")
            again[name] = run_cases([name], cases, program)[0]
    return [again.get(outcome[0], outcome) for outcome in outcomes]


# ── the client's side ────────────────────────────────────────────────────────────────────────────────────────────────

def find_programs(folder, suites):
    """suite -> path of its executable."""
    found = {}
    for base, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "CMakeFiles"]
        for name in suites & set(files):
            path = os.path.join(base, name)
            if os.access(path, os.X_OK):
                found[name] = path
    return found


def listed_tests(program):
    tests, group = set(), ""
    listing = subprocess.run([program, "--gtest_list_tests"], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        word = line.split("#")[0].rstrip()
        if word and not word.startswith(" "):
            group = word
        elif word:
            tests.add(group + word.strip())
    return tests


def words_about(test, words):
    """What a GoogleTest program said while this test ran."""
    begin, end = f"[ RUN      ] {test}", f"[  FAILED  ] {test}"
    start = words.index(begin) + 1 if begin in words else 0
    inside = words[start:]
    stop = next((place for place, line in enumerate(inside) if line.startswith(end)), len(inside))
    return inside[:stop][-TAIL_LINES:]


def run_suite(suite, program, tests):
    """(passed names, {failed name: lines}) of the named tests of one executable."""
    known = listed_tests(program)
    failed = {f"{suite}:{test}": ["there is no such test"] for test in tests - known}
    wanted = sorted(tests & known)
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        try:
            ended = subprocess.run([program, "--gtest_filter=" + ":".join(wanted), "--gtest_output=json:" + report],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                   timeout=CLIENT_SECONDS_MAX, check=False, errors="replace", text=True)
            words = ended.stdout.splitlines()
        except subprocess.TimeoutExpired:
            words = [f"did not end within {CLIENT_SECONDS_MAX} s"]
        counted = read_gtest_report(report)
    if wanted and counted is None:
        failed[suite] = words[-TAIL_LINES:]
        return [], failed
    for name in counted[1] if counted else []:
        failed[f"{suite}:{name}"] = words_about(name, words)
    return [f"{suite}:{test}" for test in wanted if f"{suite}:{test}" not in failed], failed


def run_client_tests(tests, folder):
    """(passed names, {failed name: lines}) of (suite, test) pairs."""
    suites = {suite for suite, _ in tests}
    programs = find_programs(folder, suites)
    passed, failed = [], {suite: ["there is no such executable; is it built?"] for suite in suites - set(programs)}
    jobs = [(suite, programs[suite], {test for owner, test in tests if owner == suite}) for suite in sorted(programs)]
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for some_passed, some_failed in pool.map(lambda job: run_suite(*job), jobs):
            passed += some_passed
            failed.update(some_failed)
    return passed, failed


def missing_page_tests(tests):
    """Those tests of the page whose file does not have a test of that name."""
    found = []
    for file, test in sorted(tests):
        try:
            with open(os.path.join(TESTS, file), encoding="utf-8") as source:
                text = source.read().replace("\\'", "'")
        except OSError:
            text = ""
        pattern = re.escape(test).replace(r"\.\.\.", r".*")
        if not re.search(r"\btest\(['`]" + pattern + r"['`],", text):
            found.append(f"{file} has no test '{test}'")
    return found


# ── the whole ────────────────────────────────────────────────────────────────────────────────────────────────────────

def matches(name, pattern):
    """GoogleTest's way: patterns with colons between them, those behind a minus are left out."""
    wanted, _, unwanted = pattern.partition("-")
    some = not wanted or any(fnmatch.fnmatchcase(name, part) for part in wanted.split(":"))
    return some and not any(fnmatch.fnmatchcase(name, part) for part in unwanted.split(":") if part)


def check_names(table, cases):
    """Cases that are named and do not exist, and the reverse."""
    named = {case for item in table.items for case in item.gateway}
    found = [f"there is no case {name}" for name in sorted(named - set(cases))]
    return found + [f"no item names the case {name}" for name in sorted(set(cases) - named)]


def print_failures(failures):
    for name, lines in failures:
        print(f"  FAIL {name}")
        for line in lines:
            print(f"    | {line}")


def print_list(table):
    for item in table.items:
        state = "untestable" if item.untestable else "open" if item.open else "tested"
        print(f"{item.name:<8} {state:<10} {item.says}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gatewayd", default="build/native/gatewayd", help="the simulated gateway's program")
    parser.add_argument("--tests", default="build/native", help="the folder under which the test executables lie")
    parser.add_argument("--filter", default="", help="run only what matches, as GoogleTest's filter")
    parser.add_argument("--list", action="store_true", help="print every item with its state, and run nothing")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    table = Table()
    for number in SECTIONS:
        table.read(os.path.join(HERE, f"section_{number}.txt"))
    if args.list:
        print_list(table)
        return 0
    cases, problems = load_cases()
    problems += table.check() + check_names(table, cases)
    problems += missing_page_tests({test for item in table.items for test in item.page})
    client_tests = {test for item in table.items for test in item.client}
    names = sorted(cases)
    if args.filter:
        problems = []
        names = [name for name in names if matches(name, args.filter)]
        client_tests = {test for test in client_tests if matches(test[1], args.filter)}

    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as aside:  # some of the client's tests wait for clocks
        client_side = aside.submit(run_client_tests, client_tests, args.tests)
        outcomes = run_cases(names, cases, args.gatewayd)
        client_passed, client_failed = client_side.result()
    outcomes = repeat_alone(outcomes, cases, args.gatewayd)
    passed = [name for name, _, lines in outcomes if not lines]
    slowest = max(outcomes, key=lambda outcome: outcome[1], default=("none", 0.0, []))
    print(f"  {len(passed)} of {len(names)} cases asked with curl passed")
    print(f"  the longest took {slowest[1]:.1f} s: {slowest[0]}")
    print(f"  {len(client_passed)} of {len(client_tests)} named tests of the client passed")
    failures = [(name, lines) for name, _, lines in outcomes if lines] + sorted(client_failed.items())
    failures += [(problem, []) for problem in problems]
    print_failures(failures)
    tested = sum(item.tested for item in table.items)
    untestable = sum(item.untestable for item in table.items)
    total = len(table.items)
    still_open = sum(item.open for item in table.items)
    print(f"conformance: {tested} tested, {untestable} untestable, {total} total" +
          (f", {still_open} open" if still_open else ""))
    print(f"{len(passed) + len(client_passed)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
