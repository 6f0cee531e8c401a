"""The HTTP API keeps to the schema that it publishes, and hooks answer whatever is sent, by generated requests."""

import pytest
import schemathesis
from hypothesis import given, settings

from leaktrace.domain.source import SourceKind
from leaktrace.services import sources

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("scene"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


EXAMPLES = 40


@pytest.fixture
def published(server, tenant):
    """The schema of the running application; there is a hook to be pushed to."""
    with tenant.writes.begin() as session:
        sources.add_source(session, "phones", "smsforwarder", SourceKind.HOOK, {})
    return schemathesis.openapi.from_asgi("/api/openapi.json", server)


def test_generated_requests_are_answered_as_the_schema_says(published, visit):
    cookies = dict(visit("reviewer").client.cookies)
    tried = []
    for found in published.get_all_operations():
        operation = found.ok()

        @settings(max_examples=EXAMPLES, deadline=None, database=None)
        @given(case=operation.as_strategy())
        def answers_as_published(case):
            case.call_and_validate(cookies=cookies)

        answers_as_published()
        tried.append(operation.path)
    assert {"/api/v1/cases", "/api/v1/contacts", "/hooks/{source_name}"} <= set(tried)
