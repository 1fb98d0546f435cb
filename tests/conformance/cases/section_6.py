"""VMDR Mobile: the parameters of assetList, its document, its pages, its errors.

What a filter should leave is worked out here from the whole inventory, which is asked for once without filters.
"""

import datetime
import re
import time
import urllib.parse

from curl import ask, query_of
from gateway import ASSETS, ASSETS_OLD, NO_MODULE, NO_PERMISSION

INVENTORY = ("--assets", "400")
STATUSES = ("Enrolled", "De-enrolled", "Ready for Re-enrollment")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
PARAMETERS = (
    "action", "echo_request", "show_asset_id", "show_results", "show_reopened_info", "output_format",
    "truncation_limit", "max_days_since_detection_updated", "detection_updated_since", "detection_updated_before",
    "ids", "status", "os_pattern", "qids", "severities", "use_tags", "tag_set_by", "tag_include_selector",
    "tag_exclude_selector", "tag_set_include", "tag_set_exclude", "show_tags", "first_found_datetime",
    "last_found_datetime", "last_update_datetime", "last_fixed_datetime", "id_min",
)
FLAGS = ("echo_request", "show_asset_id", "show_results", "show_reopened_info", "use_tags", "show_tags")


def _assets(answer):
    assert answer.status == 200, answer
    return answer.xml.findall("RESPONSE/ASSET_LIST/ASSET")


def _id(asset):
    return int(asset.findtext("ID"))


def _ids(answer):
    return [_id(asset) for asset in _assets(answer)]


def _whole(gateway):
    """Every asset with everything that can be shown of it, asked for once."""
    shown = {"show_tags": 1, "show_reopened_info": 1, "show_asset_id": 1}
    return gateway.once("whole", lambda: _assets(
        gateway.list(status=",".join(STATUSES), truncation_limit=1000000, **shown)))


def _enrolled(gateway):
    return [asset for asset in _whole(gateway) if asset.findtext("ASSET_STATUS") == "Enrolled"]


def _detections(asset):
    return asset.findall("DETECTION_LIST/DETECTION")


def _keys(asset):
    """What tells the detections of one asset apart."""
    return [tuple((part.tag, part.text) for part in detection) for detection in _detections(asset)]


def _changed_at(detection):
    """When the status changed, or, if it never did, when the detection was last found."""
    return detection.findtext("LAST_UPDATE_DATETIME") or detection.findtext("LAST_FOUND_DATETIME")


def _with_tags(asset):
    return {tag.findtext("TAG_ID"): tag.findtext("NAME") for tag in asset.findall("TAGS/TAG")}


def _same_detections(answer, whole, keep):
    """The answer has those assets of the whole that have a detection to keep, and of them these detections alone."""
    wanted = {}
    for asset in whole:
        kept = [detection.findtext("QID") for detection in _detections(asset) if keep(detection)]
        if kept:
            wanted[_id(asset)] = kept
    got = {_id(asset): [detection.findtext("QID") for detection in _detections(asset)] for asset in _assets(answer)}
    assert wanted, "the inventory has nothing of this kind, so the case would prove nothing"
    assert len(wanted) < len(whole) or sum(map(len, wanted.values())) < sum(len(_detections(a)) for a in whole)
    assert got == wanted


def _refused(answer, code, opening):
    assert answer.status == 400, answer
    told, text = answer.message()
    assert told == code, f"{told}: {text}"
    assert text.startswith(opening), text
    return text


def _invalid(gateway, name, value, ending=""):
    text = _refused(gateway.list(**{name: value}), "1905", f"parameter {name} has invalid value: {value}")
    assert text.endswith(ending), text


# ── 6.1 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def both_paths_give_the_same(gateways):
    gateway = gateways.shared()
    new, old = (gateway.list(path=path, truncation_limit=20) for path in (ASSETS, ASSETS_OLD))
    assert [_keys(asset) for asset in _assets(new)] == [_keys(asset) for asset in _assets(old)]
    assert _ids(new) == _ids(old)


def asset_list_is_got_and_nothing_else(gateways):
    gateway = gateways.shared()
    bearer = [f"Authorization: Bearer {gateway.token()}"]
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        for body in (None, "", "action=list"):
            answer = ask(gateway.url + ASSETS + "?action=list", method, bearer, body)
            assert answer.status == 405 and answer.header("Allow") == "GET", f"{method}: {answer}"
    posted = ask(gateway.url + ASSETS, "POST", bearer + ["Content-Type: application/json", "Accept: */*"])
    assert posted.status == 405


def the_answer_is_application_xml(gateways):
    gateway = gateways.shared()
    for answer in (gateway.list(), gateway.list(ids="x")):
        assert answer.header("Content-Type").split(";")[0] == "application/xml"
        assert answer.header("X-Content-Type") is None


