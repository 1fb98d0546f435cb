"""VMDR OT: versions, the request, the answer and its headers, records, errors, and QQL.

The fields of records are the simulator's invention; the cases lean on those that stand for a documented token. What a
filter or an order should give is worked out here from all records, which are asked for without either.
"""

import datetime
import email.utils
import json
import re
import time

from curl import ask
from gateway import MANAGER, NO_MODULE, NO_PERMISSION, READER

OBJECTS = ("host", "detection", "projectfile")
ROWS = ("--ot-hosts", "250", "--ot-files", "60")
TOKENS = {
    "host": ("asset.created", "asset.lastUpdated", "asset.name", "asset.risk", "asset.vulnerabilityCount"),
    "detection": ("vulnerabilities.criticality", "vulnerabilities.lastDetected", "vulnerabilities.qid",
                  "vulnerabilities.severity", "vulnerabilities.typeDetected", "vulnerabilities.vulnCategory"),
    "projectfile": ("assetCount", "engineeringToolName", "engineeringToolVersion", "fileHash", "lastUpdated", "name",
                    "plantLocation", "status", "uploadedBy", "vendor"),
}
LISTS = {"host": "assets", "detection": "vulnerabilities"}
SAFETY = {
    "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate", "Pragma": "no-cache", "Expires": "0",
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "X-XSS-Protection": "1 ; mode=block",
    "Referrer-Policy": "no-referrer",
}


def _records(answer):
    """The records of a good answer, whichever list it is."""
    assert answer.status == 200, answer
    found = answer.json
    return found if isinstance(found, list) else found.get("assets", found.get("vulnerabilities"))


def _whole(gateway, kind):
    """Every record that the Manager sees, asked for once."""
    return gateway.once(kind, lambda: _all(gateway, kind))


def _all(gateway, kind, user=MANAGER, **parameters):
    """The records of all pages."""
    records = []
    for number in range(100):
        page = _records(gateway.ot(kind, user, pageNumber=number, pageSize=100, **parameters))
        records += page
        if len(page) < 100:
            return records
    raise AssertionError("the pages do not end")


def _at(record, path):
    """The values at a dotted path; lists on the way are entered."""
    values = [record]
    for name in path.split("."):
        inside = [value.get(name) for value in values if isinstance(value, dict)]
        values = [one for value in inside for one in (value if isinstance(value, list) else [value])]
    return [value for value in values if value is not None]


def _identity(record):
    return record.get("detectionId") or record.get("assetId") or record["id"]


def _kept(gateway, kind, text):
    """What a filter leaves, as identities."""
    kept = []
    for number in range(100):
        answer = gateway.ot(kind, filter=text, pageSize=100, pageNumber=number)
        if answer.status == 404 and "_error" in answer.json:
            break
        page = _records(answer)
        kept += [_identity(record) for record in page]
        if len(page) < 100:
            break
    return kept


def _filters(gateway, kind, text, keep):
    """The filter leaves just the records that `keep` keeps, which are neither none nor all."""
    records = _whole(gateway, kind)
    wanted = [_identity(record) for record in records if keep(record)]
    assert 0 < len(wanted) < len(records), f"{text}: {len(wanted)} of {len(records)} would prove nothing"
    assert _kept(gateway, kind, text) == wanted, text


def _refused(answer, status=400):
    assert answer.status == status, answer
    error = answer.json["_error"]
    assert error["code"] == status and error["message"], answer


# ── 5.1 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def both_versions_give_the_same_records(gateways):
    gateway = gateways.shared()
    for kind in OBJECTS:
        old, new = (gateway.ot(kind, version=version, pageSize=100) for version in ("v1", "1.0"))
        assert _records(old) == _records(new) and old.header("count") == new.header("count"), kind


def an_old_version_can_end_with_404_or_410(gateways):
    for life, status in (("gone-404", 404), ("gone-410", 410)):
        gateway = gateways.shared("--v1", life)
        for kind in OBJECTS:
            gone = gateway.ot(kind, version="v1")
            assert gone.status == status and b"_error" not in gone.body, gone
            assert gateway.ot(kind, version="1.0").status == 200


