"""Only a proxy of ours is believed, and only as far as it can know."""

import ipaddress

import pytest

from assistant.web.gates.proxy import ProxyGate, within
from tests.assistant.web.gates.conftest import echo

NETWORKS = (ipaddress.ip_network("10.0.0.0/24"),)


@pytest.mark.parametrize(
    ("client", "told", "origin"),
    [
        ("1.2.3.4", ["9.9.9.9"], "1.2.3.4"),
        ("10.0.0.1", ["9.9.9.9"], "9.9.9.9"),
        ("10.0.0.1", ["6.6.6.6, 9.9.9.9"], "9.9.9.9"),
        ("10.0.0.1", ["6.6.6.6", "9.9.9.9, 10.0.0.2"], "9.9.9.9"),
        ("10.0.0.1", ["127.0.0.1, rubbish"], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
    ],
)
def test_the_caller_is_the_last_whom_no_proxy_of_ours_vouches_for(send, client, told, origin):
    headers = [("x-forwarded-for", each) for each in told]
    assert send(ProxyGate(echo, NETWORKS), client=client, headers=headers).json["client"] == origin


def test_the_scheme_is_believed_from_a_proxy_of_ours_alone(send):
    gate, headers = ProxyGate(echo, NETWORKS), [("x-forwarded-proto", "https")]
    assert send(gate, client="10.0.0.1", headers=headers).json["scheme"] == "https"
    assert send(gate, client="1.2.3.4", headers=headers).json["scheme"] == "http"
    assert send(gate, client="10.0.0.1", headers=[("x-forwarded-proto", "javascript")]).json["scheme"] == "http"


def test_what_is_no_address_belongs_nowhere():
    assert not within("testclient", NETWORKS)
    assert within("::ffff:10.0.0.7", NETWORKS)