# ── 6.2, general ─────────────────────────────────────────────────────────────────────────────────────────────────────

def action_is_required_and_is_list(gateways):
    gateway = gateways.shared()
    for query in ("", "?truncation_limit=1", "?echo_request=1"):
        answer = gateway.get(ASSETS + query)
        assert _refused(answer, "1903", "Missing") == "Missing required parameter(s): action"
    _refused(gateway.get(ASSETS + "?action=show"), "1905", "parameter action has invalid value: show ")
    assert gateway.get(ASSETS + "?action=list").status == 200


def each_flag_is_zero_or_one(gateways):
    gateway = gateways.shared()
    for name in FLAGS:
        for value in ("0", "1"):
            assert gateway.list(**{name: value}).status == 200, f"{name}={value}"
        for value in ("76", "yes", "true", ""):
            _invalid(gateway, name, value, "(please specify one of the following: 1,0)")


def echo_request_repeats_the_parameters(gateways):
    gateway = gateways.shared()
    assert gateway.list().xml.find("REQUEST") is None
    assert gateway.list(echo_request=0).xml.find("REQUEST") is None
    root = gateway.list(echo_request=1, os_pattern="^i&x").xml
    assert [child.tag for child in root] == ["REQUEST", "RESPONSE"]
    echoed = [(p.findtext("KEY"), p.findtext("VALUE")) for p in root.findall("REQUEST/PARAM_LIST/PARAM")]
    assert echoed == [("action", "list"), ("echo_request", "1"), ("os_pattern", "^i&x")]
    assert root.findtext("REQUEST/USER_LOGIN") == "acme_mg1"
    assert root.findtext("REQUEST/RESOURCE").endswith(ASSETS) and root.findtext("REQUEST/DATETIME")


def show_asset_id_adds_a_second_id(gateways):
    gateway = gateways.shared()
    for answer in (gateway.list(truncation_limit=5), gateway.list(truncation_limit=5, show_asset_id=0)):
        for asset in _assets(answer):
            assert asset.find("ID") is not None and asset.find("ASSET_ID") is None
    for asset in _assets(gateway.list(truncation_limit=5, show_asset_id=1)):
        assert asset.findtext("ASSET_ID") == asset.findtext("ID")


def results_are_there_unless_left_out(gateways):
    gateway = gateways.shared(*INVENTORY)
    counts = [len(gateway.list(**more).xml.findall(".//RESULTS"))
              for more in ({}, {"show_results": 1}, {"show_results": 0})]
    assert counts[0] == counts[1] > 100 and counts[2] == 0, counts


def reopened_info_is_there_on_request(gateways):
    gateway = gateways.shared(*INVENTORY)
    names = ("FIRST_REOPENED_DATETIME", "LAST_REOPENED_DATETIME", "TIMES_REOPENED")
    for answer in (gateway.list(), gateway.list(show_reopened_info=0)):
        assert not [name for name in names if answer.xml.find(f".//{name}") is not None]
    reopened = 0
    for detection in gateway.list(show_reopened_info=1).xml.findall(".//DETECTION"):
        shown = [name for name in names if detection.find(name) is not None]
        assert shown in ([], list(names)), shown
        if shown:
            reopened += 1
            assert int(detection.findtext("TIMES_REOPENED")) >= 1
            assert all(MOMENT.fullmatch(detection.findtext(name)) for name in names[:2])
        assert bool(shown) == (detection.findtext("STATUS") == "Reopened")
    assert reopened > 10


def the_only_format_is_xml(gateways):
    gateway = gateways.shared()
    assert gateway.list(output_format="XML").status == 200
    for value in ("CSV", "xml", "JSON", "CSV_NO_METADATA", ""):
        _invalid(gateway, "output_format", value, "(please specify one of the following: XML)")


def a_page_holds_as_many_as_asked_for(gateways):
    gateway = gateways.shared("--assets", "1200")
    for asked, held in ((1, 1), (37, 37), (0, 1000), (1000000, 1200)):
        assert len(_assets(gateway.list(truncation_limit=asked))) == held, asked
    assert len(_assets(gateway.list())) == 1000
    for value in ("-1", "1000001", "1e3", "", "many"):
        _invalid(gateway, "truncation_limit", value)


