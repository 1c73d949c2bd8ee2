"""Every rule of the real catalogue: an answer just over its threshold trips it, one on it does not.

The cases are built from what a rule says (its numbers and its indicator), never by asking it.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from types import SimpleNamespace

import pytest

from clusters.answers import Answer, has_pair
from clusters.catalogue import rules
from clusters.catalogue.reader import read
from clusters.plausibility import Around, findings, warnings

SPECS = {spec.code: spec for spec in read().indicators}
CHECKS = [(spec.code, place) for spec in SPECS.values() for place in range(len(spec.checks))]
FINE = 10_000  # a denominator so large that a step of one is less than any threshold
Case = tuple[Answer, Around, bool]  # the answer, what it is held against, does the rule speak?


def indicator_of(code, places=None):
    """The indicator as the database has it, with all its checks or those at these places."""
    spec = SPECS[code]
    kept = [check for at, check in enumerate(spec.checks) if places is None or at in places]
    return SimpleNamespace(**(vars(spec) | {"checks": [check.as_data() for check in kept]}))


def worth(spec, amount, more=0):
    """An answer whose value is exactly `amount`, and `more` of the smallest steps."""
    if not has_pair(spec.kind):
        return Answer(value=int(amount) + more)
    numerator = Decimal(amount) * FINE
    assert numerator == int(numerator), "the threshold is finer than these answers"
    return Answer(numerator=int(numerator) + more, denominator=spec.per * FINE)


def holding(spec, part, number):
    """An answer of this kind whose part is this number."""
    rest = {"numerator": 1, "denominator": 1} if has_pair(spec.kind) else {}
    return Answer(**(rest | {part: number}))


def jumps(spec, check) -> Iterator[Case]:
    def since(before, now, speaks):
        return now, Around(before={spec.code: before}), speaks

    if check.points is not None:
        low, high = worth(spec, 0), worth(spec, check.points)
        beyond = worth(spec, check.points, 1)
        yield from (since(low, high, False), since(low, beyond, True))
        yield from (since(high, low, False), since(beyond, low, True))
    else:
        low = 1000 * (int(check.least or 0) + 1)
        high = low * check.ratio
        assert high == int(high)
        yield since(worth(spec, low), worth(spec, high), False)
        yield since(worth(spec, low), worth(spec, high, 1), True)
        yield since(worth(spec, high, 1), worth(spec, low), True)
        if check.least:  # from nothing: few are no jump
            yield since(worth(spec, 0), worth(spec, check.least, -1), False)
            yield since(worth(spec, 0), worth(spec, check.least), True)
    yield worth(spec, 1), Around(), False


def outliers(spec, check) -> Iterator[Case]:
    near, far = worth(spec, check.points), worth(spec, check.points, 1)
    alike = [Decimal(0)] * check.areas
    spread = [Decimal(0), 2 * check.points] * check.areas  # as far apart as this one is from them

    def among(others):
        return Around(others={spec.code: others})

    yield near, among(alike), False
    yield far, among(alike), True
    yield far, among(alike[1:]), False  # too few of them
    yield worth(spec, 2 * check.points, 1), among(spread), False


def pairs(spec, check, speaks: dict[int, bool]) -> Iterator[Case]:
    other = indicator_of(check.of)
    for step, told in speaks.items():
        theirs = holding(other, check.of_part, 40)
        around = Around(answers={check.of: (other, theirs)})
        yield holding(spec, check.part, 40 + step), around, told
    yield holding(spec, check.part, 41), Around(), False
    nothing = Around(answers={check.of: (other, Answer(no_data=True))})
    yield holding(spec, check.part, 41), nothing, False


def populations(spec, check) -> Iterator[Case]:
    known = 100 * FINE
    away = int(check.percent * FINE)
    around = Around(population={spec.denominator_key: known})
    for given, told in ((away, False), (away + 1, True), (-away, False), (-away - 1, True)):
        yield Answer(numerator=1, denominator=known + given), around, told
    yield Answer(numerator=1, denominator=1), Around(), False


def hints(spec, check) -> Iterator[Case]:
    if check.above is None and check.below is None:
        yield worth(spec, 1), Around(), True
    if check.above is not None:
        yield worth(spec, check.above), Around(), False
        yield worth(spec, check.above, 1), Around(), True
    if check.below is not None:
        yield worth(spec, check.below), Around(), False
        yield worth(spec, check.below, -1), Around(), True


MAKERS: dict[str, Callable[..., Iterator[Case]]] = {
    "jump": jumps,
    "outlier": outliers,
    "same": lambda spec, check: pairs(spec, check, {-1: True, 0: False, 1: True}),
    "at_most": lambda spec, check: pairs(spec, check, {-1: False, 0: False, 1: True}),
    "population": populations,
    "hint": hints,
}


@pytest.mark.parametrize(("code", "place"), CHECKS, ids=lambda one: str(one))
def test_a_rule_speaks_beyond_its_threshold_and_not_on_it(code, place):
    check, whole, alone = SPECS[code].checks[place], indicator_of(code), indicator_of(code, [place])
    outcomes = set()
    for answer, around, speaks in MAKERS[check.rule](SPECS[code], check):
        found = findings(alone, answer, around)
        assert [(one.grade, one.rule) for one in found] == [(check.grade, check.rule)] * speaks
        assert bool(warnings(alone, answer, around)) is (speaks and check.grade == "warning")
        assert set(found) <= set(findings(whole, answer, around))
        assert all(one.text for one in found)
        outcomes.add(speaks)
    always = check.rule == "hint" and check.above is None and check.below is None
    assert outcomes == ({True} if always else {True, False})


def test_no_rule_of_the_catalogue_is_left_out():
    assert len(CHECKS) == sum(len(spec.checks) for spec in read().indicators) > 100
    assert set(MAKERS) == set(rules.RULES)
