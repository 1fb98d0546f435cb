"""The classic sibling: what Mobile has from it, and where it differs."""

from curl import ask
from gateway import ASSETS

INVENTORY = ("--assets", "400")


def the_classic_api_is_not_served_here(gateways):
    gateway = gateways.shared()
    for path in ("/api/2.0/fo/asset/host/vm/detection/", "/api/5.0/fo/asset/host/vm/detection/",
                 "/vmrs/api/1.0/host/list/detections"):
        assert gateway.get(path + "?action=list").status == 404, path


def requested_with_is_not_needed(gateways):
    gateway = gateways.shared()
    assert gateway.list().status == 200
    assert gateway.get(ASSETS + "?action=list", headers=["X-Requested-With: curl"]).status == 200


def rows_are_assets_not_hosts(gateways):
    tags = {element.tag for element in gateways.shared(*INVENTORY).list(show_tags=1).xml.iter()}
    assert {"ASSET_LIST", "ASSET", "DETECTION_LIST", "DETECTION"} <= tags
    assert not tags & {"HOST_LIST_VM_DETECTION_OUTPUT", "HOST_LIST", "HOST", "TRACKING_METHOD", "OS_CPE", "DNS",
                       "NETBIOS", "LAST_SCAN_DATETIME", "PORT", "PROTOCOL", "SSL", "QDS", "LAST_TEST_DATETIME",
                       "IS_IGNORED", "IS_DISABLED"}


def the_type_of_a_fact_is_information(gateways):
    types = {element.text for element in gateways.shared(*INVENTORY).list().xml.iter("TYPE")}
    assert types == {"Information", "Confirmed", "Potential"}


def status_is_the_assets_and_fixed_detections_are_shown(gateways):
    gateway = gateways.shared(*INVENTORY)
    statuses = {element.text for element in gateway.list().xml.iter("STATUS")}
    assert statuses == {"New", "Active", "Fixed", "Reopened"}
    for value in ("New", "Active", "Fixed", "Re-Opened", "New,Active"):
        assert gateway.list(status=value).message()[0] == "1905", value


def a_truncation_limit_of_zero_is_a_thousand(gateways):
    gateway = gateways.shared("--assets", "1200")
    answer = gateway.list(truncation_limit=0)
    assert len(answer.xml.findall(".//ASSET")) == 1000
    text = answer.xml.findtext("RESPONSE/WARNING/TEXT")
    assert text == "1000 record limit exceeded. Use URL to get next batch of results."


def a_password_in_the_header_is_not_taken(gateways):
    gateway = gateways.shared()
    answer = ask(gateway.url + ASSETS + "?action=list", more=["--user", "acme_mg1:rehearsal"])
    assert answer.status == 401 and answer.header("WWW-Authenticate") is None


def a_refusal_is_a_simple_return(gateways):
    gateway = gateways.shared()
    answer = gateway.list(ids="x")
    assert '<!DOCTYPE SIMPLE_RETURN SYSTEM "' in answer.text
    assert "/api/2.0/simple_return.dtd\">" in answer.text
    root = answer.xml
    assert root.tag == "SIMPLE_RETURN" and [child.tag for child in root] == ["RESPONSE"]
    assert [child.tag for child in root.find("RESPONSE")][:3] == ["DATETIME", "CODE", "TEXT"]


def a_refusal_echoes_the_request_when_asked(gateways):
    root = gateways.shared().list(echo_request=1, ids="x").xml
    request = root.find("REQUEST")
    assert [child.tag for child in request] == ["DATETIME", "USER_LOGIN", "RESOURCE", "PARAM_LIST"]
    pairs = [(p.findtext("KEY"), p.findtext("VALUE")) for p in request.findall("PARAM_LIST/PARAM")]
    assert pairs == [("action", "list"), ("echo_request", "1"), ("ids", "x")]


def a_refusal_may_list_items(gateways):
    gateway = gateways.own("--fault", "concurrency_refusal")
    answer = gateway.list()
    items = [(i.findtext("KEY"), i.findtext("VALUE")) for i in answer.xml.findall("RESPONSE/ITEM_LIST/ITEM")]
    assert answer.status == 409 and items and all(key and value for key, value in items)
