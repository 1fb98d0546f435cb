"""The checks, tried: each must find what was planted, and must leave a tree alone that is in order."""

import checks
from tree import Tree

HEADER = "// A header that says what it is and who calls it.\n#pragma once\n"

CLEAN = {
    "core/CMakeLists.txt": "sluice_room(base SOURCES base/text.cc)\n",
    "core/base/text.h": HEADER,
    "core/base/text.cc":
        '#include "base/text.h"\n\n#include <string>\n\nstatic const int kTen = 10;\nstatic int twice(int n);\n',
    "core/http/url.h": HEADER + '#include "base/text.h"\n',
    "core/http/url.cc": '#include "http/url.h"\n',
    "core/http/room.cmake": "sluice_room(http SOURCES http/url.cc LINKS sluice_base)\n",
    "core/sim/world.h": HEADER + '#include "client/client.h"\n',
    "core/sim/world.cc": '#include "sim/world.h"\n',
    "core/sim/room.cmake": "sluice_room(sim SOURCES sim/world.cc LINKS sluice_http)\n",
    "core/client/client.h": HEADER + '#include "http/url.h"\n',
    "core/client/client.cc":
        '#include "client/client.h"\n\n#include <nlohmann/json.hpp>\n// A driver could throw here; try it.\n',
    "core/client/room.cmake": "sluice_room(client SOURCES client/client.cc LINKS sluice_api)\n",
    "web/CMakeLists.txt": "set(nouns fetch_driver)\nadd_executable(page main.cc)\n",
    "web/main.cc":
        '#include "client/client.h"\n#include "imgui.h"\n#include "platform/fetch_driver.h"\n#include "sim/world.h"\n',
    "web/platform/fetch_driver.h": HEADER,
    "web/platform/fetch_driver.cc":
        '#include "platform/fetch_driver.h"\n#include <emscripten/fetch.h>\nint a = emscripten_fetch(b);\n',
    "shell/index.html": '<script src="boot.js" defer></script>\n',
    "shell/boot.js": "fetch('sluice.wasm');\n",
    "tests/unit/base/CMakeLists.txt": "sluice_test(unit_base SOURCES text_test.cc)\n",
    "tests/unit/base/text_test.cc": '#include "base/text.h"\n#include <gtest/gtest.h>\n',
    "tests/unit/http/CMakeLists.txt": "sluice_test(unit_http SOURCES url_test.cc)\n",
    "tests/unit/http/url_test.cc": '#include "http/url.h"\n',
    "tests/unit/sim/CMakeLists.txt": "sluice_test(unit_sim SOURCES world_test.cc)\n",
    "tests/unit/sim/world_test.cc": '#include "sim/world.h"\n',
    "tests/unit/client/CMakeLists.txt": "sluice_test(unit_client SOURCES client_test.cc)\n",
    "tests/unit/client/client_test.cc": '#include "client/client.h"\n',
}