def an_old_version_past_its_support_still_answers(gateways):
    gateway = gateways.shared("--v1", "end-of-support")
    for kind in OBJECTS:
        assert _records(gateway.ot(kind, version="v1")) == _records(gateway.ot(kind, version="1.0"))


def a_version_can_end_while_it_is_used(gateways):
    gateway = gateways.own()
    assert gateway.ot("host", version="v1").status == 200
    gateway.control("v1?life=gone-410")
    assert gateway.ot("host", version="v1").status == 410
    assert gateway.ot("host", version="1.0").status == 200


def no_other_version_answers(gateways):
    gateway = gateways.shared()
    for version in ("v2", "2.0", "1", "1.1", "v1.0"):
        assert gateway.ot("host", version=version).status == 404, version


# ── 5.2 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def ot_lists_are_got_and_nothing_else(gateways):
    gateway = gateways.shared()
    bearer = [f"Authorization: Bearer {gateway.token()}"]
    for kind in OBJECTS:
        for method in ("POST", "PUT", "DELETE"):
            answer = ask(f"{gateway.url}/ot/1.0/{kind}/list", method, bearer, "")
            assert answer.status == 405 and answer.header("Allow") == "GET", f"{method}: {answer}"


def ot_needs_the_token(gateways):
    gateway = gateways.shared()
    for headers in ([], ["Authorization: Bearer nonsense"], [f"Authorization: {gateway.token()}"]):
        for kind in OBJECTS:
            assert ask(f"{gateway.url}/ot/1.0/{kind}/list", headers=headers).status == 401


def accept_content_type_and_requested_with_change_nothing(gateways):
    gateway = gateways.shared()
    plain = gateway.get("/ot/1.0/host/list?pageSize=3")
    for header in ("Accept: */*", "Accept: application/json", "Content-Type: application/json", "X-Requested-With: curl"):
        answer = gateway.get("/ot/1.0/host/list?pageSize=3", headers=[header])
        assert answer.status == 200 and answer.json == plain.json, header
        assert answer.header("Content-Type") == "application/json"


def a_filter_is_percent_encoded(gateways):
    gateway = gateways.shared(*ROWS)
    _filters(gateway, "host", "hardware.manufacturer:`Rockwell Automation` and asset.risk>100",
             lambda r: r["hardware"]["manufacturer"] == "Rockwell Automation" and r["risk"] > 100)
    encoded = gateway.get("/ot/1.0/host/list?filter=hardware.manufacturer%3A%60Rockwell%20Automation%60&pageSize=100")
    assert {r["hardware"]["manufacturer"] for r in _records(encoded)} == {"Rockwell Automation"}


def pages_are_counted_from_zero(gateways):
    gateway = gateways.shared(*ROWS)
    first = _records(gateway.ot("host", pageSize=10))
    assert _records(gateway.ot("host", pageSize=10, pageNumber=0)) == first
    second = _records(gateway.ot("host", pageSize=10, pageNumber=1))
    assert len(second) == 10 and not {_identity(r) for r in first} & {_identity(r) for r in second}
    assert _records(gateway.ot("host", pageSize=20))[10:] == second


def a_page_holds_at_most_a_hundred(gateways):
    gateway = gateways.shared(*ROWS)
    for size, held in ((1, 1), (99, 99), (100, 100), (0, 50)):
        assert len(_records(gateway.ot("host", pageSize=size))) == held, size
    for size in ("101", "1000000", "-1", "ten", "1.5"):
        _refused(gateway.ot("host", pageSize=size))


def what_is_out_of_bounds_is_refused(gateways):
    gateway = gateways.shared(*ROWS)
    for kind in OBJECTS:
        for name, value in (("pageNumber", "-1"), ("pageNumber", "x"), ("filter", "a:"), ("filter", "(a:b"),
                            ("sort", "name"), ("sort", '[{"name":"up"}]'), ("sort", '{"name":"asc"}')):
            _refused(gateway.ot(kind, **{name: value}))


