"""Authentication: the form, the token, API clients, and who may ask for what."""

import base64
import json
import time

from curl import FORM, ask, query_of
from gateway import (ASSETS, CLIENT_SECRET, MANAGER, NO_MODULE, NO_PAGES, NO_PERMISSION, PASSWORD, READER,
                     SINGLE_SIGN_ON, SUBSCRIPTION_CLIENT, USER_CLIENT)

GOOD = {"username": MANAGER, "password": PASSWORD, "token": "true", "permissions": "true"}
AS_FORM = [f"Content-Type: {FORM}"]


def _post(gateway, form, path="/auth", headers=None):
    return ask(gateway.url + path, "POST", AS_FORM if headers is None else headers, query_of(form))


def _part(token, place):
    text = token.split(".")[place]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _claims(gateway, user=MANAGER):
    return _part(gateway.token(user), 1)


# ── 3.1 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def auth_is_posted_and_nothing_else(gateways):
    gateway = gateways.shared()
    assert _post(gateway, GOOD).status == 201
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        answer = ask(gateway.url + "/auth", method, AS_FORM, query_of(GOOD))
        assert answer.status == 405, f"{method}: {answer}"
        assert answer.header("Allow") == "POST"
    assert ask(gateway.url + "/auth?" + query_of(GOOD)).status == 405


def auth_has_neither_module_nor_version(gateways):
    gateway = gateways.shared()
    for path in ("/auth/", "/auth/v1", "/v1/auth", "/sem/auth", "/sem/v1/auth", "/ot/auth", "/Auth"):
        assert _post(gateway, GOOD, path).status == 404, path


def auth_takes_a_form_alone(gateways):
    gateway = gateways.shared()
    assert _post(gateway, GOOD, headers=[f"Content-Type: {FORM}; charset=UTF-8"]).status == 201
    for header in ("Content-Type: application/json", "Content-Type: text/plain", "Content-Type:"):
        assert _post(gateway, GOOD, headers=[header]).status == 415, header
    as_json = ask(gateway.url + "/auth", "POST", ["Content-Type: application/json"], json.dumps(GOOD))
    assert as_json.status == 415


def a_misspelt_content_type_is_none(gateways):
    gateway = gateways.shared()
    for name in ("ContentType", "Content/Type"):
        assert _post(gateway, GOOD, headers=["Content-Type:", f"{name}: {FORM}"]).status in (400, 415), name


def each_required_field_is_missed(gateways):
    gateway = gateways.shared()
    for name in ("username", "password", "token"):
        answer = _post(gateway, {key: value for key, value in GOOD.items() if key != name})
        assert answer.status == 400, f"without {name}: {answer}"
    for value in ("false", "1", "TRUE", ""):
        assert _post(gateway, {**GOOD, "token": value}).status == 400, value


def permissions_may_be_sent_or_left_out(gateways):
    gateway = gateways.shared()
    without = {key: value for key, value in GOOD.items() if key != "permissions"}
    for form in (without, GOOD):
        token = _post(gateway, form).text
        answer = ask(gateway.url + ASSETS + "?action=list", headers=[f"Authorization: Bearer {token}"])
        assert answer.status == 200, form


def form_values_are_percent_decoded(gateways):
    password = "p&a=s+s%41 w"
    gateway = gateways.own("--account", "o'brien+1:" + password)
    assert gateway.sign_in("o'brien+1", password).status == 201
    raw = f"username=o'brien+1&password={password}&token=true"
    assert ask(gateway.url + "/auth", "POST", AS_FORM, raw).status in (400, 401)


def success_is_201_with_the_bare_token(gateways):
    answer = gateways.shared().sign_in()
    assert answer.status == 201
    assert answer.header("Content-Type").startswith("text/plain")
    assert answer.text.count(".") == 2 and answer.text == answer.text.strip() and "{" not in answer.text
    assert _part(answer.text, 0)["alg"] == "HS512"


def a_wrong_login_is_401(gateways):
    gateway = gateways.shared()
    for wrong in ({"password": "wrong"}, {"username": "nobody"}, {"password": ""}, {"password": PASSWORD.upper()}):
        answer = _post(gateway, {**GOOD, **wrong})
        assert answer.status == 401, wrong
        assert answer.text and not answer.text.startswith("<")


