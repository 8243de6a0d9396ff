"""Whatever is sent to the API, it answers as its document says.

A few hundred generated requests here, right and wrong ones; thousands in the long form.
"""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode

from hotline.config import Settings
from hotline.web.app import create_app

#: Of each operation and kind; finished files have few ways of being asked for.
CASES = 300 if os.environ.get("HOTLINE_TEST_FULL") else 12


def test_every_answer_is_one_that_the_document_promises(
    installed: Path, figure: Callable[[str], None]
) -> None:
    app = create_app(Settings(var=installed))
    for limiter in app.extensions["limiter"]:
        limiter.enabled = False
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    asked: Counter[GenerationMode] = Counter()
    for result in schema.get_all_operations():
        operation = result.ok()
        # Nothing can be wrong with a question that has no parts.
        parts = [*operation.iter_parameters(), *operation.body]
        for mode in GenerationMode if parts else (GenerationMode.POSITIVE,):

            @settings(
                max_examples=CASES,
                deadline=None,
                derandomize=True,
                database=None,
                phases=(Phase.explicit, Phase.generate),
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def judge(case: Case) -> None:
                asked[case.meta.generation.mode] += 1  # type: ignore[union-attr]
                # Called without a socket, nothing takes a compressed answer apart.
                case.call_and_validate(headers={"Accept-Encoding": "identity"})

            judge()
    assert min(asked.values()) > CASES
    figure(f"{sum(asked.values())} requests to the API, {dict(asked)}, 0 answers against its document")