def a_page_past_the_end_is_empty(gateways):
    gateway = gateways.shared(*ROWS)
    for kind in OBJECTS:
        answer = gateway.ot(kind, pageNumber=999999, pageSize=100)
        assert _records(answer) == [], kind


def names_of_others_do_nothing(gateways):
    gateway = gateways.shared(*ROWS)
    plain = _records(gateway.ot("host", pageSize=20))
    for name, value in (("limit", "1"), ("page", "3"), ("lastSeenAssetId", "5"), ("includeFields", "name"),
                        ("excludeFields", "name")):
        answer = gateway.ot("host", pageSize=20, **{name: value})
        assert answer.status != 200 or _records(answer) == plain, name
        assert b'"data"' not in answer.body


def pages_have_neither_cursor_nor_link(gateways):
    answer = gateways.shared(*ROWS).ot("host", pageSize=10)
    assert set(answer.json) == {"assets"}
    assert not answer.names() & {"link", "location"}
    assert not [name for name in answer.names() if "cursor" in name or "next" in name]


def all_pages_of_a_list_are_the_whole_once(gateways):
    gateway = gateways.shared(*ROWS)
    for kind in OBJECTS:
        count = int(gateway.ot(kind, pageSize=1).header("count"))
        for size in (33, 100):
            seen = []
            for number in range(-(-count // size)):
                page = _records(gateway.ot(kind, pageSize=size, pageNumber=number))
                assert len(page) == min(size, count - number * size), "only the last page is short"
                seen += [_identity(record) for record in page]
            assert len(seen) == len(set(seen)) == count, kind


def rows_may_move_between_pages(gateways):
    gateway = gateways.own("--ot-hosts", "60", "--ot-rows-to-come", "5")
    seen = []
    for number in range(3):
        seen += [_identity(record) for record in _records(gateway.ot("host", pageSize=20, pageNumber=number))]
    assert len(set(seen)) < len(seen), "a record that moved on is seen twice"


def _order(value):
    """Numbers by value, texts without case and then by their bytes."""
    if isinstance(value, (int, float)):
        return (0, value, b"")
    return (2, value.encode().lower(), value.encode())


def each_sort_token_orders_the_list(gateways):
    gateway = gateways.shared("--ot-hosts", "90", "--ot-files", "60")
    for kind, tokens in TOKENS.items():
        for token in tokens:
            path = re.sub(r"^(asset|vulnerabilities)\.", "", token)
            for way in ("asc", "desc"):
                values = [_at(r, path) for r in _all(gateway, kind, sort=json.dumps([{token: way}]))]
                told = [value[0] for value in values if value]
                assert told, f"{token} leads nowhere"
                assert told == sorted(told, key=_order, reverse=way == "desc"), f"{token} {way}"
                assert all(not value for value in values[len(told):]), "records without a value come last"


def several_sort_keys_weigh_in_their_order(gateways):
    gateway = gateways.shared(*ROWS)
    sort = '[{"vulnerabilities.severity":"desc"},{"vulnerabilities.qid":"asc"}]'
    pairs = [(-record["severity"], record["qid"]) for record in _all(gateway, "detection", sort=sort)]
    assert pairs == sorted(pairs) and len(set(pairs)) < len(pairs)


# ── 5.3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def a_list_is_200_json_perhaps_compressed(gateways):
    gateway = gateways.shared(*ROWS)
    plain = gateway.ot("host", pageSize=100)
    assert plain.header("Content-Type") == "application/json"
    assert plain.header("transfer-encoding") == "chunked"
    packed = gateway.get("/ot/1.0/host/list?pageSize=100", more=["--compressed"])
    assert packed.json == plain.json
    assert packed.header("content-encoding") in ("gzip", "br")
    assert (packed.header("vary") or "").lower() == "accept-encoding"


def count_is_the_total_over_all_pages(gateways):
    gateway = gateways.shared(*ROWS)
    for size in (1, 10, 100):
        for number in (0, 2, 500):
            assert gateway.ot("host", pageSize=size, pageNumber=number).header("count") == "250"
    text = "asset.vulnerabilityCount>3"
    assert gateway.ot("host", filter=text, pageSize=1).header("count") == str(len(_kept(gateway, "host", text)))


def count_may_be_missing(gateways):
    gateway = gateways.shared("--no-count")
    for kind in OBJECTS:
        answer = gateway.ot(kind)
        assert answer.status == 200 and answer.header("count") is None


def ot_answers_tell_the_rate(gateways):
    answer = gateways.own("--rate-limit", "300").ot("host")
    told = [answer.header("X-RateLimit-" + name) for name in ("Remaining", "Window-Sec", "Limit")]
    assert told == ["299", "3600", "300"]
    assert answer.header("X-RateLimit-ToWait-Sec") is None


def ot_answers_are_dated(gateways):
    text = gateways.shared().ot("host").header("Date")
    assert re.fullmatch(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT", text), text
    assert abs(email.utils.parsedate_to_datetime(text).timestamp() - time.time()) < 120


def ot_answers_have_the_safety_headers_of_the_sample(gateways):
    gateway = gateways.own("--rate-limit", "1")
    for answer in (gateway.ot("host"), gateway.ot("host")):
        assert {name: answer.header(name) for name in SAFETY} == SAFETY, answer


def a_blocked_ot_call_is_as_in_the_sample(gateways):
    gateway = gateways.own("--rate-limit", "1", "--window", "3600")
    assert gateway.ot("host").status == 200
    for kind in OBJECTS:
        answer = gateway.ot(kind)
        assert answer.status == 429 and answer.body == b""
        assert answer.header("content-length") == "0"
        for name in ("count", "Content-Type", "Date", "transfer-encoding", "vary"):
            assert answer.header(name) is None, name
        assert answer.header("X-RateLimit-Remaining") == "0" and answer.header("X-RateLimit-Limit") == "1"
        assert 3500 <= int(answer.header("X-RateLimit-ToWait-Sec")) <= 3600


# ── 5.4 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def each_list_has_its_envelope(gateways):
    gateway = gateways.shared(*ROWS)
    for kind, name in LISTS.items():
        found = gateway.ot(kind, pageSize=5).json
        assert set(found) == {name} and len(found[name]) == 5
    assert isinstance(gateway.ot("projectfile", pageSize=5).json, list)


def hosts_have_a_numeric_asset_id(gateways):
    gateway = gateways.shared(*ROWS)
    hosts = _whole(gateway, "host")
    assert all(isinstance(host["assetId"], int) for host in hosts)
    assert len({host["assetId"] for host in hosts}) == len(hosts)


def ids_can_exceed_what_a_double_holds(gateways):
    gateway = gateways.shared(*ROWS)
    large = [host["assetId"] for host in _whole(gateway, "host") if host["assetId"] > 2 ** 53]
    assert large and any(int(float(number)) != number for number in large)
    for number in large:
        assert _kept(gateway, "host", f"asset.assetId:{number}") == [number]


def records_are_uneven(gateways):
    gateway = gateways.shared(*ROWS)
    for kind in OBJECTS:
        records = _whole(gateway, kind)
        every, some = set.intersection(*map(set, records)), set.union(*map(set, records))
        assert some - every, "some fields stand on some records only"
        values = [value for record in records for value in record.values()]
        assert any(isinstance(value, list) for value in values)
    hosts = _whole(gateway, "host")
    assert {type(host["location"]["rack"]) for host in hosts} == {int, str}, "one field holds numbers and texts"
    assert any(host["hardware"]["serialNumber"] is None for host in hosts)


def tokens_seen_elsewhere_lead_to_fields(gateways):
    gateway = gateways.shared(*ROWS)
    seen = {
        "host": ("asset.assetId", "hardware.class", "hardware.type", "hardware.manufacturer", "interfaces.protocol",
                 "interfaces.transport.protocol", "inventory.source"),
        "detection": ("vulnerabilities.status", "vulnerabilities.hardware.vendor",
                      "vulnerabilities.vulnerability.criticality", "vulnerabilities.vulnerability.threatIntel",
                      "vulnerabilities.vulnerability.title", "vulnerabilities.typeDetected", "asset.assetId"),
        "projectfile": ("vendor",),
    }
    for kind, tokens in seen.items():
        for token in tokens:
            assert _kept(gateway, kind, f"{token} is not null"), token
    for text in ("hardware.type:`Programmable Logic Controller (PLC)`", "hardware.manufacturer:`Rockwell Automation`",
                 'inventory.source:"Passive Sensor"', "interfaces.transport.protocol:udp", "interfaces.protocol:bacnet"):
        assert 0 < len(_kept(gateway, "host", text)) < 250, text
    for text in ("vulnerabilities.status:ACTIVE", "vulnerabilities.vulnerability.criticality:[CRITICAL, HIGH]",
                 "vulnerabilities.vulnerability.threatIntel:`Easy Exploit`", "vulnerabilities.typeDetected:Confirmed"):
        assert _kept(gateway, "detection", text), text


# ── 5.5 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def a_revoked_token_is_401_until_a_new_one(gateways):
    gateway = gateways.own()
    assert gateway.ot("host").status == 200
    gateway.control("revoke")
    assert gateway.ot("host").status == 401
    fresh = gateway.sign_in().text
    assert ask(gateway.url + "/ot/1.0/host/list", headers=[f"Authorization: Bearer {fresh}"]).status == 200


def ot_needs_its_permission(gateways):
    gateway = gateways.shared()
    for kind in OBJECTS:
        _refused(gateway.ot(kind, NO_PERMISSION), 403)
    assert gateway.list().status == 200 and gateway.list(NO_PERMISSION).status == 403


def no_project_files_is_404_with_an_object(gateways):
    gateway = gateways.shared()
    answer = gateway.ot("projectfile", filter="vendor:`Nobody`")
    assert answer.status == 404
    assert answer.json == {"_error": {"code": 404, "message": "Files not found"}}
    empty = gateways.own("--ot-files", "0").ot("projectfile")
    assert empty.status == 404 and "_error" in empty.json


def no_hosts_or_detections_is_200_with_an_empty_list(gateways):
    gateway = gateways.shared()
    for kind, name in LISTS.items():
        answer = gateway.ot(kind, filter="asset.name:`nobody at all`")
        assert answer.status == 200 and answer.json == {name: []} and answer.header("count") == "0"


def a_wrong_path_or_a_missing_module_is_404_without_the_object(gateways):
    gateway = gateways.shared()
    answers = [gateway.get(path) for path in ("/ot/1.0/hosts/list", "/ot/1.0/host", "/ot/1.0/host/count", "/ot/host/list")]
    answers += [gateway.ot(kind, NO_MODULE) for kind in OBJECTS]
    for answer in answers:
        assert answer.status == 404 and b"_error" not in answer.body, answer


def other_errors_of_ot_have_a_message(gateways):
    gateway = gateways.own("--fault", "internal_error")
    _refused(gateway.ot("host"), 500)
    _refused(gateway.ot("host", pageSize="x"), 400)


def ot_results_are_those_of_the_users_scope(gateways):
    gateway = gateways.shared("--ot-hosts", "100")
    every, some = ({r["assetId"] for r in _all(gateway, "host", user)} for user in (MANAGER, READER))
    assert len(every) == 100 and len(some) == 50 and some < every
    assert gateway.ot("host", READER).header("count") == "50"
    unseen = next(iter(every - some))
    answer = gateway.ot("host", READER, filter=f"asset.assetId:{unseen}")
    assert answer.status == 200 and answer.json == {"assets": []}
    owners = {r["asset"]["assetId"] for r in _all(gateway, "detection", READER)}
    assert owners <= some and not owners & (every - some)


# ── 5.6 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def _maker(record):
    return record["hardware"]["manufacturer"]


def _title(record):
    return record["vulnerability"]["title"]


def a_term_is_a_token_a_colon_and_a_value(gateways):
    gateway = gateways.shared(*ROWS)
    for text in ("vendor:Siemens", "vendor : Siemens", 'vendor : "Siemens"', "vendor:  `Siemens`", "  vendor :Siemens  "):
        _filters(gateway, "projectfile", text, lambda r: r["vendor"] == "Siemens")


def a_bare_value_matches_related_words(gateways):
    gateway = gateways.shared(*ROWS)
    _filters(gateway, "host", "hardware.manufacturer:Rockwell", lambda r: "Rockwell" in _maker(r).split())
    _filters(gateway, "detection", "vulnerabilities.vulnerability.title:password",
             lambda r: "password" in _title(r).lower().split())


def a_quoted_value_matches_beginnings_of_words(gateways):
    gateway = gateways.shared(*ROWS)
    _filters(gateway, "host", 'hardware.manufacturer:"rock auto"', lambda r: _maker(r) == "Rockwell Automation")
    _filters(gateway, "detection", 'vulnerabilities.vulnerability.title:"contr"',
             lambda r: any(word.lower().startswith("contr") for word in _title(r).split()))
    assert not _kept(gateway, "host", 'hardware.manufacturer:"ockwell"')


def a_backticked_value_matches_exactly(gateways):
    gateway = gateways.shared(*ROWS)
    _filters(gateway, "host", "hardware.manufacturer:`Rockwell Automation`", lambda r: _maker(r) == "Rockwell Automation")
    for text in ("`Rockwell`", "`Rockwell  Automation`", "`Rockwell Automation `"):
        assert not _kept(gateway, "host", "hardware.manufacturer:" + text), text


def a_list_matches_any_of_its_values(gateways):
    gateway = gateways.shared(*ROWS)
    for text in ("[Siemens, `Rockwell Automation`]", "[`Siemens`,`Rockwell Automation`]", '["Siem", "Rockwell Auto"]'):
        _filters(gateway, "host", "hardware.manufacturer:" + text, lambda r: _maker(r) in ("Siemens", "Rockwell Automation"))
    _refused(gateway.ot("host", filter="hardware.manufacturer:[Siemens"))
    _refused(gateway.ot("host", filter="hardware.manufacturer:[]"))


def a_range_has_both_its_ends(gateways):
    gateway = gateways.shared(*ROWS)
    _filters(gateway, "detection", "vulnerabilities.severity:[2 ... 4]", lambda r: 2 <= r["severity"] <= 4)
    _filters(gateway, "host", "asset.risk:[100...300]", lambda r: 100 <= r["risk"] <= 300)


def every_comparison_compares(gateways):
    gateway = gateways.shared(*ROWS)
    tests = {":": lambda n: n == 3, "!=": lambda n: n != 3, ">": lambda n: n > 3, ">=": lambda n: n >= 3,
             "<": lambda n: n < 3, "<=": lambda n: n <= 3}
    for sign, test in tests.items():
        for text in (f"vulnerabilities.severity{sign}3", f"vulnerabilities.severity {sign} 3"):
            _filters(gateway, "detection", text, lambda r, t=test: t(r["severity"]))


def null_and_not_null_follow_the_token(gateways):
    gateway = gateways.shared(*ROWS)
    _filters(gateway, "host", "owner is null", lambda r: r.get("owner") is None)
    _filters(gateway, "host", "owner is not null", lambda r: r.get("owner") is not None)
    _filters(gateway, "host", "HARDWARE.serialNumber IS NULL", lambda r: r["hardware"]["serialNumber"] is None)


def and_or_and_not_in_either_case(gateways):
    gateway = gateways.shared(*ROWS)
    for one, two, no in (("and", "or", "not"), ("AND", "OR", "NOT")):
        _filters(gateway, "host", f"hardware.manufacturer:Siemens {one} asset.risk>100",
                 lambda r: _maker(r) == "Siemens" and r["risk"] > 100)
        _filters(gateway, "host", f"hardware.manufacturer:Siemens {two} asset.risk>100",
                 lambda r: _maker(r) == "Siemens" or r["risk"] > 100)
        _filters(gateway, "host", f"{no} hardware.manufacturer:Siemens", lambda r: _maker(r) != "Siemens")
    _refused(gateway.ot("host", filter="asset.risk>100 and"))


def not_binds_before_and_and_and_before_or(gateways):
    gateway = gateways.shared(*ROWS)
    siemens, risky, managed = "hardware.manufacturer:Siemens", "asset.risk>100", "managed:true"
    _filters(gateway, "host", f"{siemens} or {risky} and not {managed}",
             lambda r: _maker(r) == "Siemens" or (r["risk"] > 100 and not r["managed"]))
    _filters(gateway, "host", f"({siemens} or {risky}) and not {managed}",
             lambda r: (_maker(r) == "Siemens" or r["risk"] > 100) and not r["managed"])
    _filters(gateway, "host", f"not ({siemens} or {risky})", lambda r: _maker(r) != "Siemens" and r["risk"] <= 100)
    _filters(gateway, "host", f"not {siemens} or {risky}", lambda r: _maker(r) != "Siemens" or r["risk"] > 100)
    for text in (f"({siemens}", f"{siemens})", "()"):
        _refused(gateway.ot("host", filter=text))


def dates_count_from_now(gateways):
    gateway = gateways.shared(*ROWS)
    moments = sorted(record["lastUpdated"] for record in _all(gateway, "projectfile"))
    middle = datetime.datetime.fromisoformat(moments[len(moments) // 2].rstrip("Z"))
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    days = (middle - now).days  # negative: before now
    since = now + datetime.timedelta(days=days)
    text = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    _filters(gateway, "projectfile", f"lastUpdated>=now{days:+d}d", lambda r: r["lastUpdated"] >= text)
    _filters(gateway, "projectfile", f"lastUpdated < now{days:+d}d", lambda r: r["lastUpdated"] < text)
    _refused(gateway.ot("projectfile", filter="lastUpdated>=now-90q"))


def a_thousand_levels_are_read_and_one_more_is_not(gateways):
    gateway = gateways.shared(*ROWS)
    wanted = _kept(gateway, "host", "asset.risk>100")
    for levels, status in ((1000, 200), (1001, 400)):
        text = "(" * levels + "asset.risk>100" + ")" * levels
        answer = gateway.ot("host", filter=text, pageSize=100)
        assert answer.status == status, levels
        if status == 200:
            assert [_identity(r) for r in _records(answer)] == wanted[:100]


def marks_part_words_by_their_neighbours(gateways):
    gateway = gateways.shared(*ROWS)
    model = "hardware.model"
    _filters(gateway, "host", f'{model}:"S7-15"', lambda r: "S7-15" in r["hardware"]["model"])
    assert not _kept(gateway, "host", f'{model}:"1516"') and not _kept(gateway, "host", f"{model}:1516")
    _filters(gateway, "projectfile", 'uploadedBy:"j.b"', lambda r: r["uploadedBy"] == "j.bauer")
    assert not _kept(gateway, "projectfile", 'uploadedBy:"bauer"'), "a dotted name of letters is one word"
    _filters(gateway, "detection", 'vulnerabilities.vulnerability.title:"v 2"', lambda r: _title(r).endswith("v.2"))
    assert not _kept(gateway, "detection", 'vulnerabilities.vulnerability.title:"0"'), "1.0 is one word"


def case_does_not_matter_in_tokens_and_values(gateways):
    gateway = gateways.shared(*ROWS)
    for text in ("vulnerabilities.typeDetected:Confirmed", "vulnerabilities.typedetected:CONFIRMED",
                 "VULNERABILITIES.TYPEDETECTED:`confirmed`"):
        _filters(gateway, "detection", text, lambda r: r["typeDetected"] == "Confirmed")
    number = _whole(gateway, "host")[3]["assetId"]
    for token in ("asset.assetId", "asset.assetID", "ASSET.ASSETID"):
        assert _kept(gateway, "host", f"{token}:{number}") == [number]


def unknown_tokens_are_no_error(gateways):
    gateway = gateways.shared(*ROWS)
    assert not _kept(gateway, "host", "entity.renamedLater:value")
    assert len(_kept(gateway, "host", "entity.renamedLater is null")) == 250
