"""Base addresses: which paths exist, under which names of the host, and how parameters are counted."""

from curl import ask
from gateway import ASSETS

HOSTS = (
    "gateway.qg1.apps.qualys.com", "gateway.qg2.apps.qualys.com", "gateway.qg3.apps.qualys.com",
    "gateway.qg4.apps.qualys.com", "gateway.gov1.qualys.us", "gateway.qg1.apps.qualys.eu", "gateway.qg2.apps.qualys.eu",
    "gateway.qg3.apps.qualys.it", "gateway.qg1.apps.qualys.in", "gateway.qg1.apps.qualys.ca",
    "gateway.qg1.apps.qualys.ae", "gateway.qg1.apps.qualys.co.uk", "gateway.qg1.apps.qualys.com.au",
    "gateway.qg1.apps.qualysksa.com",
)


def paths_name_a_module_and_an_operation(gateways):
    gateway = gateways.shared()
    assert gateway.list().status == 200
    for kind in ("host", "detection", "projectfile"):
        assert gateway.get(f"/ot/1.0/{kind}/list").status == 200
    for path in ("/", "/v1/assetList", "/sem/assetList", "/nothing/v1/assetList", ASSETS + "/231", "/host/list"):
        assert gateway.get(path + "?action=list").status == 404, path


def each_platforms_gateway_is_named_in_its_next_page(gateways):
    gateway = gateways.shared()
    port = gateway.url.rsplit(":", 1)[1]
    for host in HOSTS:
        answer = ask(f"http://{host}:{port}{ASSETS}?action=list&truncation_limit=1", "GET",
                     [f"Authorization: Bearer {gateway.token()}"], more=["--resolve", f"{host}:{port}:127.0.0.1"])
        assert answer.status == 200, host
        url = answer.xml.findtext("RESPONSE/WARNING/URL").strip()
        assert url.startswith(f"https://{host}:{port}{ASSETS}?"), url


def an_internal_host_can_leak_into_the_next_page(gateways):
    gateway = gateways.shared("--foreign-next-host", "gateway.p04.eng.sjc01.qualys.com")
    url = gateway.list(truncation_limit=1).xml.findtext("RESPONSE/WARNING/URL").strip()
    assert url.startswith("https://gateway.p04.eng.sjc01.qualys.com/sem/v1/assetList?"), url


def the_last_of_a_repeated_parameter_wins(gateways):
    gateway = gateways.shared()
    answer = gateway.get(ASSETS + "?action=list&truncation_limit=1&truncation_limit=3")
    assert len(answer.xml.findall(".//ASSET")) == 3
    assert gateway.get(ASSETS + "?action=list&severities=x&severities=1-5").status == 200


def paths_and_parameters_are_told_apart_by_case(gateways):
    gateway = gateways.shared()
    for path in ("/sem/v1/assetlist", "/SEM/v1/assetList", "/sem/V1/assetList"):
        assert gateway.get(path + "?action=list").status == 404, path
    assert gateway.get(ASSETS + "?Action=list").message()[0] == "1903"
    assert gateway.get(ASSETS + "?action=list&IDS=1").message()[0] == "1901"


def dates_follow_iso_8601(gateways):
    gateway = gateways.shared()
    for good in ("2017-02-15", "2017-02-15T23:15:00Z"):
        assert gateway.list(detection_updated_since=good).status == 200, good
    for bad in ("15.02.2017", "02/15/2017", "1487114100"):
        assert gateway.list(detection_updated_since=bad).message()[0] == "1905", bad
