"""One server process: where it listens, what it lets in, and how it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest

from assistant.web.serve import serve
from corpus.errors import BadCall
from corpus.settings import Service, Settings
from tests.conftest import ROOT

CODE = """
import asyncio, json, os, sys
from corpus.settings import Settings
from assistant.web.serve import serve
import signal
signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # as the commands set it

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            event = (await receive())["type"]
            await send({"type": event + ".complete"})
            if event == "lifespan.shutdown":
                print("shut down", flush=True)
                return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/slow":
        while not os.path.exists(os.environ["GO_ON"]):
            await asyncio.sleep(0.01)
    if scope["path"] == "/pipe":
        reading, writing = os.pipe()
        os.close(reading)
        try:
            os.write(writing, b"x")
        except BrokenPipeError:
            pass
    if scope["path"] == "/endless":
        while True:
            await send({"type": "http.response.body", "body": b"x" * 65536, "more_body": True})
            await asyncio.sleep(0.01)
    told = {name: os.environ.get(name) for name in ("GRADIO_ANALYTICS_ENABLED", "OMP_NUM_THREADS", "HTTPS_PROXY")}
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})

sys.exit(serve(Settings.read(), lambda settings: app, lambda: False))
"""


@contextmanager
def served(**environ):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_")}
    process = subprocess.Popen(
        [sys.executable, "-c", CODE], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=kept | {"POLICY_PORT": str(port)} | environ,
    )  # fmt: skip
    try:
        until = time.monotonic() + 120
        while True:
            try:
                get(port, "/")
                break
            except httpx.ConnectError:
                assert process.poll() is None, process.communicate()
                assert time.monotonic() < until
                time.sleep(0.02)
        yield process, port
    finally:
        process.kill()
        process.communicate()


def get(port, path):
    return httpx.get(f"http://127.0.0.1:{port}{path}", trust_env=False, timeout=60)


def shut(port):
    """Whether nobody is let in any more; one who came just before may see the door close."""
    try:
        get(port, "/")
    except httpx.ConnectError:
        return True
    except httpx.TransportError:
        return False
    return False


def test_an_answer_under_way_is_finished_when_the_server_is_told_to_stop_and_it_leaves_with_0(tmp_path):
    go_on = tmp_path / "go on"
    with served(GO_ON=str(go_on)) as (process, port), httpx.Client(trust_env=False, timeout=60) as client:
        with client.stream("GET", f"http://127.0.0.1:{port}/slow") as answer:
            process.send_signal(signal.SIGTERM)
            until = time.monotonic() + 15
            while not shut(port):
                assert time.monotonic() < until
                time.sleep(0.02)
            go_on.touch()
            assert answer.read().startswith(b"{")
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "shut down" in out


def test_a_reader_who_goes_away_ends_his_own_answer_and_nothing_else():
    with served() as (process, port):
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", port)) as end:
                end.sendall(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
                end.recv(1000)
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        time.sleep(0.2)
        assert get(port, "/").status_code == 200
        assert process.poll() is None


def test_a_pipe_that_nobody_reads_does_not_end_the_server():
    with served() as (_, port):
        assert get(port, "/pipe").status_code == 200


def test_libraries_are_kept_at_home_and_the_server_does_not_tell_what_it_is():
    environ = {"HTTPS_PROXY": "http://evil:1", "GRADIO_ANALYTICS_ENABLED": "True", "POLICY_PROT": "1"}
    with served(**environ) as (process, port):
        answer = get(port, "/")
        assert answer.json() == {"GRADIO_ANALYTICS_ENABLED": "False", "OMP_NUM_THREADS": "1", "HTTPS_PROXY": None}
        assert "server" not in answer.headers
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "POLICY_PROT" in told
        assert f"http://127.0.0.1:{port}/" in told


def test_an_endless_head_and_one_connection_too_many_are_refused():
    with served(POLICY_CONNECTIONS="10") as (_, port):
        with socket.create_connection(("127.0.0.1", port)) as end:
            end.sendall(b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 20_000)
            assert b" 400 " in end.recv(1000)
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(12)]
        time.sleep(0.2)
        assert get(port, "/").status_code == 503
        for each in idle:
            each.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.7", "::", "wen.example.cn"])
def test_where_others_could_reach_it_nothing_is_opened_before_there_is_an_administrator(host):
    def application(settings):
        raise AssertionError

    settings = Settings(service=Service(host=host, hosts=("wen.example.cn",)))
    with pytest.raises(BadCall, match=r"管理员.* \| .*user add NAME --role administrator"):
        serve(settings, application, lambda: False)


def test_the_command_refuses_in_one_line():
    environ = os.environ | {"POLICY_HOST": "0.0.0.0", "POLICY_HOSTS": "10.0.0.7", "POLICY_HOME": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "serve"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert " | " in done.stderr


def test_a_port_that_is_taken_is_told_in_one_line():
    with served() as (_, port):
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "serve"],
            cwd=ROOT, env=os.environ | {"POLICY_PORT": str(port)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert str(port) in done.stderr