def an_account_with_single_sign_on_cannot_sign_in(gateways):
    assert gateways.shared().sign_in(SINGLE_SIGN_ON).status == 401


def auth_is_never_limited(gateways):
    gateway = gateways.own("--rate-limit", "1", "--concurrency", "1")
    assert gateway.list().status == 200
    assert gateway.list().status == 429
    for _ in range(5):
        answer = gateway.sign_in()
        assert answer.status == 201
        assert not [name for name in answer.names() if name.startswith("x-ratelimit")], answer
    counters = gateway.counters()
    assert (counters["auth_calls"], counters["calls"]) == (6, 2), counters


def a_token_lives_four_hours(gateways):
    claims = _claims(gateways.shared())
    assert claims["exp"] - claims["iat"] == 4 * 3600
    assert abs(claims["iat"] - time.time()) < 120


def an_ended_token_is_refused_and_a_new_one_is_good(gateways):
    gateway = gateways.own("--token-lifetime", "2")
    assert gateway.list().status == 200
    time.sleep(2.1)
    assert gateway.list().status == 401
    token = gateway.sign_in().text
    assert ask(gateway.url + ASSETS + "?action=list", headers=[f"Authorization: Bearer {token}"]).status == 200


def tokens_are_neither_refreshed_nor_signed_out(gateways):
    gateway = gateways.shared()
    for path in ("/auth/refresh", "/auth/token", "/auth/logout", "/logout"):
        assert _post(gateway, GOOD, path).status == 404, path


def the_token_follows_bearer_and_one_blank(gateways):
    gateway = gateways.shared()
    token = gateway.token()
    target = gateway.url + ASSETS + "?action=list"
    assert ask(target, headers=[f"Authorization: Bearer {token}"]).status == 200
    for value in (token, f"Basic {token}", f"Bearer{token}", f"Bearer  {token}", f"Token {token}", f"Bearer {token}x"):
        assert ask(target, headers=[f"Authorization: {value}"]).status == 401, value
    assert ask(target).status == 401
    assert ask(target + "&token=" + token).status == 401


# ── 3.2 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def each_claim_of_the_sample_is_in_the_token(gateways):
    gateway = gateways.shared()
    for user in (MANAGER, READER):
        claims = _claims(gateway, user)
        assert claims["sub"] == user
        wanted = {"loginResponse": "SUCCESSFUL", "iss": "qas", "aud": "qas", "usertype": "fo",
                  "credentialType": "UsernamePasswordCredential"}
        assert {name: claims[name] for name in wanted} == wanted
        handlers, modules = claims["successfulAuthenticationHandlers"], claims["modulesAllowed"]
        for texts in (handlers, modules):
            assert texts and all(isinstance(text, str) for text in texts), texts
        assert "VM SCANNER" in modules
        assert len(claims["ipAddress"].split(".")) == 4
        assert isinstance(claims["portalUserId"], int) and isinstance(claims["qwebUserId"], int)


def modules_are_those_of_the_account(gateways):
    gateway = gateways.shared()
    every, fewer = (set(_claims(gateway, user)["modulesAllowed"]) for user in (MANAGER, NO_MODULE))
    assert fewer < every


def a_forged_token_is_worth_nothing(gateways):
    gateway = gateways.shared()
    head, claims, signature = gateway.token(READER).split(".")
    other = _part(gateway.token(READER), 1)
    other["sub"] = MANAGER
    forged = base64.urlsafe_b64encode(json.dumps(other).encode()).decode().rstrip("=")
    for token in (f"{head}.{forged}.{signature}", f"{head}.{claims}.", f"{head}.{claims}"):
        answer = ask(gateway.url + ASSETS + "?action=list", headers=[f"Authorization: Bearer {token}"])
        assert answer.status == 401, token


# ── 3.3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

DOORS = {USER_CLIENT: "/auth/oidc", SUBSCRIPTION_CLIENT: "/auth/oauth"}


