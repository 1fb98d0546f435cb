"""The checks themselves. Each takes a Tree and returns findings, "path:line: what is wrong"."""

import os
import re

# ── the arrows of the house ──────────────────────────────────────────────────────────────────────────────────────────
# Who may include whom, directly; the rest follows by transitivity. core/README.md draws the same picture.

ARROWS = {
    "base": [],
    "http": ["base"],
    "session": ["http"],
    "flow": ["http"],
    "table": ["base"],
    "journal": ["base"],
    "decode": ["table"],
    "query": ["table"],
    "exporter": ["table", "query"],
    "api": ["http", "flow", "table"],
    "client": ["session", "flow", "api", "journal", "decode", "query", "exporter"],
    "sim": ["http"],  # an independent oracle: never the client's own readers
    "world": ["sim", "client"],
    "ui": ["client"],
    "platform": ["http"],
    "script_api": ["client", "platform"],
    "app": ["ui", "platform", "script_api", "client", "world"],
    "test of fuzz": ["client"],
    "test of simulation": ["world"],
    "test of ui": ["ui", "world"],
    "test of native": ["client", "sim"],
    "test of bench": ["world"],
}
CORE_ROOMS = ["base", "http", "session", "flow", "table", "journal", "decode", "query", "exporter", "api", "client",
              "sim"]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def reachable(room):
    seen, todo = set(), [room]
    while todo:
        for target in ARROWS.get(todo.pop(), []):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


def room_of(name):
    """The room that a file belongs to, or None for a file outside the house."""
    parts = name.split("/")
    stem = parts[-1].split(".")[0]
    if parts[0] == "core" and len(parts) > 2:
        return "world" if parts[1] == "sim" and stem.startswith("world") else parts[1]
    if parts[0] == "web":
        if len(parts) > 2:
            return parts[1]
        return "script_api" if stem.startswith("script_") else "app"
    if parts[0] == "tests" and len(parts) > 2:
        if parts[1] == "unit":
            return "test of world" if stem.startswith("world") else "test of " + parts[2]
        return "test of " + parts[1]
    return None


def allowed_rooms(room):
    if room.startswith("test of ") and room not in ARROWS:
        subject = room[len("test of "):]
        return reachable(subject) | {subject, room}
    return reachable(room) | {room}


def resolve(tree, name, included):
    """The project's own file behind an include with quotes, or None for a header of others."""
    folder = name.rsplit("/", 1)[0]
    for base in (folder, "core", "web", "tests"):
        path = os.path.normpath(f"{base}/{included}")
        if tree.has(path):
            return path
    return None


def arrows(tree):
    """Files include only what the arrows of the house allow."""
    found = []
    for name in tree.code():
        room = room_of(name)
        if room is None:
            continue
        allowed = allowed_rooms(room)
        for number, line in tree.lines(name):
            match = INCLUDE.match(line)
            if not match or match.group(1) != '"':
                continue
            target = resolve(tree, name, match.group(2))
            if target is None:
                if match.group(2).split("/")[0] in CORE_ROOMS:
                    found.append(f"{name}:{number}: there is no {match.group(2)}")
                continue
            if room_of(target) not in allowed:
                found.append(f"{name}:{number}: {room} may not include {room_of(target)} ({match.group(2)})")
    return found


def links(tree):
    """The libraries of the rooms are linked by the same arrows."""
    found = []
    call = re.compile(r"sluice_room\(\s*(\w+)([^)]*)\)", re.S)
    for name in tree.ending("room.cmake", "core/CMakeLists.txt"):
        text = re.sub(r"#.*", "", tree.text(name))
        for match in call.finditer(text):
            room, rest = match.groups()
            if room == "name":
                continue
            linked = re.findall(r"sluice_(\w+)", rest.split("LINKS", 1)[1]) if "LINKS" in rest else []
            for target in linked:
                if target not in reachable(room):
                    found.append(f"{name}: {room} may not link {target}")
    return found


# ── banned ───────────────────────────────────────────────────────────────────────────────────────────────────────────

