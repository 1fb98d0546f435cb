"""Rate and concurrency limits: what is announced, when calls are blocked, and how."""

import subprocess
import time

from gateway import ASSETS, READER

LIST = ASSETS + "?action=list&ids=1"
RATE = {"x-ratelimit-limit", "x-ratelimit-window-sec", "x-ratelimit-remaining", "x-ratelimit-towait-sec"}


def _number(answer, name):
    value = answer.header(name)
    assert value is not None and value.isdigit(), f"{name}: {value}"
    return int(value)


def _rate_names(answer):
    return {name for name in answer.names() if name.startswith("x-ratelimit")}


# ── 4.1 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def a_call_is_told_limit_window_and_what_is_left(gateways):
    gateway = gateways.own("--rate-limit", "7", "--window", "90")
    for left in (6, 5, 4):
        answer = gateway.get(LIST)
        told = [_number(answer, "X-RateLimit-" + name) for name in ("Limit", "Window-Sec", "Remaining")]
        assert told == [7, 90, left], answer


def a_blocked_call_is_told_how_long_to_wait(gateways):
    gateway = gateways.own("--rate-limit", "1", "--window", "90")
    assert "x-ratelimit-towait-sec" not in gateway.get(LIST).names()
    assert 85 <= _number(gateway.get(LIST), "X-RateLimit-ToWait-Sec") <= 90


def a_call_is_told_how_many_may_run_and_how_many_do(gateways):
    gateway = gateways.own("--concurrency", "3")
    answer = gateway.get(LIST)
    assert _number(answer, "X-ConcurrencyLimit-Limit") == 3
    assert _number(answer, "X-ConcurrencyLimit-Running") == 1


def the_names_can_have_one_more_hyphen(gateways):
    gateway = gateways.own("--hyphenated", "--concurrency", "3", "--ot-concurrency-headers")
    for answer in (gateway.get(LIST), gateway.ot("host")):
        assert _number(answer, "X-Concurrency-Limit-Limit") == 3
        assert _number(answer, "X-Concurrency-Limit-Running") == 1
        assert not [name for name in answer.names() if name.startswith("x-concurrencylimit")]


def header_names_are_told_apart_without_case(gateways):
    gateway = gateways.shared()
    for name in ("authorization", "AUTHORIZATION", "aUtHoRiZaTiOn"):
        answer = gateway.get(LIST, headers=["Authorization:", f"{name}: Bearer {gateway.token()}"])
        assert answer.status == 200, name


def limits_may_act_without_a_header(gateways):
    gateway = gateways.own("--rate-limit", "1", "--no-rate-headers")
    first, second = gateway.get(LIST), gateway.get(LIST)
    assert (first.status, second.status) == (200, 429)
    assert not _rate_names(first) and not _rate_names(second)


def retry_after_is_never_sent(gateways):
    gateway = gateways.own("--rate-limit", "1", "--concurrency", "1")
    for answer in (gateway.get(LIST), gateway.get(LIST)):
        assert answer.header("Retry-After") is None
    gateway.control("rate?limit=100&window=60")
    gateway.control("fault?name=concurrency_refusal&calls=1")
    refused = gateway.get(LIST)
    assert refused.status == 409 and refused.header("Retry-After") is None


# ── 4.2 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def the_window_rolls_from_each_call(gateways):
    gateway = gateways.own("--rate-limit", "2", "--window", "4")
    assert gateway.get(LIST).status == 200
    first = time.monotonic()
    time.sleep(2.0)
    assert gateway.get(LIST).status == 200
    blocked = gateway.get(LIST)
    assert blocked.status == 429
    wait = _number(blocked, "X-RateLimit-ToWait-Sec")
    assert wait <= 2, "the first call leaves the window half-way through"
    time.sleep(max(0.0, 4.1 - (time.monotonic() - first)))
    assert gateway.get(LIST).status == 200, "one place is free again"
    assert gateway.get(LIST).status == 429, "and only one: the second call is still in the window"


def users_of_a_subscription_share_the_limit(gateways):
    gateway = gateways.own("--rate-limit", "3")
    assert gateway.get(LIST).status == 200
    assert _number(gateway.get(LIST, READER), "X-RateLimit-Remaining") == 1
    gateway.control("spend?calls=1")
    assert gateway.get(LIST).status == 429


def the_limit_can_be_changed_under_way(gateways):
    gateway = gateways.own("--rate-limit", "2")
    assert gateway.statuses(LIST, 3) == [200, 200, 429]
    gateway.control("rate?limit=4&window=120")
    answer = gateway.get(LIST)
    assert [_number(answer, "X-RateLimit-" + name) for name in ("Limit", "Window-Sec", "Remaining")] == [4, 120, 1]


