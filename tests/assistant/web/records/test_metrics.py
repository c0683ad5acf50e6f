"""Figures that Prometheus reads, a fixed few of them."""

from assistant.web.records.metrics import Metrics


def test_requests_answers_and_what_is_watched_are_told():
    metrics = Metrics()
    metrics.request("POST", "/api/v1/ask", 200, 0.04)
    metrics.request("POST", "/api/v1/ask", 503, 0.001)
    metrics.answer("answered", model=False, fallback=False)
    metrics.watch("generation", "Number of the generation", lambda: 7)
    text = metrics.text().decode()
    assert 'policy_request_seconds_count{method="POST",route="/api/v1/ask",status="200"} 1.0' in text
    assert 'policy_refused_total{code="503"} 1.0' in text
    assert 'policy_answers_total{fallback="false",status="answered",written_by="documents"} 1.0' in text
    assert "policy_generation 7.0" in text


def test_two_services_count_apart():
    one, other = Metrics(), Metrics()
    one.answer("answered", model=True, fallback=True)
    assert b"policy_answers_total{" not in other.text()
