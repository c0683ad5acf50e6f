"""One request goes out with nothing but what is needed, and what comes back is read or refused in our own words."""

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.writer.call import pieces
from assistant.writer.endpoint import Endpoint
from assistant.writer.types import Message
from corpus.errors import ModelUnavailable
from tests.assistant.writer.conftest import KEY, LIMITS
from tests.assistant.writer.server import EVENTS, replying, serving


def ask(url, key=KEY, model="some-model"):
    endpoint = Endpoint(url, model, key)
    return "".join(pieces(lambda: endpoint.reply([Message("system", "规则"), Message("user", "问题")]), LIMITS))


def test_a_request_says_what_is_asked_and_nothing_of_this_machine():
    with serving(replying("每人每月500元。")) as server:
        assert ask(server.url) == "每人每月500元。"
        (call,) = server.calls
    assert call.head.startswith("POST /v1/chat/completions HTTP/1.1")
    assert call.sent == {
        "model": "some-model",
        "temperature": 0.0,
        "stream": True,
        "messages": [{"role": "system", "content": "规则"}, {"role": "user", "content": "问题"}],
    }
    names = {line.partition(":")[0].lower() for line in call.head.splitlines()[1:]}
    assert names == {
        "host", "content-type", "content-length", "connection", "accept", "accept-encoding", "user-agent", "authorization",
    }  # fmt: skip
    assert f"authorization: Bearer {KEY}" in call.head


def test_nothing_of_the_environment_is_sent_or_obeyed(monkeypatch):
    with serving(replying("好")) as proxy, serving(replying("好")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
        monkeypatch.setenv("OPENAI_ORG_ID", "org-of-somebody-else")
        monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer sk-third\nX-Private: yes")
        monkeypatch.setenv("OPENAI_BASE_URL", proxy.url)
        monkeypatch.setenv("OPENAI_API_BASE", proxy.url)
        assert ask(server.url, key="") == "好"
        assert proxy.calls == []
        head = server.calls[0].head
    for word in ("else", "third", "Private", "authorization"):
        assert word not in head


def test_the_key_stands_in_no_error_and_no_log(caplog):
    caplog.set_level("DEBUG")
    body = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}})

    def refusing(connection):
        connection.raw(f"HTTP/1.1 401 Unauthorized\r\nContent-Length: {len(body)}\r\n\r\n{body}")

    with serving(refusing) as server, pytest.raises(ModelUnavailable) as caught:
        ask(server.url)
    assert KEY not in str(caught.value)
    assert KEY not in repr(caught.value)
    assert KEY not in caplog.text
    assert KEY not in repr(Endpoint("http://localhost/v1", "m", KEY))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/v1", "http://no-such-host.invalid/v1", f"http://{'a' * 70}.x/v1"]
)
def test_a_server_that_cannot_be_reached_is_told_so(url):
    with pytest.raises(ModelUnavailable, match="连不上"):
        ask(url)


def test_a_model_that_is_made_for_another_kind_of_endpoint_is_told_so():
    with serving(replying("好")) as server:
        with pytest.raises(ModelUnavailable, match="不能用于对话接口"):
            ask(server.url, model="gpt-5.2-pro")
        assert server.calls == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["choices", "delta", "content", "error", "message", "index", "tool_calls", "role", "usage"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(JSON, min_size=1, max_size=3), st.sampled_from(["data", "event", ": x\ndata", "id"]))
def test_whatever_json_comes_is_read_or_refused(events, field):
    def script(connection):
        connection.raw(EVENTS)
        for event in events:
            connection.raw(f"{field}: {json.dumps(event)}\n\n")

    with serving(script) as server, suppress(ModelUnavailable):  # and nothing else is ever raised
        assert isinstance(ask(server.url), str)
