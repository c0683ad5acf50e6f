"""Tables line up, and the best of a row is marked whichever way is better."""

from evals.bench.quality import METRICS
from evals.bench.table import COSTS, growth, table


def figures():
    def system(value, cost):
        return {
            **dict.fromkeys(METRICS, value),
            **dict.fromkeys(COSTS, cost),
            "intervals": dict.fromkeys(METRICS, (value - 0.1, value + 0.1)),
        }

    apart = {"metric": "ndcg@10", "to": "hybrid", "mean": -0.25, "interval": [-0.3, -0.2]}
    return {
        "dataset": "小集",
        "passages": 6,
        "questions": 3,
        "threads": 1,
        "systems": {"hybrid": system(0.75, 20.0), "a-longer-name": {**system(0.5, 3.5), "difference": apart}},
    }


def row(text, name):
    return next(line for line in text.splitlines() if line.startswith(name)).split()[1:]


def test_the_best_of_a_row_is_marked():
    text = table(figures())
    assert row(text, "recall@5") == ["0.7500*", "0.5000"]
    assert row(text, "search_p50_ms") == ["20.0", "3.5*"]
    assert row(text, "documents_per_second") == ["20.0*", "3.5"]


def test_intervals_and_differences_stand_below_their_figures():
    text = table(figures())
    assert "0.650…0.850" in text
    assert row(text, "ndcg@10 − hybrid")[-1] == "-0.2500"
    assert "-0.300…-0.200" in text


def test_a_single_system_has_no_row_of_differences():
    alone = figures()
    del alone["systems"]["a-longer-name"]
    assert "−" not in table(alone)


def test_columns_line_up():
    lines = table(figures()).splitlines()[1:]
    ends = {line.index("*") for line in lines if line.count("*") == 1 and line.split()[1].endswith("*")}
    assert len(ends) == 1
    assert not any(line.endswith(" ") for line in lines)


def test_growth_has_one_line_a_size():
    rows = [
        {"passages": n, "build_seconds": 0.5, "modes": {"dense": {"search_p50_ms": 1.5, "search_p95_ms": 2.5}}}
        for n in (100, 20000)
    ]
    head, *lines = growth(rows).splitlines()
    assert head.split() == ["passages", "build_seconds", "dense", "p50/p95", "ms"]
    assert [line.split() for line in lines] == [["100", "0.5", "1.5/2.5"], ["20000", "0.5", "1.5/2.5"]]
