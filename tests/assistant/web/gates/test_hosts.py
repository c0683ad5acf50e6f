"""Only names of ours, and only paths that read in one way."""

import pytest

from assistant.web.gates.hosts import HostGate
from tests.assistant.web.gates.conftest import echo

GATE = HostGate(echo, frozenset({"127.0.0.1", "::1", "wen.example.cn"}))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:7860", "[::1]:7860", "wen.example.cn", "WEN.example.cn:443"]
)
def test_names_of_ours_pass(send, host):
    assert send(GATE, headers=[("host", host)]).status == 200


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        ["evil.example"],
        ["127.0.0.1.evil.example"],
        ["wen.example.cn@evil.example"],
        ["evil.example:7860"],
        ["wen.example.cn", "evil.example"],
        [""],
        ["wen.example.cn:99999999"],
    ],
)
def test_other_names_do_not(send, hosts):
    told = send(GATE, headers=[("host", each) for each in hosts])
    assert (told.status, told.code) == (400, "unknown_host")


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("/ui/..;/api", None),
        ("/ui/../api", None),
        ("/ui/../api", "/ui/%2e%2e/api"),
        ("/api//v1", None),
        ("//evil.example/", None),
        ("/api/v1/./ask", None),
        ("/api/v1/..", None),
        ("/a\x00b", "/a%00b"),
        ("/a\\b", "/a%5Cb"),
        ("/a/b", "/a%2Fb"),
        ("/a%2eb", "/a%252eb"),
        ("http://evil.example/api", None),
        ("/a\nb", "/a%0Ab"),
        ("", None),
    ],
)
def test_a_path_that_somebody_could_read_otherwise_goes_nowhere(send, path, raw):
    told = send(GATE, path=path, raw=raw, headers=[("host", "127.0.0.1")])
    assert (told.status, told.code) == (400, "bad_path")


@pytest.mark.parametrize("path", ["/api/v1/documents/文件", "/static/page/a.b.css", "/ui/gradio_api/queue/join"])
def test_plain_paths_pass(send, path):
    assert send(GATE, path=path, headers=[("host", "127.0.0.1")]).status == 200
