"""Browsers: what a page may read of the answers, and what it may not."""

from curl import ask
from gateway import ASSETS

LIST = ASSETS + "?action=list&truncation_limit=1"
ORIGIN = "Origin: http://page.example"
READABLE = {
    "count", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-towait-sec", "x-ratelimit-window-sec",
    "x-concurrencylimit-limit", "x-concurrencylimit-running", "x-concurrency-limit-limit",
    "x-concurrency-limit-running",
}


def _preflight(gateway, path, headers):
    return ask(gateway.url + path, "OPTIONS", [ORIGIN, "Access-Control-Request-Method: GET",
                                               f"Access-Control-Request-Headers: {headers}"])


def _listed(answer, name):
    return {word.strip().lower() for word in (answer.header(name) or "").split(",")}


def no_answer_allows_a_page_by_default(gateways):
    gateway = gateways.shared()
    answers = [gateway.get(LIST, headers=[ORIGIN]), gateway.sign_in(), gateway.list(ids="x"),
               _preflight(gateway, ASSETS, "authorization")]
    assert answers[-1].status == 405
    for answer in answers:
        assert not [name for name in answer.names() if name.startswith("access-control")], answer


def a_preflight_can_be_answered_without_a_token(gateways):
    gateway = gateways.shared("--cors")
    for path in (ASSETS, "/auth", "/ot/1.0/host/list"):
        answer = _preflight(gateway, path, "authorization")
        assert answer.status in (200, 204), answer
        assert {"authorization", "clientid", "clientsecret", "content-type"} <= _listed(
            answer, "Access-Control-Allow-Headers")
        assert {"get", "post"} <= _listed(answer, "Access-Control-Allow-Methods")
        assert answer.header("Access-Control-Allow-Origin")


def the_limit_headers_can_be_exposed(gateways):
    gateway = gateways.shared("--cors")
    for answer in (gateway.get(LIST, headers=[ORIGIN]), gateway.list(ids="x"), gateway.sign_in()):
        assert answer.header("Access-Control-Allow-Origin")
        assert READABLE <= _listed(answer, "Access-Control-Expose-Headers"), answer


def an_over_long_address_is_refused(gateways):
    gateway = gateways.shared()
    assert gateway.list(ids=",".join(str(number) for number in range(100000, 102000))).status == 414


def the_body_of_a_get_is_ignored(gateways):
    gateway = gateways.shared()
    answer = ask(gateway.url + LIST, "GET", [f"Authorization: Bearer {gateway.token()}"], "action=list&ids=x")
    assert answer.status == 200


def compression_is_the_callers_choice(gateways):
    gateway = gateways.shared()
    plain = gateway.list(truncation_limit=30)
    packed = gateway.get(ASSETS + "?action=list&truncation_limit=30", more=["--compressed"])
    assert len(packed.xml.findall(".//ASSET")) == len(plain.xml.findall(".//ASSET")) == 30
