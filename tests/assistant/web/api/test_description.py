"""The description of the interface is whole, and holds for whoever asks whatever of it."""

import os

import pytest

from assistant.web.api.declare import API
from assistant.web.api.schema import described
from assistant.web.problems import KINDS
from tests.assistant.web.conftest import ROLES, listening

SEED, EXAMPLES = 20261121, int(os.environ.get("POLICY_TEST_EXAMPLES", "2"))
"""For each operation and role; a longer run finds more."""
SPARED = frozenset({"POST /api/v1/backups"})
"""Each call of it copies everything there is."""
NO_HTTP = "Invalid HTTP request received."
"""What the server says to bytes that are no request: they never come to the application."""


@pytest.fixture(scope="module")
def document(staffed):
    return described(staffed.app)


def operations(document):
    return [(path, method, each) for path, under in document["paths"].items() for method, each in under.items()]


def test_every_operation_says_what_it_does_in_chinese_and_can_be_called_by_name(document):
    names = [each["operationId"] for _, _, each in operations(document)]
    assert len(names) == len(set(names)) >= 45
    for path, method, each in operations(document):
        assert any("一" <= char <= "鿿" for char in each["summary"] + each["description"]), (path, method)
        assert each["tags"], (path, method)


def test_every_operation_has_an_example_of_what_it_takes_and_gives(document):
    schemas = document["components"]["schemas"]
    for path, method, each in operations(document):
        for status, response in each["responses"].items():
            for media, content in response.get("content", {}).items():
                if media == "application/json" and int(status) < 300 and "example" not in content:
                    schema = (
                        schemas[content["schema"]["$ref"].rsplit("/", 1)[-1]] if "$ref" in content["schema"] else {}
                    )
                    assert path in ("/healthz", "/readyz") or schema.get("title") in (
                        "DocumentRecord",
                        None,
                    ), (path, method, status)
        body = each.get("requestBody", {}).get("content", {}).get("application/json")
        if body:
            assert schemas[body["schema"]["$ref"].rsplit("/", 1)[-1]]["examples"], (path, method)


def test_every_problem_is_described_with_its_code(document):
    for code in KINDS:
        assert f"`{code}`" in document["info"]["description"]
    for path, method, each in operations(document):
        for status, response in each["responses"].items():
            if int(status) >= 400 and path != "/readyz":
                media = "application/json" if path.startswith("/v1/") else "application/problem+json"
                assert list(response["content"]) == [media], (path, method, status)


def test_what_the_framework_would_say_of_errors_is_nowhere(document):
    assert "HTTPValidationError" not in str(document)


def test_the_description_is_for_who_is_signed_in(staffed):
    assert staffed.anonymous.get(f"{API}/openapi.json").status_code == 401
    assert staffed.people["reader"].by_key.get(f"{API}/openapi.json").json()["openapi"].startswith("3.1")
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert staffed.people["administrator"].by_key.get(path).status_code == 404


@pytest.fixture(scope="module")
def address(staffed):
    with listening(staffed.app) as address:
        yield address


@pytest.mark.parametrize("role", ["anonymous", *ROLES])
def test_whatever_is_sent_the_service_answers_as_described_and_never_breaks(staffed, document, address, role):
    import requests
    import schemathesis

    told = []
    headers = {} if role == "anonymous" else {"authorization": f"Bearer {staffed.people[role].secret}"}
    with requests.Session() as session:
        for found in schemathesis.openapi.from_dict(document).get_all_operations():
            operation = found.ok()
            if operation.label not in SPARED:
                told += answers(operation, address, session, headers, 1 if role == "anonymous" else EXAMPLES)
    assert len({label for label, _ in told}) >= 45
    open_to_all = ("/healthz", "/readyz", "/metrics")  # the figures, from this machine
    if role == "anonymous":
        assert {status for label, status in told if label.split()[1] not in open_to_all} <= {400, 401, 404, 405}
    else:
        assert {200, 422} <= {status for _, status in told}


def answers(operation, address, session, headers, examples):
    """What an operation answers to some examples, good and bad, each looked at."""
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis import strategies as st
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi import checks

    told = []
    wanted = [
        schemathesis_check("not_a_server_error"),
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]

    @seed(SEED)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
    def ask(case):
        response = case.call(base_url=address, session=session, headers=headers, timeout=120)
        if response.text == NO_HTTP:
            return
        case.validate_response(response, checks=wanted)
        told.append((operation.label, response.status_code))

    ask()
    return told


def schemathesis_check(name):
    from schemathesis.checks import CHECKS

    return CHECKS.get_one(name)