CORE_BANNED = {
    "thread", "mutex", "shared_mutex", "condition_variable", "future", "atomic", "semaphore", "latch", "barrier",
    "stop_token", "iostream", "istream", "ostream", "fstream", "sstream", "iomanip", "filesystem", "locale", "regex", "random",
    "ctime", "time.h", "csignal", "csetjmp", "stdexcept", "exception", "typeinfo", "any", "unistd.h", "fcntl.h", "sys/time.h",
    "sys/socket.h",
}
# A library of others: where its header may be included.
THIRD_PARTY = [
    (re.compile(r"^(pugixml|pugiconfig)\.hpp$"), re.compile(r"^core/.*\.cc$|^tests/.*\.cc$")),
    (re.compile(r"^nlohmann/"), re.compile(r"^(core|web)/.*\.cc$|^tests/")),
    (re.compile(r"^pcre2"), re.compile(r"^core/sim/.*\.cc$")),
    (re.compile(r"^httplib"), re.compile(r"^tests/native/")),
    (re.compile(r"^(imgui|imstb|backends/imgui|misc/)"), re.compile(r"^web/|^tests/ui/")),
    (re.compile(r"^(emscripten|GLES|EGL|webgl)"), re.compile(r"^web/platform/")),
    (re.compile(r"^(SDL|GLFW|boost|absl|gmock)"), re.compile(r"^$")),
    (re.compile(r"^gtest/"), re.compile(r"^tests/")),
]


def without_comment(line):
    return line.split("//", 1)[0] if '"' not in line.split("//", 1)[0] else line


def banned_includes(tree):
    """No file includes what its place forbids."""
    found = []
    for name in tree.code():
        for number, line in tree.lines(name):
            match = INCLUDE.match(line)
            if not match:
                continue
            header = match.group(2)
            if name.startswith("core/") and header in CORE_BANNED:
                found.append(f"{name}:{number}: <{header}> has no place in the core")
            if name.startswith("core/") and header == "chrono" and not name.startswith(("core/base/", "core/sim/")):
                found.append(f"{name}:{number}: <chrono> is for the calendars of core/base and core/sim alone")
            for pattern, places in THIRD_PARTY:
                if pattern.search(header) and not places.search(name):
                    found.append(f"{name}:{number}: {header} may not be included here")
    return found


CORE_WORDS = [
    (re.compile(r"\b(system_clock|steady_clock|high_resolution_clock|gettimeofday|clock_gettime)\b|"
                r"\btime\((nullptr|NULL|0)\)"), "the core has no clock"),
    (re.compile(r"\bstd::(thread|mutex|atomic|async|future)\b"), "the core has no threads"),
    (re.compile(r"\bstd::(cout|cerr|clog|ifstream|ofstream)\b|\bf(open|write|read)\("), "the core has no I/O"),
    (re.compile(r"\b(throw|try|catch|dynamic_cast|typeid)\b(?!')"), "the core has no exceptions and no RTTI"),
    (re.compile(r"^\s*(static|thread_local)\s+(?!const\b|constexpr\b|consteval\b|inline\b)[^(]*[;={]"),
     "the core has no globals"),
    (re.compile(r"\b(rand|srand|random_device)\b\s*[({;]"), "chance comes from a seed (base/random.h)"),
]


def banned_words(tree):
    """The core has no clock, no threads, no I/O, no exceptions, no globals."""
    found = []
    for name in tree.code():
        if not name.startswith("core/"):
            continue
        for number, line in tree.lines(name):
            bare = re.sub(r'"([^"\\]|\\.)*"', '""', line).split("//", 1)[0]
            for pattern, why in CORE_WORDS:
                if pattern.search(bare):
                    found.append(f"{name}:{number}: {why}")
    return found


REQUESTS = re.compile(r"\bXMLHttpRequest\b|(?<![\w.])(window\.|self\.|globalThis\.)?fetch\s*\(|\bsendBeacon\b|"
                      r"\bnew (WebSocket|EventSource)\b|\bemscripten_fetch\b|\bimportScripts\b")
REQUEST_PLACES = re.compile(r"^web/platform/fetch_driver\.|^shell/boot\.js$|^tests/|^web/assemble\.mjs$")


def requests(tree):
    """Requests leave the page by the fetch driver alone; the boot script loads the page's own files."""
    found = []
    for name in tree.ending(".h", ".cc", ".js", ".mjs", ".html"):
        if REQUEST_PLACES.search(name):
            continue
        for number, line in tree.lines(name):
            if REQUESTS.search(line.split("//", 1)[0]):
                found.append(f"{name}:{number}: a request outside the fetch driver")
    return found


