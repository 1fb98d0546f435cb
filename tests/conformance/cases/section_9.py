"""The simulated gateway's own rules: whole stories, and what it can be told to do wrong."""

import xml.etree.ElementTree as ElementTree

from curl import ask, run_curl
from gateway import ASSETS, MANAGER, NO_MODULE, NO_PERMISSION, READER

LIST = ASSETS + "?action=list&truncation_limit=5"


def a_reader_sees_a_part_of_what_a_manager_sees(gateways):
    gateway = gateways.shared("--assets", "300")
    every, some = ([e.text for e in gateway.list(user).xml.iterfind(".//ASSET/ID")] for user in (MANAGER, READER))
    assert len(every) == 300 and 100 < len(some) < 200
    assert set(some) < set(every)
    unseen = next(one for one in every if one not in some)
    answer = gateway.list(READER, ids=unseen)
    assert answer.status == 200 and not answer.xml.findall(".//ASSET"), "nothing, and no error"


def one_login_lacks_the_permission_and_one_the_module(gateways):
    gateway = gateways.shared()
    assert [gateway.list(user).status for user in (MANAGER, READER, NO_PERMISSION, NO_MODULE)] == [200, 200, 403, 403]


def a_token_can_be_refused_once_and_revoked_for_good(gateways):
    gateway = gateways.own("--fault", "unauthorized")
    assert gateway.statuses(LIST, 2) == [401, 200]
    gateway.control("revoke")
    assert gateway.statuses(LIST, 2) == [401, 401]


def each_fault_can_be_switched_on(gateways):
    gateway = gateways.own("--rate-limit", "0", "--concurrency", "0")
    for name, status in (("internal_error", 500), ("access_check", 500), ("unauthorized", 401), ("rate_refusal", 429),
                         ("concurrency_refusal", 409), ("html_page", 200)):
        gateway.control(f"fault?name={name}&calls=2")
        assert gateway.statuses(LIST, 3) == [status, status, 200], name


def xml_can_be_broken_and_bodies_cut(gateways):
    gateway = gateways.own("--fault", "malformed_xml", "--fault", "html_page", "--fault", "cut_body")
    broken = gateway.get(LIST)
    try:
        ElementTree.fromstring(broken.body)
        raise RuntimeError("the document is well-formed")
    except ElementTree.ParseError:
        pass
    page = gateway.get(LIST)
    assert page.status == 200 and page.text.startswith("<!DOCTYPE html>")
    try:
        run_curl(["--header", f"Authorization: Bearer {gateway.token()}", gateway.url + LIST])
        raise RuntimeError("curl did not notice")
    except AssertionError as error:
        assert "curl ended with 18" in str(error), error
    assert gateway.get(LIST).status == 200


def limit_headers_can_be_words_negative_or_absent(gateways):
    gateway = gateways.own("--fault", "unparsable_headers", "--fault", "negative_headers", "--fault", "no_headers")
    words, negative, absent = (gateway.ot("host") for _ in range(3))
    assert {answer.status for answer in (words, negative, absent)} == {200}
    for name in ("X-RateLimit-Remaining", "X-RateLimit-Limit", "count"):
        assert words.header(name) and not words.header(name).lstrip("-").isdigit(), words
        assert negative.header(name).startswith("-"), negative
        assert absent.header(name) is None, absent


def faults_spoil_ot_too(gateways):
    gateway = gateways.own("--fault", "malformed_xml", "--fault", "html_page", "--fault", "unauthorized")
    broken = gateway.ot("host")
    try:
        broken.json  # pylint: disable=pointless-statement
        raise RuntimeError("the document is well-formed")
    except ValueError:
        pass
    assert gateway.ot("host").text.startswith("<!DOCTYPE html>")
    assert [gateway.ot("host").status, gateway.ot("host").status] == [401, 200]


def cors_is_a_switch(gateways):
    for options, allowed in (((), None), (("--cors",), "*")):
        answer = gateways.shared(*options).get(LIST)
        assert answer.header("Access-Control-Allow-Origin") == allowed


def a_wrong_path_is_404(gateways):
    gateway = gateways.shared()
    for path in ("/", "/sem", "/ot", "/ot/1.0", "/ot/1.0/host", "/ot/1.0/host/get", "/qps/rest/2.0/search/am/hostasset"):
        assert ask(gateway.url + path, headers=[f"Authorization: Bearer {gateway.token()}"]).status == 404, path
