#!/usr/bin/env python3
"""Runs the tests of one build folder and adds up the results of all kinds.

`run` starts every test that ctest knows in a build folder and that carries one of the wanted labels, several at a time,
and counts single test cases, not executables: a GoogleTest executable reports its cases in JSON; one that crashed, hung
or wrote no report counts as one failure more. `note` writes down the outcome of something that is no ctest test (a
build that broke, the browser tests). `total` prints the table and the last line, `N passed, N failed`.
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import time

TAIL_LINES = 40
DEFAULT_TIMEOUT_S = 900


def ctest_tests(build, labels):
    """The tests of a build folder: name, command, label, environment, timeout."""
    if not os.path.exists(os.path.join(build, "CTestTestfile.cmake")):
        return []  # not even configured; the caller has noted that
    listing = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True, capture_output=True,
                             text=True).stdout
    tests = []
    for entry in json.loads(listing)["tests"]:
        properties = {p["name"]: p["value"] for p in entry.get("properties", [])}
        label = (properties.get("LABELS") or [""])[0]
        if label not in labels:
            continue
        tests.append({
            "name": entry["name"],
            "command": entry.get("command"),
            "label": label,
            "environment": properties.get("ENVIRONMENT", []),
            "timeout_s": properties.get("TIMEOUT", DEFAULT_TIMEOUT_S),
        })
    return tests


def read_gtest_report(path):
    """(passed, failed names) of a GoogleTest JSON report, or None when there is no whole report."""
    try:
        with open(path, encoding="utf-8") as report:
            document = json.load(report)
    except (OSError, ValueError):
        return None
    passed, failed = 0, []
    for suite in document.get("testsuites", []):
        for case in suite.get("testsuite", []):
            if case.get("status") == "NOTRUN" and "failures" not in case:
                continue
            # A skipped test proves nothing, so it counts as failed.
            if case.get("failures") or case.get("result") == "SKIPPED":
                failed.append(f"{case.get('classname', suite['name'])}.{case['name']}")
            else:
                passed += 1
    return passed, failed


def read_gtest_log(path):
    """(passed, failed names, name of the test that was running) of an executable that ended without a report."""
    passed, failed, running = 0, [], ""
    with open(path, encoding="utf-8", errors="replace") as log:
        for line in log:
            words = line[13:].split()
            if line.startswith("[ RUN ") and words:
                running = words[0]
            elif line.startswith("[       OK ]"):
                passed, running = passed + 1, ""
            elif line.startswith("[  FAILED  ]") and words and words[0].rstrip(",") == running:
                failed.append(running)
                running = ""
    return passed, failed, running


def run_one(test, out_dir, pattern):
    started = time.monotonic()
    base = os.path.join(out_dir, test["name"])
    report, log_path = base + ".json", base + ".log"
    for stale in (report, log_path):
        if os.path.exists(stale):
            os.remove(stale)
    outcome = {"name": test["name"], "log": log_path, "passed": 0, "failures": []}
    if not test["command"] or not os.path.exists(test["command"][-1]):
        outcome["failures"].append(f"{test['name']} (not built)")
        outcome["seconds"] = 0.0
        return outcome
    command = list(test["command"]) + ["--gtest_output=json:" + report]
    if pattern:
        command.append("--gtest_filter=" + pattern)
    environment = dict(os.environ)
    environment.update(pair.split("=", 1) for pair in test["environment"])
    status = "ended with exit status 0"
    with open(log_path, "wb") as log:
        try:
            code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                  env=environment, timeout=test["timeout_s"]).returncode
            status = f"ended with exit status {code}" if code >= 0 else f"was killed by signal {-code}"
        except subprocess.TimeoutExpired:
            code, status = -1, f"hung for {test['timeout_s']:.0f} s"
        except OSError as error:
            code, status = -1, str(error)
    counted = read_gtest_report(report)
    if counted:
        outcome["passed"], outcome["failures"] = counted
    else:
        outcome["passed"], outcome["failures"], running = read_gtest_log(log_path)
        where = f" in {running}" if running else ""
        outcome["failures"].append(f"{test['name']} ({'wrote no report' if code == 0 else status}{where})")
    if code != 0 and not outcome["failures"]:
        outcome["failures"].append(f"{test['name']} ({status})")
    outcome["seconds"] = time.monotonic() - started
    return outcome


def print_tail(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as log:
            lines = log.read().splitlines()
    except OSError:
        return
    for line in lines[-TAIL_LINES:]:
        print("    | " + line)


def save(path, result):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        json.dump(result, out, indent=1)
        out.write("\n")


def command_run(args):
    out_dir = os.path.join(os.path.dirname(args.out), args.kind)
    os.makedirs(out_dir, exist_ok=True)
    result = {"kind": args.kind, "passed": 0, "failed": 0, "seconds": 0.0, "failures": []}
    if args.broken:
        result["failed"] = 1
        result["failures"].append({"name": args.broken, "log": args.broken_log})
    started = time.monotonic()
    tests = ctest_tests(args.build, args.labels.split(","))
    with concurrent.futures.ThreadPoolExecutor(max_workers=args.jobs) as pool:
        for future in concurrent.futures.as_completed([pool.submit(run_one, t, out_dir, args.filter) for t in tests]):
            outcome = future.result()
            result["passed"] += outcome["passed"]
            result["failed"] += len(outcome["failures"])
            result["failures"] += [{"name": name, "log": outcome["log"]} for name in outcome["failures"]]
            word = "FAIL" if outcome["failures"] else "ok  "
            print(f"  {word} {outcome['name']:<24} {outcome['passed']:>5} passed {outcome['seconds']:7.1f} s",
                  flush=True)
            if outcome["failures"]:
                print_tail(outcome["log"])
    result["seconds"] = time.monotonic() - started
    save(args.out, result)
    return 1 if result["failed"] else 0


def command_note(args):
    failures = [{"name": name, "log": args.log} for name in args.name]
    failures += [{"name": args.kind, "log": args.log}] * (1 if args.failed and not failures else 0)
    save(args.out, {"kind": args.kind, "passed": args.passed, "failed": args.failed, "seconds": args.seconds,
                    "failures": failures, "remark": args.remark})
    return 0


def command_total(args):
    results = []
    for path in args.files:
        with open(path, encoding="utf-8") as report:
            results.append(json.load(report))
    passed, failed = sum(r["passed"] for r in results), sum(r["failed"] for r in results)
    print(f"\n  {'kind':<12} {'passed':>7} {'failed':>7} {'seconds':>8}")
    for r in results:
        print(f"  {r['kind']:<12} {r['passed']:>7} {r['failed']:>7} {r['seconds']:>8.1f}")
    for r in results:
        for failure in r["failures"]:
            print(f"  failed: {r['kind']}: {failure['name']}  (log: {failure['log']})")
    for r in results:
        if r.get("remark"):
            print(f"\n  {r['remark']}")
    if passed + failed == 0:
        print("\n  no test matched")
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 0 if failed == 0 and passed > 0 else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    run = verbs.add_parser("run", help="run the tests of a build folder")
    run.add_argument("--build", required=True)
    run.add_argument("--kind", required=True, help="the name of this group of tests in the table")
    run.add_argument("--labels", required=True, help="ctest labels, with commas")
    run.add_argument("--out", required=True, help="where the result goes, JSON")
    run.add_argument("--filter", default="", help="a GoogleTest filter")
    run.add_argument("--broken", default="", help="what of the build broke: one failure more")
    run.add_argument("--broken-log", default="")
    run.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    run.set_defaults(function=command_run)
    note = verbs.add_parser("note", help="write down an outcome found elsewhere")
    note.add_argument("--kind", required=True)
    note.add_argument("--out", required=True)
    note.add_argument("--passed", type=int, default=0)
    note.add_argument("--failed", type=int, default=0)
    note.add_argument("--seconds", type=float, default=0.0)
    note.add_argument("--log", default="")
    note.add_argument("--name", action="append", default=[], help="a failed test")
    note.add_argument("--remark", default="", help="a line to repeat beside the total")
    note.set_defaults(function=command_note)
    total = verbs.add_parser("total", help="add up results")
    total.add_argument("files", nargs="+")
    total.set_defaults(function=command_total)
    args = parser.parse_args()
    return args.function(args)


if __name__ == "__main__":
    sys.exit(main())