def the_standard_service_is_what_one_gets_unasked(gateways):
    answer = gateways.own().get(LIST)
    names = ("X-RateLimit-Limit", "X-RateLimit-Window-Sec", "X-ConcurrencyLimit-Limit")
    assert [_number(answer, name) for name in names] == [300, 3600, 2]


def three_hundred_calls_then_nearly_an_hour_of_waiting(gateways):
    gateway = gateways.own("--assets", "10")
    assert gateway.statuses(LIST, 302) == [200] * 300 + [429] * 2
    assert 3500 <= _number(gateway.get(LIST), "X-RateLimit-ToWait-Sec") <= 3600


def endpoints_can_have_limits_of_their_own(gateways):
    shared = gateways.own("--rate-limit", "2")
    assert [shared.get(LIST).status, shared.ot("host").status, shared.ot("detection").status] == [200, 200, 429]
    apart = gateways.own("--rate-limit", "1", "--per-endpoint")
    for kind in ("host", "detection", "projectfile"):
        assert [apart.ot(kind).status, apart.ot(kind).status] == [200, 429], kind
    assert [apart.get(LIST).status, apart.get(LIST).status] == [200, 429]


def _is_tier(gateways, name, limit, window, at_a_time):
    answer = gateways.own("--tier", name).get(LIST)
    names = ("X-RateLimit-Limit", "X-RateLimit-Window-Sec", "X-ConcurrencyLimit-Limit")
    assert [_number(answer, header) for header in names] == [limit, window, at_a_time]
    changed = gateways.own()
    changed.control(f"tier?name={name}")
    assert [_number(changed.get(LIST), header) for header in names] == [limit, window, at_a_time]


def the_express_service_is_fifty_a_day(gateways):
    _is_tier(gateways, "express", 50, 86400, 1)
    gateway = gateways.own("--tier", "express")
    assert gateway.statuses(LIST, 51) == [200] * 50 + [429]


def the_standard_service_is_three_hundred_an_hour(gateways):
    _is_tier(gateways, "standard", 300, 3600, 2)


def the_enterprise_service_is_750_an_hour(gateways):
    _is_tier(gateways, "enterprise", 750, 3600, 5)


def the_premium_service_is_two_thousand_an_hour(gateways):
    _is_tier(gateways, "premium", 2000, 3600, 10)


# ── 4.3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def a_rate_refusal_is_429_with_headers_alone(gateways):
    gateway = gateways.own("--rate-limit", "1", "--window", "100")
    gateway.get(LIST)
    answer = gateway.get(LIST)
    assert answer.status == 429
    assert answer.body == b"" and answer.header("Content-Length") == "0"
    assert answer.header("Content-Type") is None
    assert _rate_names(answer) == RATE
    assert _number(answer, "X-RateLimit-Remaining") == 0


def too_many_at_a_time_is_409_with_a_document(gateways):
    gateway = gateways.own("--concurrency", "1", "--rate-limit", "1", "--latency-ms", "1500")
    slow = subprocess.Popen(["curl", "--silent", "--output", "/dev/null", "--header",
                             f"Authorization: Bearer {gateway.token()}", gateway.url + LIST])
    for _ in range(100):
        if gateway.counters()["running"] == 1:
            break
        time.sleep(0.02)
    answer = gateway.get(LIST)
    slow.wait()
    assert answer.status == 409, "concurrency is checked before the rate, which is spent as well"
    code, text = answer.message()
    assert code == "1960" and text
    assert _number(answer, "X-ConcurrencyLimit-Running") == 1
    after = gateway.get(LIST)
    assert after.status == 429


def refusals_can_be_those_of_the_classic_api(gateways):
    gateway = gateways.own("--rate-limit", "1", "--classic-refusals")
    assert gateway.get(LIST).status == 200
    for answer in (gateway.get(LIST), gateway.ot("host")):
        assert answer.status == 409 and answer.message()[0] == "1965", answer
        assert _number(answer, "X-RateLimit-Remaining") == 0 and answer.header("X-RateLimit-ToWait-Sec")


def remaining_zero_on_a_good_answer_blocks_only_the_next(gateways):
    gateway = gateways.own("--rate-limit", "1")
    answer = gateway.get(LIST)
    assert answer.status == 200 and answer.xml.tag == "ASSET_LIST_VM_DETECTION_OUTPUT"
    assert _number(answer, "X-RateLimit-Remaining") == 0
    assert gateway.get(LIST).status == 429