def max_days_reaches_back_from_now(gateways):
    gateway = gateways.shared(*INVENTORY)
    whole = _enrolled(gateway)
    now = datetime.datetime.fromisoformat(gateway.list(truncation_limit=1).xml.findtext("RESPONSE/DATETIME")[:19])
    moments = sorted(_changed_at(detection) for asset in whole for detection in _detections(asset))
    days = max(0, (now - datetime.datetime.fromisoformat(moments[len(moments) // 2])).days)
    since = str(now - datetime.timedelta(days=days))
    answer = gateway.list(max_days_since_detection_updated=days)
    if since > moments[-1]:  # this machine's clock is far ahead of the inventory's dates
        assert not _assets(answer)
    else:
        _same_detections(answer, whole, lambda detection: _changed_at(detection) >= since)
    for value in ("-1", "x", "1.5", ""):
        _invalid(gateway, "max_days_since_detection_updated", value)


def updated_since_and_before_bound_the_change(gateways):
    gateway = gateways.shared(*INVENTORY)
    whole = _enrolled(gateway)
    moments = sorted(_changed_at(detection) for asset in whole for detection in _detections(asset))
    early, late = moments[len(moments) // 3], moments[2 * len(moments) // 3]
    wire = {moment: moment.replace(" ", "T") + "Z" for moment in (early, late)}
    _same_detections(gateway.list(detection_updated_since=wire[early]), whole, lambda d: _changed_at(d) >= early)
    _same_detections(gateway.list(detection_updated_before=wire[late]), whole, lambda d: _changed_at(d) < late)
    _same_detections(gateway.list(detection_updated_since=wire[early], detection_updated_before=wire[late]), whole,
                     lambda d: early <= _changed_at(d) < late)


def a_detection_that_never_changed_counts_by_its_last_finding(gateways):
    gateway = gateways.shared(*INVENTORY)
    whole = _enrolled(gateway)
    moment = next(d.findtext("LAST_FOUND_DATETIME") for asset in whole for d in _detections(asset)
                  if d.find("LAST_UPDATE_DATETIME") is None)
    answer = gateway.list(detection_updated_since=moment.replace(" ", "T") + "Z")
    _same_detections(answer, whole, lambda d: _changed_at(d) >= moment)
    never = [d for d in answer.xml.iter("DETECTION") if d.find("LAST_UPDATE_DATETIME") is None]
    assert any(d.findtext("LAST_FOUND_DATETIME") == moment for d in never)


def since_and_max_days_exclude_each_other(gateways):
    gateway = gateways.shared()
    answer = gateway.list(detection_updated_since="2017-02-15", max_days_since_detection_updated="3")
    text = _refused(answer, "1904", "Please specify only one of these parameters:")
    assert "detection_updated_since" in text and "max_days_since_detection_updated" in text
    for allowed in ({"detection_updated_since": "2017-02-15", "detection_updated_before": "2027-02-15"},
                    {"max_days_since_detection_updated": "3", "detection_updated_before": "2027-02-15"}):
        assert gateway.list(**allowed).status == 200, allowed


# ── 6.2, assets and QIDs ─────────────────────────────────────────────────────────────────────────────────────────────

def ids_are_numbers_and_ranges(gateways):
    gateway = gateways.shared(*INVENTORY)
    ids = [_id(asset) for asset in _enrolled(gateway)]
    one, low, high = ids[0], ids[10], ids[30]
    assert _ids(gateway.list(ids=one)) == [one]
    assert _ids(gateway.list(ids=f"{low}-{high}")) == ids[10:31]
    assert _ids(gateway.list(ids=f"{ids[50]},{low}-{high},{one}")) == [one] + ids[10:31] + [ids[50]]
    assert _ids(gateway.list(ids=f"{low + 1}-{high - 1}")) == ids[11:30], "the ends need not exist"
    for value in ("x", "5-", "-5", "9-3", "1,,2", "0", "", "1;2"):
        _invalid(gateway, "ids", value)


def an_asset_is_shown_by_its_status(gateways):
    gateway = gateways.shared(*INVENTORY)
    whole = _whole(gateway)
    for statuses in (STATUSES[:1], STATUSES[1:2], STATUSES[2:], STATUSES[:2], STATUSES):
        wanted = [_id(asset) for asset in whole if asset.findtext("ASSET_STATUS") in statuses]
        assert wanted, statuses
        assert _ids(gateway.list(status=",".join(statuses))) == wanted, statuses
    assert _ids(gateway.list()) == [_id(asset) for asset in _enrolled(gateway)]
    for value in ("enrolled", "Active", "Enrolled,Fixed", ""):
        _invalid(gateway, "status", value, "Enrolled,De-enrolled,Ready for Re-enrollment)")


def os_pattern_is_a_perl_expression(gateways):
    gateway = gateways.shared(*INVENTORY)
    enrolled = _enrolled(gateway)
    for pattern in ("^iOS$", "droid", "^(?!iOS)", "(?i)IOS"):
        wanted = [_id(asset) for asset in enrolled if re.search(pattern, asset.findtext("OS") or "")]
        assert 0 < len(wanted) < len(enrolled), pattern
        assert _ids(gateway.list(os_pattern=pattern)) == wanted, pattern
    none = [_id(asset) for asset in enrolled if not asset.findtext("OS")]
    assert none
    assert _ids(gateway.get(ASSETS + "?action=list&os_pattern=%5E%24")) == none
    for value in ("", "(", "[a"):
        _invalid(gateway, "os_pattern", value)


def qids_are_numbers_and_ranges(gateways):
    gateway = gateways.shared(*INVENTORY)
    whole = _enrolled(gateway)
    qids = sorted({int(d.findtext("QID")) for asset in whole for d in _detections(asset)})
    low, high, lone = qids[3], qids[8], qids[12]
    _same_detections(gateway.list(qids=f"{low}-{high},{lone}"), whole,
                     lambda d: low <= int(d.findtext("QID")) <= high or int(d.findtext("QID")) == lone)
    assert not _assets(gateway.list(qids="68518-68522"))
    for value in ("x", "9-3", "", "0"):
        _invalid(gateway, "qids", value)


def severities_are_levels_and_ranges(gateways):
    gateway = gateways.shared(*INVENTORY)
    whole = _enrolled(gateway)
    for value, levels in (("1-3", "123"), ("5", "5"), ("1,4-5", "145")):
        _same_detections(gateway.list(severities=value), whole, lambda d, some=levels: d.findtext("SEVERITY") in some)
    for value in ("0", "6", "1-6", "high", ""):
        _invalid(gateway, "severities", value)


def all_filters_must_hold(gateways):
    gateway = gateways.shared(*INVENTORY)
    whole = [asset for asset in _enrolled(gateway) if asset.findtext("OS") == "iOS"]
    since = "2026-09-01 00:00:00"
    answer = gateway.list(os_pattern="^iOS$", severities="3-5", detection_updated_since="2026-09-01")
    _same_detections(answer, whole, lambda d: d.findtext("SEVERITY") in "345" and _changed_at(d) >= since)


def assets_without_detections_are_shown_unless_detections_are_filtered(gateways):
    gateway = gateways.shared(*INVENTORY)
    bare = {_id(asset) for asset in _enrolled(gateway) if not _detections(asset)}
    assert bare and bare <= set(_ids(gateway.list()))
    assert not bare & set(_ids(gateway.list(severities="1-5")))


# ── 6.2, tags ────────────────────────────────────────────────────────────────────────────────────────────────────────

def _by_tags(gateway, **parameters):
    return _ids(gateway.list(use_tags=1, **parameters))


def _two_tags(enrolled):
    """(id, name) of two tags that some assets share and some do not."""
    counts = {}
    for asset in enrolled:
        for tag in _with_tags(asset).items():
            counts[tag] = counts.get(tag, 0) + 1
    tags = sorted(counts, key=lambda tag: -counts[tag])
    for first in tags:
        for second in tags:
            both = [asset for asset in enrolled if {first[0], second[0]} <= set(_with_tags(asset))]
            if first != second and both and len(both) < min(counts[first], counts[second]):
                return first, second
    raise AssertionError("no two tags overlap in part")


def tag_parameters_need_use_tags(gateways):
    gateway = gateways.shared()
    given = {"tag_set_by": "id", "tag_include_selector": "any", "tag_exclude_selector": "any",
             "tag_set_include": "7403110", "tag_set_exclude": "7403110"}
    for name, value in given.items():
        for use in ({}, {"use_tags": "0"}):
            _refused(gateway.list(**use, **{name: value}), "1907",
                     "The following combination of key=value pairs is not supported:")


def tags_are_ids_unless_names_are_asked_for(gateways):
    gateway = gateways.shared(*INVENTORY)
    enrolled = _enrolled(gateway)
    (tag_id, name), _ = _two_tags(enrolled)
    wanted = [_id(asset) for asset in enrolled if tag_id in _with_tags(asset)]
    assert 0 < len(wanted) < len(enrolled)
    assert _by_tags(gateway, tag_set_include=tag_id) == wanted
    assert _by_tags(gateway, tag_set_include=tag_id, tag_set_by="id") == wanted
    assert _by_tags(gateway, tag_set_include=name, tag_set_by="name") == wanted
    _invalid_tag = gateway.list(use_tags=1, tag_set_include="no-number")
    _refused(_invalid_tag, "1905", "parameter tag_set_include has invalid value: no-number")
    _refused(gateway.list(use_tags=1, tag_set_by="colour"), "1905", "parameter tag_set_by has invalid value: colour ")


def included_tags_match_any_or_all(gateways):
    gateway = gateways.shared(*INVENTORY)
    enrolled = _enrolled(gateway)
    (a, _), (b, _) = _two_tags(enrolled)
    some = [_id(asset) for asset in enrolled if {a, b} & set(_with_tags(asset))]
    both = [_id(asset) for asset in enrolled if {a, b} <= set(_with_tags(asset))]
    assert _by_tags(gateway, tag_set_include=f"{a},{b}") == some
    assert _by_tags(gateway, tag_set_include=f"{a},{b}", tag_include_selector="any") == some
    assert _by_tags(gateway, tag_set_include=f"{a},{b}", tag_include_selector="all") == both
    _refused(gateway.list(use_tags=1, tag_include_selector="none"), "1905", "parameter tag_include_selector has ")


def excluded_tags_match_any_or_all(gateways):
    gateway = gateways.shared(*INVENTORY)
    enrolled = _enrolled(gateway)
    (a, _), (b, _) = _two_tags(enrolled)
    base = {"tag_set_include": f"{a},{b}", "tag_include_selector": "any", "tag_set_exclude": f"{a},{b}"}
    both = {_id(asset) for asset in enrolled if {a, b} <= set(_with_tags(asset))}
    some = [_id(asset) for asset in enrolled if {a, b} & set(_with_tags(asset))]
    assert not _by_tags(gateway, **base)
    assert not _by_tags(gateway, **base, tag_exclude_selector="any")
    assert _by_tags(gateway, **base, tag_exclude_selector="all") == [one for one in some if one not in both]
    only = [_id(asset) for asset in enrolled if a in _with_tags(asset) and b not in _with_tags(asset)]
    assert _by_tags(gateway, tag_set_include=a, tag_set_exclude=b) == only


def excluding_needs_its_include_partner(gateways):
    gateway = gateways.shared()
    for parameters in ({"tag_exclude_selector": "any"}, {"tag_set_exclude": "7403110"},
                       {"tag_exclude_selector": "all", "tag_set_include": "7403110"}):
        text = _refused(gateway.list(use_tags=1, **parameters), "1903", "")
        assert "tag_include_selector" in text and "missing" in text, text


def show_tags_works_without_use_tags(gateways):
    gateway = gateways.shared(*INVENTORY)
    for answer in (gateway.list(), gateway.list(show_tags=0)):
        assert answer.xml.find(".//TAGS") is None
    tags = gateway.list(show_tags=1).xml.findall(".//TAGS/TAG")
    assert len(tags) > 100
    assert all(tag.findtext("TAG_ID").isdigit() and tag.findtext("NAME") for tag in tags)


# ── 6.2, the rest ────────────────────────────────────────────────────────────────────────────────────────────────────

def time_stamp_names_are_accepted_and_change_nothing(gateways):
    gateway = gateways.shared(*INVENTORY)
    plain = _ids(gateway.list())
    for name in ("first_found_datetime", "last_found_datetime", "last_update_datetime", "last_fixed_datetime"):
        for value in ("2017-02-15", "anything"):
            assert _ids(gateway.list(**{name: value})) == plain, name


def id_min_is_the_first_id(gateways):
    gateway = gateways.shared(*INVENTORY)
    ids = [_id(asset) for asset in _enrolled(gateway)]
    assert _ids(gateway.list(id_min=ids[7])) == ids[7:], "inclusive"
    assert _ids(gateway.list(id_min=ids[7] + 1)) == ids[8:]
    _invalid(gateway, "id_min", "x")


def include_fields_is_unrecognized(gateways):
    gateway = gateways.shared()
    answer = gateway.list(truncation_limit=1, includeFields="operatingSystem,hardware")
    text = _refused(answer, "1901", "Unrecognized parameter(s): includeFields (action=list allows: ")
    for name in PARAMETERS:
        assert re.search(rf"\b{name}\b", text), name


def the_samples_missing_ampersand_makes_an_invalid_limit(gateways):
    gateway = gateways.shared()
    answer = gateway.get(ASSETS + "?action=list&truncation_limit=1includeFields=operatingSystem,hardware")
    _refused(answer, "1905",
             "parameter truncation_limit has invalid value: 1includeFields=operatingSystem,hardware")


# ── 6.3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def the_document_is_xml_with_doctype_and_a_comment_at_its_end(gateways):
    body = gateways.shared().list(truncation_limit=2).text
    declared = r'<\?xml version="1.0" encoding="UTF-8"\?>\s*'
    assert re.match(declared + '<!DOCTYPE ASSET_LIST_VM_DETECTION_OUTPUT SYSTEM "', body)
    behind = body[body.rindex("</RESPONSE>"):]
    root_end = behind.index("\n</ASSET_LIST_VM_DETECTION_OUTPUT>")
    assert re.fullmatch(r"\n</ASSET_LIST_VM_DETECTION_OUTPUT>\s*<!--.*-->\s*", behind[root_end:], re.S), behind
    assert '"' in behind, "a comment may hold quotes"


def the_root_holds_a_response_and_on_request_the_request(gateways):
    gateway = gateways.shared()
    plain, echoed = gateway.list().xml, gateway.list(echo_request=1).xml
    assert plain.tag == echoed.tag == "ASSET_LIST_VM_DETECTION_OUTPUT"
    assert [child.tag for child in plain] == ["RESPONSE"]
    assert [child.tag for child in echoed] == ["REQUEST", "RESPONSE"]


def the_response_holds_datetime_list_and_warning_in_this_order(gateways):
    gateway = gateways.shared()
    cut = gateway.list(truncation_limit=1).xml
    assert [c.tag for c in cut.find("RESPONSE")] == ["DATETIME", "ASSET_LIST", "WARNING"]
    assert [c.tag for c in gateway.list(ids="1-500").xml.find("RESPONSE")] == ["DATETIME", "ASSET_LIST"]


def nothing_found_is_an_empty_list(gateways):
    answer = gateways.shared().list(ids=999999999)
    assert answer.status == 200
    assert answer.xml.find("RESPONSE/ASSET_LIST") is not None and not _assets(answer)
    assert answer.xml.find("RESPONSE/WARNING") is None


ASSET_FIELDS = {
    "ID": r"\d+", "ASSET_ID": r"\d+", "IP": r"\d+\.\d+\.\d+\.\d+", "IPV6": r"[0-9a-f:]+", "ASSET_FRIENDLY_NAME": r".+",
    "OS": r"iOS|Android", "OS_VERSION": r"[0-9.]+L?", "ASSET_STATUS": "|".join(STATUSES), "LAST_SEEN": MOMENT.pattern,
    "OWNERSHIP": r".+", "MODEL_NAME": r".+", "MANUFACTURER": r".+", "USERNAME": r".+", "TAGS": None,
    "DETECTION_LIST": None,
}
DETECTION_FIELDS = {
    "QID": r"\d+", "TYPE": "Information|Confirmed|Potential", "SEVERITY": "[1-5]", "RESULTS": None,
    "STATUS": "New|Active|Fixed|Reopened", "FIRST_FOUND_DATETIME": MOMENT.pattern,
    "LAST_FOUND_DATETIME": MOMENT.pattern, "TIMES_FOUND": r"\d+", "LAST_UPDATE_DATETIME": MOMENT.pattern,
    "LAST_FIXED_DATETIME": MOMENT.pattern,
    "FIRST_REOPENED_DATETIME": MOMENT.pattern, "LAST_REOPENED_DATETIME": MOMENT.pattern, "TIMES_REOPENED": r"\d+",
}


def _check_fields(elements, fields, required):
    """Names, order and values of many elements; each field is seen, and unless required it is missing elsewhere."""
    seen = {name: 0 for name in fields}
    order = list(fields)
    for element in elements:
        names = [child.tag for child in element]
        assert names == sorted(names, key=order.index), names
        for child in element:
            seen[child.tag] += 1
            if fields[child.tag] is not None:
                assert re.fullmatch(fields[child.tag], child.text, re.S), f"{child.tag}: {child.text!r}"
    for name, count in seen.items():
        assert count > 0, f"{name} is nowhere"
        assert (count == len(elements)) == (name in required), f"{name} is in {count} of {len(elements)}"


def every_field_of_an_asset_has_its_form(gateways):
    gateway = gateways.shared(*INVENTORY)
    _check_fields(_whole(gateway), ASSET_FIELDS, {"ID", "ASSET_ID", "ASSET_STATUS"})


def every_field_of_a_detection_has_its_form(gateways):
    gateway = gateways.shared(*INVENTORY)
    found = [detection for asset in _whole(gateway) for detection in _detections(asset)]
    always = {"QID", "TYPE", "SEVERITY", "STATUS", "FIRST_FOUND_DATETIME", "LAST_FOUND_DATETIME", "TIMES_FOUND",
              "RESULTS"}
    _check_fields(found, DETECTION_FIELDS, always)
    for name in ("TYPE", "SEVERITY", "STATUS"):
        values = {detection.findtext(name) for detection in found}
        assert len(values) == {"TYPE": 3, "SEVERITY": 5, "STATUS": 4}[name], values


def results_are_several_lines_in_a_cdata_section(gateways):
    body = gateways.shared(*INVENTORY).list().text
    sections = re.findall(r"<RESULTS>\s*<!\[CDATA\[(.*?)\]\]>", body, re.S)
    assert len(sections) == body.count("<RESULTS>") > 100
    assert sum("\n" in section for section in sections) > 100


def the_document_has_no_attributes_and_no_namespaces(gateways):
    body = gateways.shared(*INVENTORY).list(show_tags=1, echo_request=1).text
    bare = re.sub(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->", "", body, flags=re.S)
    for tag in re.findall(r"<([A-Za-z/][^>]*)>", bare):
        assert re.fullmatch(r"/?[A-Z0-9_]+", tag), tag


# ── 6.4 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def _next(answer):
    """The next page's address as it is meant, or None."""
    url = answer.xml.findtext("RESPONSE/WARNING/URL")
    return url.strip() if url else None


def a_warning_says_that_more_follows(gateways):
    gateway = gateways.shared(*INVENTORY)
    count = len(_ids(gateway.list()))
    for limit in (1, 7, count - 1):
        warning = gateway.list(truncation_limit=limit).xml.find("RESPONSE/WARNING")
        assert [child.tag for child in warning] == ["CODE", "TEXT", "URL"]
        assert warning.findtext("CODE") == "1980"
        text = f"{limit} record limit exceeded. Use URL to get next batch of results."
        assert warning.findtext("TEXT") == text
    for limit in (count, count + 1):
        assert gateway.list(truncation_limit=limit).xml.find("RESPONSE/WARNING") is None, limit


def the_next_address_is_a_cdata_section_among_white_space(gateways):
    body = gateways.shared(*INVENTORY).list(truncation_limit=1, severities="1-5").text
    found = re.search(r"<URL>(\s+)<!\[CDATA\[(\S+)\]\]>\s+</URL>", body)
    assert found and "\n" in found.group(1), body[-400:]
    assert "&action=list" in found.group(2) and "&amp;" not in found.group(2)


def all_pages_together_are_the_whole_in_ascending_order(gateways):
    gateway = gateways.shared(*INVENTORY)
    whole, walked = _ids(gateway.list()), []
    target = ASSETS + "?action=list&truncation_limit=90"
    for _ in range(20):
        answer = gateway.get(target)
        walked += _ids(answer)
        address = _next(answer)
        if address is None:
            break
        target = ASSETS + "?" + urllib.parse.urlsplit(address).query
    assert walked == whole and whole == sorted(set(whole))


def the_next_bound_is_the_next_id_that_exists(gateways):
    gateway = gateways.shared(*INVENTORY)
    ids = [_id(asset) for asset in _enrolled(gateway)]
    gaps = [place for place in range(1, len(ids)) if ids[place] > ids[place - 1] + 1]
    for place in gaps[:5]:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(_next(gateway.list(truncation_limit=place))).query)
        assert query["id_min"] == [str(ids[place])]


def the_next_address_may_name_an_internal_host(gateways):
    gateway = gateways.shared("--foreign-next-host", "gateway.p04.eng.sjc01.qualys.com", "--short-next-url")
    answer = gateway.list(truncation_limit=1, severities="1-5", path=ASSETS)
    parts = urllib.parse.urlsplit(_next(answer))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "gateway.p04.eng.sjc01.qualys.com", ASSETS)
    assert re.fullmatch(r"id_min=\d+&action=list&truncation_limit=1", parts.query), parts.query


def the_next_address_carries_the_filters_over_or_not(gateways):
    parameters = {"severities": "2-5", "status": "Enrolled,De-enrolled", "truncation_limit": 3}
    for options, kept in (((), True), (("--short-next-url",), False)):
        gateway = gateways.shared(*options)
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(_next(gateway.list(**parameters))).query)
        assert (query.get("severities") == ["2-5"]) == kept
        assert (query.get("status") == ["Enrolled,De-enrolled"]) == kept
        assert query["action"] == ["list"] and query["truncation_limit"] == ["3"]


def the_bound_grows_from_page_to_page(gateways):
    gateway = gateways.shared(*INVENTORY)
    target, bounds = ASSETS + "?action=list&truncation_limit=60", [0]
    while target:
        address = _next(gateway.get(target))
        query = urllib.parse.urlsplit(address).query if address else ""
        target = ASSETS + "?" + query if query else ""
        if query:
            bounds.append(int(urllib.parse.parse_qs(query)["id_min"][0]))
    assert bounds == sorted(set(bounds)) and len(bounds) > 5


def no_total_is_told(gateways):
    answer = gateways.shared().list(truncation_limit=1)
    assert answer.header("count") is None
    assert not [e.tag for e in answer.xml.iter() if re.search("COUNT|TOTAL", e.tag)]


def a_page_may_hold_fewer_than_its_limit_or_none(gateways):
    gateway = gateways.shared("--sparse", *INVENTORY)
    answer = gateway.list(qids=1, truncation_limit=50)
    assert not _assets(answer) and _next(answer)


# ── 6.5 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def unrecognized_parameters_are_all_named(gateways):
    gateway = gateways.shared()
    answer = gateway.list(zeta="1", alpha="2")
    text = _refused(answer, "1901", "Unrecognized parameter(s): ")
    pattern = r"Unrecognized parameter\(s\): (zeta, ?alpha|alpha, ?zeta) \(action=list allows: action, ?"
    assert re.match(pattern, text), text
    assert text.endswith(")")


def an_invalid_flag_is_told_in_the_guides_words(gateways):
    answer = gateways.shared().list(use_tags=76)
    assert answer.status == 400
    assert answer.message() == (
        "1905", "parameter use_tags has invalid value: 76 (please specify one of the following: 1,0)")


def allowed_values_are_listed_without_blanks(gateways):
    gateway = gateways.shared()
    for name, value in (("show_tags", "2"), ("status", "Lost"), ("tag_include_selector", "x"), ("action", "x")):
        query = query_of({"action": "list", "use_tags": 1, name: value})
        text = gateway.get(ASSETS + "?" + query).message()[1]
        listed = re.search(r"\(please specify one of the following: (.+)\)$", text).group(1)
        assert not re.search(r",\s|\s,", listed), listed


def a_free_value_is_refused_with_the_same_opening(gateways):
    gateway = gateways.shared()
    for name, value in (("ids", "a"), ("detection_updated_since", "soon"), ("qids", "1-"), ("os_pattern", "(")):
        _invalid(gateway, name, value)


def a_vendors_fault_is_500_internal_error(gateways):
    gateway = gateways.own("--fault", "internal_error")
    answer = gateway.list()
    assert answer.status == 500 and answer.message() == ("999", "Internal Error")
    assert gateway.list().status == 200


def permission_and_module_have_messages_of_their_own(gateways):
    gateway = gateways.shared()
    for user, text in ((NO_PERMISSION, "User is not authorized to run the VMDR Mobile API."),
                       (NO_MODULE, "User doesn't have VMDR Mobile access.")):
        answer = gateway.list(user)
        assert answer.status == 403 and answer.message() == ("2012", text), answer


def an_undecodable_token_is_401(gateways):
    gateway = gateways.own()
    answers = [ask(gateway.url + ASSETS + "?action=list", headers=["Authorization: Bearer nonsense"]),
               ask(gateway.url + ASSETS + "?action=list")]
    gateway.list()
    gateway.control("revoke")
    answers.append(gateway.list())
    for answer in answers:
        assert answer.status == 401 and answer.message() == ("2000", "Error occurred while decoding token"), answer


def a_failing_access_check_is_500(gateways):
    gateway = gateways.own("--fault", "access_check")
    answer = gateway.list()
    assert answer.status == 500 and answer.message() == ("999", "Error occurred while checking user access")


# ── 6.6, 6.7 ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def input_dates_have_two_forms(gateways):
    gateway = gateways.shared()
    for name in ("detection_updated_since", "detection_updated_before"):
        for good in ("2017-02-15", "2017-02-15T23:15:00Z", "2024-02-29"):
            assert gateway.list(**{name: good}).status == 200, good
        for bad in ("2017-0215", "2017-02- 15T23:15:00Z", "2017-02-30", "2017-02-15 23:15:00", "2017-02-15T23:15:00",
                    "2017-02-15T25:00:00Z", "20170215", ""):
            _invalid(gateway, name, bad)


def a_date_without_time_is_its_midnight_in_utc(gateways):
    gateway = gateways.shared(*INVENTORY)
    assert (_ids(gateway.list(detection_updated_since="2026-10-01")) ==
            _ids(gateway.list(detection_updated_since="2026-10-01T00:00:00Z")))


def the_response_is_dated_with_milliseconds(gateways):
    text = gateways.shared().list().xml.findtext("RESPONSE/DATETIME")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text), text
    told = datetime.datetime.fromisoformat(text[:-1]).replace(tzinfo=datetime.timezone.utc).timestamp()
    assert abs(told - time.time()) < 120


def moments_of_records_have_a_blank_and_no_zone(gateways):
    gateway = gateways.shared(*INVENTORY)
    moments = [e.text for asset in _whole(gateway) for e in asset.iter()
               if e.tag == "LAST_SEEN" or e.tag.endswith("_DATETIME")]
    assert len(moments) > 1000 and all(MOMENT.fullmatch(moment) for moment in moments)


def hard_texts_arrive_well_formed(gateways):
    gateway = gateways.shared("--assets", "2000")
    body = gateway.list(truncation_limit=2000).text
    texts = [e.text for e in gateway.list(truncation_limit=2000).xml.iter("RESULTS")]
    assert any("]]>" in text for text in texts), "the end of a section inside a section"
    assert any("<" in text and "&" in text for text in texts)
    assert any(ord(c) > 0xFFFF for c in body), "characters outside the first plane"
    assert not re.search(r"[\x00-\x08\x0B\x0C\x0E-\x1F]", body)


def a_large_page_comes_whole(gateways):
    gateway = gateways.shared("--assets", "4000", "--detections", "8", "--all-enrolled")
    answer = gateway.list(truncation_limit=1000000)
    assert len(_assets(answer)) == 4000 and len(answer.xml.findall(".//DETECTION")) == 32000
    assert len(answer.body) > 10_000_000


# ── 6.8 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def there_is_no_other_version_of_asset_list(gateways):
    gateway = gateways.shared()
    for path in ("/sem/v2/assetList", "/sem/1.0/assetList", "/sem/xapi/v2/assetList", "/sem/xapi/1.0/assetList"):
        assert gateway.list(path=path).status == 404, path