REVEAL_PLACES = re.compile(r"^core/base/secret\.(h|cc)$|^core/session/|^core/http/|^core/sim/network\.cc$|"
                           r"^web/platform/(fetch_driver|bridge)\.cc$|^tests/")


def secrets(tree):
    """Secrets are revealed in the few files that must."""
    return [f"{name}:{number}: reveal() may not be used here" for name in tree.code() if not REVEAL_PLACES.search(name)
            for number, line in tree.lines(name) if "reveal()" in line.split("//", 1)[0]]


def skipped_tests(tree):
    """No test is skipped or switched off."""
    skip = re.compile(r"\bGTEST_SKIP\b|\bDISABLED_|\b(it|test|describe)\.(skip|only|todo)\b")
    return [f"{name}:{number}: a test that does not run" for name in tree.ending(".cc", ".h", ".mjs", ".js")
            if name.startswith("tests/") for number, line in tree.lines(name) if skip.search(line)]


# ── orphans ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def lists_for(tree, name):
    """The CMake lists that may name a file: those of its folder and of the folders above."""
    texts = []
    parts = name.split("/")[:-1]
    for depth in range(len(parts), -1, -1):
        for file in ("CMakeLists.txt", "room.cmake"):
            path = "/".join(parts[:depth] + [file])
            if tree.has(path):
                texts.append(re.sub(r"(?m)#.*$", "", tree.text(path)))
    return texts


def orphan_sources(tree):
    """Every source file is named in a CMake list."""
    found = []
    for name in tree.ending(".cc"):
        if name.startswith(("core/", "web/", "tests/")):
            stem = re.escape(name.rsplit("/", 1)[1][:-3])
            if not any(re.search(rf"(?<![\w]){stem}(?![\w])", text) for text in lists_for(tree, name)):
                found.append(f"{name}: no CMake list names it, so it is never built")
    return found


def orphan_headers(tree):
    """Every header is included by somebody."""
    included = set()
    for name in tree.code():
        for _, line in tree.lines(name):
            match = INCLUDE.match(line)
            if match and match.group(1) == '"':
                included.add(resolve(tree, name, match.group(2)))
    return [f"{name}: nobody includes it" for name in tree.ending(".h")
            if name.startswith(("core/", "web/", "tests/")) and name not in included]


def orphan_tests(tree):
    """Every unit test mirrors a file of the core, or one of its own folder."""
    found = []
    for name in tree.ending("_test.cc"):
        if not name.startswith("tests/unit/"):
            continue
        subject = "core/" + name[len("tests/unit/"):-len("_test.cc")]
        own = name[:-len("_test.cc")]  # what the tests themselves lean on is tested as well
        if not any(tree.has(path) for path in (subject + ".h", subject + ".cc", own + ".h")):
            found.append(f"{name}: there is no {subject}.h")
    return found


def untested_rooms(tree):
    """Every room of the core has unit tests."""
    rooms = {name.split("/")[1] for name in tree.ending(".cc") if name.startswith("core/") and name.count("/") == 2}
    tested = {name.split("/")[2] for name in tree.ending("_test.cc") if name.startswith("tests/unit/")}
    return [f"core/{room}: no file under tests/unit/{room}" for room in sorted(rooms - tested)]


def globbing(tree):
    """CMake lists name their files; nothing is globbed."""
    return [f"{name}:{number}: a glob" for name in tree.ending("CMakeLists.txt", ".cmake")
            for number, line in tree.lines(name) if re.search(r"file\s*\(\s*GLOB", line, re.I)]


# ── looks ────────────────────────────────────────────────────────────────────────────────────────────────────────────

BYTES_MAX = 512 * 1024
COLUMNS_MAX = 120
TEXT_ENDS = (".h", ".cc", ".js", ".mjs", ".css", ".html", ".py", ".md", ".cmake", "CMakeLists.txt", ".json", ".in",
             ".yml", ".svg")
WIDTH_ENDS = (".h", ".cc", ".js", ".mjs", ".py", ".cmake", "CMakeLists.txt", ".css")
EXTENSIONLESS = ("dev", ".ci/run")


def is_text(name):
    return (name.endswith(TEXT_ENDS) or name in EXTENSIONLESS) and not name.startswith("tests/data/")


def file_sizes(tree):
    """No file is larger than 512 kB."""
    return [f"{name}: {tree.size(name)} bytes" for name in tree.names if tree.size(name) > BYTES_MAX]