def _client(gateway, client, path=None, secret=CLIENT_SECRET, more=(), body=""):
    headers = [f"clientId: {client}", f"clientSecret: {secret}", f"Content-Type: {FORM}", *more]
    return ask(gateway.url + (path or DOORS[client]), "POST", headers, body)


def _hosts(gateway, token):
    return ask(gateway.url + "/ot/1.0/host/list", headers=[f"Authorization: Bearer {token}"])


def each_kind_of_client_has_its_door(gateways):
    gateway = gateways.shared()
    for client in DOORS:
        answer = _client(gateway, client)
        assert answer.status == 201 and answer.text.count(".") == 2, answer
        assert _hosts(gateway, answer.text).status == 200


def a_client_at_the_other_door_has_an_invalid_id(gateways):
    gateway = gateways.shared()
    for client, path in ((USER_CLIENT, "/auth/oauth"), (SUBSCRIPTION_CLIENT, "/auth/oidc"), ("nobody", "/auth/oidc")):
        answer = _client(gateway, client, path)
        assert answer.status >= 400 and "Invalid Client ID" in answer.text, answer


def id_and_secret_travel_as_headers(gateways):
    gateway = gateways.shared()
    for client, path in DOORS.items():
        form = query_of({"clientId": client, "clientSecret": CLIENT_SECRET})
        assert ask(gateway.url + path, "POST", AS_FORM, form).status == 400
        for header in (f"clientId: {client}", f"clientSecret: {CLIENT_SECRET}"):
            assert ask(gateway.url + path, "POST", AS_FORM + [header], "").status == 400, "both are required"
        assert _client(gateway, client, secret="wrong").status == 401
        assert ask(gateway.url + path, "GET", [f"clientId: {client}", f"clientSecret: {CLIENT_SECRET}"]).status == 405


def an_encrypted_token_is_not_given_out_as_a_plain_one(gateways):
    answer = _client(gateways.shared(), USER_CLIENT, more=["encrypted: RSA512"])
    assert answer.status == 400 and answer.text.count(".") != 2, answer


def a_clients_body_may_be_empty_or_anything(gateways):
    gateway = gateways.shared()
    for body in ("", "grant_type=client_credentials"):
        assert _client(gateway, SUBSCRIPTION_CLIENT, body=body).status == 201
    bare = [f"clientId: {USER_CLIENT}", f"clientSecret: {CLIENT_SECRET}"]
    assert ask(gateway.url + "/auth/oidc", "POST", bare).status == 201, "without a body and a Content-Type as well"


def a_client_makes_as_many_tokens_as_it_likes(gateways):
    gateway = gateways.shared()
    for client in DOORS:
        tokens = [_client(gateway, client).text for _ in range(3)]
        assert len(set(tokens)) == 3
        for token in tokens:
            claims = _part(token, 1)
            assert claims["exp"] - claims["iat"] == 4 * 3600
            assert _hosts(gateway, token).status == 200


def a_users_client_dies_with_its_user_and_a_subscriptions_does_not(gateways):
    gateway = gateways.own()
    tokens = {client: _client(gateway, client).text for client in DOORS}
    gateway.control(f"deactivate?user={MANAGER}")
    assert _hosts(gateway, tokens[USER_CLIENT]).status == 401
    assert _client(gateway, USER_CLIENT).status == 401
    assert _hosts(gateway, tokens[SUBSCRIPTION_CLIENT]).status == 200
    assert _client(gateway, SUBSCRIPTION_CLIENT).status == 201
    assert gateway.sign_in().status == 401


# ── 3.4 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

def mobile_needs_its_permission(gateways):
    gateway = gateways.shared()
    answer = gateway.list(NO_PERMISSION)
    assert answer.status == 403
    assert answer.message() == ("2012", "User is not authorized to run the VMDR Mobile API.")
    assert gateway.list(NO_MODULE).status == 403
    assert gateway.list(MANAGER).status == 200


def without_the_permission_for_its_pages_ot_shows_less(gateways):
    gateway = gateways.shared()
    every, some = (int(gateway.ot("host", user).header("count")) for user in (MANAGER, NO_PAGES))
    assert 0 < some < every