# What is planted into the clean tree (None takes a file away), and the file that must be complained about.
PLANTED = [
    (checks.arrows, {"core/base/text.cc": '#include "http/url.h"\n'}, "core/base/text.cc:1"),
    (checks.arrows, {"core/sim/world.cc": '#include "platform/fetch_driver.h"\n'}, "core/sim/world.cc:1"),
    (checks.arrows, {"core/sim/gateway.cc": '#include "client/client.h"\n'}, "core/sim/gateway.cc:1"),
    (checks.arrows, {"core/sim/gateway.cc": '#include "sim/world.h"\n'}, "core/sim/gateway.cc:1"),
    (checks.arrows, {"core/client/client.cc": '#include "sim/world.h"\n'}, "core/client/client.cc:1"),
    (checks.arrows, {"core/http/url.cc": '#include "../client/client.h"\n'}, "core/http/url.cc:1"),
    (checks.arrows, {"core/http/url.cc": '#include "base/gone.h"\n'}, "core/http/url.cc:1"),
    (checks.arrows, {"web/platform/fetch_driver.cc": '#include "client/client.h"\n'}, "web/platform/fetch_driver.cc:1"),
    (checks.arrows, {"tests/unit/base/text_test.cc": '#include "http/url.h"\n'}, "tests/unit/base/text_test.cc:1"),
    (checks.links, {"core/http/room.cmake": "sluice_room(http SOURCES http/url.cc LINKS sluice_base sluice_client)\n"},
     "core/http/room.cmake"),
    (checks.banned_includes, {"core/http/url.h": HEADER + "#include <nlohmann/json.hpp>\n"}, "core/http/url.h:3"),
    (checks.banned_includes, {"core/http/url.cc": "#include <thread>\n"}, "core/http/url.cc:1"),
    (checks.banned_includes, {"core/http/url.cc": "#include <chrono>\n"}, "core/http/url.cc:1"),
    (checks.banned_includes, {"core/http/url.cc": "#include <pcre2.h>\n"}, "core/http/url.cc:1"),
    (checks.banned_includes, {"core/http/url.cc": '#include "imgui.h"\n'}, "core/http/url.cc:1"),
    (checks.banned_includes, {"web/main.cc": "#include <emscripten.h>\n"}, "web/main.cc:1"),
    (checks.banned_words, {"core/http/url.cc": "auto t = std::chrono::steady_clock::now();\n"}, "core/http/url.cc:1"),
    (checks.banned_words, {"core/http/url.cc": "  throw 1;\n"}, "core/http/url.cc:1"),
    (checks.banned_words, {"core/http/url.cc": "static int count = 0;\n"}, "core/http/url.cc:1"),
    (checks.requests, {"shell/index.js": "const r = new XMLHttpRequest();\n"}, "shell/index.js:1"),
    (checks.requests, {"web/platform/page.js": "  await fetch(url);\n"}, "web/platform/page.js:1"),
    (checks.requests, {"web/main.cc": "emscripten_fetch(&attributes, url);\n"}, "web/main.cc:1"),
    (checks.secrets, {"core/client/client.cc": "log(token.reveal());\n"}, "core/client/client.cc:1"),
    (checks.skipped_tests, {"tests/unit/base/text_test.cc": "TEST(Text, DISABLED_Trims) {}\n"},
     "tests/unit/base/text_test.cc:1"),
    (checks.orphan_sources, {"core/base/number.cc": "\n"}, "core/base/number.cc"),
    (checks.orphan_sources, {"core/CMakeLists.txt": "sluice_room(base SOURCES base/text_search.cc)\n"},
     "core/base/text.cc"),
    (checks.orphan_headers, {"core/base/number.h": HEADER}, "core/base/number.h"),
    (checks.orphan_tests, {"tests/unit/base/number_test.cc": "\n"}, "tests/unit/base/number_test.cc"),
    (checks.untested_rooms, {"tests/unit/http/url_test.cc": None}, "core/http"),
    (checks.globbing, {"core/CMakeLists.txt": "file(GLOB all *.cc)\n"}, "core/CMakeLists.txt:1"),
    (checks.file_sizes, {"assets/icon.svg": "x" * (checks.BYTES_MAX + 1)}, "assets/icon.svg"),
    (checks.white_space, {"core/base/text.cc": "int a;\n\tint b;\n"}, "core/base/text.cc:2"),
    (checks.white_space, {"core/base/text.cc": "int a; \n"}, "core/base/text.cc:1"),
    (checks.white_space, {"core/base/text.cc": "int a;"}, "core/base/text.cc"),
    (checks.widths, {"core/base/text.cc": "x" * (checks.COLUMNS_MAX + 1) + "\n"}, "core/base/text.cc:1"),
    (checks.unfinished, {"core/base/text.cc": "// TO" "DO: more\n"}, "core/base/text.cc:1"),
    (checks.machine_paths, {"dev": "cd /home" "/me\n"}, "dev:1"),
    (checks.machine_paths, {"dev": "wget https://git" "hub.com/a\n"}, "dev:1"),
    (checks.header_prose, {"core/base/text.h": "#pragma once\n"}, "core/base/text.h:1"),
    (checks.header_prose, {"core/base/text.h": HEADER.replace("#pragma once", "")}, "core/base/text.h"),
    (checks.names, {"core/base/textUtils.cc": "\n"}, "core/base/textUtils.cc"),
    (checks.names, {"core/base/text_utils.cc": "\n"}, "core/base/text_utils.cc"),
    (checks.policy, {"shell/index.html": "<script>run()</script>\n"}, "shell/index.html:1"),
    (checks.policy, {"shell/index.html": '<p style="color:red">\n'}, "shell/index.html:1"),
    (checks.policy, {"shell/index.html": '<link href="https://fonts.example.com/a.css">\n'}, "shell/index.html:1"),
    (checks.hosting_gateways, {"core/api/platforms.cc": '{"US1", "https://gateway.a.com"}\n',
                               "shell/nginx.conf.in": "connect-src 'self' https://gateway.b.com@EXTRA@;\n"}, "shell/nginx.conf.in"),
]


def _planted(check, change, expected):
    texts = {name: text for name, text in {**CLEAN, **change}.items() if text is not None}
    found = check(Tree.of(texts))
    return [] if any(f.startswith(expected) for f in found) else [f"planted into {expected}, found only: {found}"]


def _clean():
    return [f"{check.__name__}: {finding}" for check in checks.ALL for finding in check(Tree.of(CLEAN))]


def tests():
    """(name, function that returns findings) of each self-test."""
    listed = [("self-test: a clean tree has no findings", _clean)]
    counts = {}
    for check, change, expected in PLANTED:
        counts[check.__name__] = counts.get(check.__name__, 0) + 1
        listed.append((f"self-test: {check.__name__} finds planted violation {counts[check.__name__]}",
                       lambda c=check, d=change, e=expected: _planted(c, d, e)))
    missing = {check.__name__ for check in checks.ALL} - set(counts)
    listed.append(("self-test: every check is tried", lambda: [f"{name} is not" for name in sorted(missing)]))
    return listed
