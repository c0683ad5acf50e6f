"""A sealed process reaches its own machine and what the settings name, and nothing else."""

import subprocess
import sys

from assistant.web.egress import Egress, hosts
from corpus.settings import LanguageModel, Oidc, Settings
from tests.conftest import ROOT

CODE = """
import errno, http.server, socket, sys, threading
from assistant.web import egress
from corpus.settings import LanguageModel, Settings
egress.close(Settings(llm=LanguageModel("http://198.51.100.7/v1", "m")))

def refused(act):
    try:
        act()
    except PermissionError:
        return True
    except OSError as error:
        return False
    return False

server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
port = server.server_address[1]
def datagram(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        end.sendto(b"x", address)
def stream(family, address):
    with socket.socket(family) as end:
        end.settimeout(0.2)
        end.connect(address)
left, right = socket.socketpair()
left.sendmsg([b"x"])
print([
    refused(lambda: stream(socket.AF_INET, ("127.0.0.1", port))),
    refused(lambda: stream(socket.AF_INET6, ("::ffff:127.0.0.1", port))),
    refused(lambda: socket.getaddrinfo("localhost", 80)),
    refused(lambda: stream(socket.AF_INET, ("198.51.100.7", 80))),
])
print([
    refused(lambda: stream(socket.AF_INET, ("198.51.100.8", 80))),
    refused(lambda: stream(socket.AF_INET6, ("2001:db8::1", 80))),
    refused(lambda: stream(socket.AF_INET, ("0.0.0.0", port))),
    refused(lambda: socket.getaddrinfo("api.gradio.app", 443)),
    refused(lambda: socket.gethostbyname("huggingface.co")),
    refused(lambda: datagram(("198.51.100.8", 53))),
    refused(lambda: socket.getnameinfo(("198.51.100.8", 53), 0)),
])
import httpx
try:
    httpx.get("http://example.org/", trust_env=False)
except httpx.ConnectError as error:
    print("httpx", "outside" in str(error))
"""


def test_what_would_leave_is_refused_and_what_stays_is_not():
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True)
    stays, leaves, client = done.stdout.splitlines()
    assert stays == str([False] * 4)
    assert leaves == str([True] * 7)
    assert client == "httpx True"


def test_the_hosts_of_the_settings_may_be_reached():
    settings = Settings(
        llm=LanguageModel("http://10.0.0.5:8000/v1", "m"), oidc=Oidc("https://ID.example.cn/realm", "client")
    )
    assert hosts(settings) == ["10.0.0.5", "id.example.cn"]
    assert hosts(Settings()) == []


def test_what_is_no_socket_passes():
    egress = Egress([])
    egress("open", ("/etc/passwd", "r", 0))
    egress("import", ("socket",))