def white_space(tree):
    """No tabs, no blanks at the end of a line, a line break at the end of a file."""
    found = []
    for name in filter(is_text, tree.names):
        text = tree.text(name)
        for number, line in tree.lines(name):
            if "\t" in line:
                found.append(f"{name}:{number}: a tab")
            if line != line.rstrip():
                found.append(f"{name}:{number}: blanks at the end")
        if text and not text.endswith("\n"):
            found.append(f"{name}: no line break at the end")
    return found


def widths(tree):
    """Lines of code have at most 120 columns, texts in quotes apart."""
    found = []
    for name in tree.names:
        if not name.endswith(WIDTH_ENDS) or not is_text(name):
            continue
        for number, line in tree.lines(name):
            bare = re.sub(r'"([^"\\]|\\.)*"|\'([^\'\\]|\\.){12,}\'|`[^`]*`|R"\(.*', '""', line)
            if len(line) > COLUMNS_MAX and len(bare) > COLUMNS_MAX - 40:
                found.append(f"{name}:{number}: {len(line)} columns")
    return found


UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")


def unfinished(tree):
    """Nothing is marked as left to be done."""
    return [f"{name}:{number}: unfinished" for name in filter(is_text, tree.names) for number, line in tree.lines(name)
            if UNFINISHED.search(line)]


MACHINE = re.compile(r"(?<![\w.])/(work|home|root|Users)/\w")
REGISTRIES = re.compile(r"\b(registry\.npm" r"js\.org|deb\.deb" r"ian\.org|pypi\.o" r"rg|github\.c" r"om|"
                        r"storage\.google" r"apis\.com)\b")


def machine_paths(tree):
    """No path of one machine and no registry's host stands in a file."""
    found = []
    for name in filter(is_text, tree.names):
        for number, line in tree.lines(name):
            if MACHINE.search(line):
                found.append(f"{name}:{number}: a path of one machine")
            if not name.endswith(".md") and REGISTRIES.search(line):
                found.append(f"{name}:{number}: the host of a registry")
    return found


def header_prose(tree):
    """Every header opens with a paragraph of what it is, and guards itself."""
    found = []
    for name in tree.ending(".h"):
        text = tree.text(name)
        opening = re.match(r"(//[^\n]*\n)+", text)
        if not opening or len(opening.group(0)) < 40:
            found.append(f"{name}:1: no opening paragraph")
        if "\n#pragma once\n" not in text:
            found.append(f"{name}: no #pragma once")
    return found


def names(tree):
    """Files are nouns in snake case."""
    found = []
    for name in tree.names:
        base = name.rsplit("/", 1)[-1]
        if name.endswith((".h", ".cc", ".mjs", ".py", ".js")):
            if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z]+)+", base):
                found.append(f"{name}: not in snake case")
            if re.search(r"(^|_)(utils?|helpers?|misc)(_|\.)", base):
                found.append(f"{name}: a name that says nothing")
    return found


INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|"
                    r"https?://(?!127\.0\.0\.1|localhost)[a-z]")


def policy(tree):
    """The page has no inline script, style or handler."""
    found = []
    for name in tree.ending(".html"):
        if not name.startswith("shell/"):
            continue
        for number, line in tree.lines(name):
            if INLINE.search(re.sub(r'placeholder="[^"]*"', "", line)):
                found.append(f"{name}:{number}: inline script or style, or a file of another site")
    return found


def hosting_gateways(tree):
    """The web server's policy names the gateways of the platform table."""
    table, config = "core/api/platforms.cc", "shell/nginx.conf.in"
    if not tree.has(table) or not tree.has(config):
        return []
    known = re.findall(r'"(https://gateway\.[^"]+)"', tree.text(table))
    match = re.search(r"connect-src 'self' ([^;@]*)", tree.text(config))
    listed = match.group(1).split() if match else []
    if listed == known and known:
        return []
    return [f"{config}: connect-src and {table} differ: {set(listed) ^ set(known)}"]


ALL = [arrows, links, banned_includes, banned_words, requests, secrets, skipped_tests, orphan_sources, orphan_headers,
       orphan_tests, untested_rooms, globbing, file_sizes, white_space, widths, unfinished, machine_paths, header_prose,
       names, policy, hosting_gateways]
