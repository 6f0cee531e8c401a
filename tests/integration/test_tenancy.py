"""A session sees and writes the rows of its merchant only, whatever the statement looks like."""

from uuid import uuid4

import pytest
from filling import fill, row_of
from sqlalchemy import (
    and_,
    delete,
    exists,
    func,
    insert,
    inspect,
    literal,
    select,
    text,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.orm import aliased

from leaktrace.domain.errors import RuleError
from leaktrace.storage import models
from leaktrace.storage.base import Base, MerchantOwned
from leaktrace.storage.tenancy import ALL_MERCHANTS

OWNED = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, MerchantOwned)),
    key=lambda model: model.__name__,
)
TABLES = [
    table
    for table in Base.metadata.sorted_tables
    if table.name == "merchant" or table.name in {model.__tablename__ for model in OWNED}
]


@pytest.fixture
def rows(app):
    """The rows of two merchants, A and B: one in each table."""
    with app.engine.begin() as connection:
        return [fill(connection, TABLES) for _ in range(2)]


@pytest.fixture
def own(app, rows):
    """The view of merchant A."""
    return app.tenant_of(rows[0]["merchant"]["id"], rows[0]["merchant"]["slug"])


@pytest.fixture
def nobody(app, rows):
    """Sessions that belong to no merchant."""
    assert rows
    return app


def refused(sessions, way, *actions):
    """Whether these steps, in one transaction, end with a refusal. Nothing is kept of them."""
    with sessions() as session:
        try:
            for action in actions:
                action(session)
            session.flush()
        except RuleError:
            return True
    pytest.fail(f"{way}: went through")


def running(statement, parameters=None):
    return lambda session: session.execute(statement, parameters).close()


def key_of(model, row):
    return tuple(row[column.name] for column in inspect(model).primary_key)


def fresh_row(model, parents):
    """A row that points at the same parents but has a key and values of its own."""
    row = row_of(model.__table__, parents)
    for column in inspect(model).primary_key:
        if column.foreign_keys:
            # Its key is made of its parents'. That they do not exist is found out later than whose it is.
            row[column.name] = uuid4()
    return row


def reads(model):
    """Statements that give the keys of the rows they see, in all the ways of writing them."""
    keys = inspect(model).primary_key
    names = [inspect(model).get_property_by_column(column).key for column in keys]

    def of(entity):
        return [getattr(entity, name) for name in names]

    other, inner, part = aliased(model), select(*of(model)).subquery(), select(*of(model)).cte()
    same = and_(*(left == right for left, right in zip(of(model), of(other), strict=True)))
    whole = aliased(model, select(model).subquery())
    yield "columns", select(*of(model))
    yield "aliased", select(*of(other))
    yield "join of itself", select(*of(other)).select_from(model).join(other, same)
    yield (
        "join from the merchant",
        (
            select(*of(model))
            .select_from(models.Merchant)
            .join(model, model.merchant_id == models.Merchant.id)
        ),
    )
    yield (
        "outer join",
        (
            select(*of(model))
            .select_from(models.Merchant)
            .outerjoin(model, model.merchant_id == models.Merchant.id)
            .where(of(model)[0].is_not(None))
        ),
    )
    yield "subquery", select(inner)
    yield "entity of a subquery", select(*of(whole))
    yield "common table expression", select(part)
    yield (
        "subquery in a condition",
        (select(*of(other)).where(tuple_(*of(other)).in_(select(*of(model))))),
    )
    yield "union", union_all(select(*of(model)), select(*of(model)).where(literal(value=False)))
    yield (
        "entity of a union",
        select(
            *of(
                aliased(
                    model,
                    union_all(select(model), select(model).where(literal(value=False))).subquery(),
                )
            )
        ),
    )


def counts(model):
    """Statements that only tell how many there are."""
    merchant = models.Merchant
    yield "count", select(func.count()).select_from(model)
    yield "count of a column", select(func.count(model.merchant_id))
    yield "count of a subquery", select(func.count()).select_from(select(model).subquery())
    yield "scalar subquery", select(select(func.count()).select_from(model).scalar_subquery())
    yield (
        "merchants with one",
        (
            select(func.count())
            .select_from(merchant)
            .where(exists().where(model.merchant_id == merchant.id))
        ),
    )
    yield (
        "merchants joined",
        (select(func.count(merchant.id)).join(model, model.merchant_id == merchant.id)),
    )


# --- Reading -----------------------------------------------------------------------------------


def test_entities_are_the_merchants_own(own, rows):
    for model in OWNED:
        with own.reads.begin() as session:
            found = session.scalars(select(model)).all()
            again = session.query(model).all()
        assert [row.merchant_id for row in found] == [own.merchant_id], model
        assert again == found


def test_every_way_of_reading_gives_the_merchants_own(own, rows):
    for model in OWNED:
        expected = {key_of(model, rows[0][model.__tablename__])}
        for way, statement in reads(model):
            with own.reads.begin() as session:
                assert {tuple(row) for row in session.execute(statement)} == expected, (model, way)


def test_every_way_of_counting_counts_the_merchants_own(own):
    for model in OWNED:
        for way, statement in counts(model):
            with own.reads.begin() as session:
                assert session.scalar(statement) == 1, (model, way)


def test_row_of_another_is_not_found_by_its_key(own, rows):
    for model in OWNED:
        mine, other = (key_of(model, rows[which][model.__tablename__]) for which in (0, 1))
        with own.reads.begin() as session:
            assert session.get(model, mine) is not None
            assert session.get(model, other) is None


def test_statement_that_cannot_be_narrowed_is_refused(own):
    for model in OWNED:
        table = model.__table__
        for way, statement in [
            ("text", select(model).from_statement(text(f'SELECT * FROM "{table.name}"'))),
            ("table", select(table)),
        ]:
            assert refused(own.reads, (model, way), running(statement))


def test_session_of_no_merchant_reads_nothing(nobody):
    for model in OWNED:
        for way, statement in [("entity", select(model)), *reads(model), *counts(model)]:
            assert refused(nobody.reads, (model, way), running(statement))


def test_statement_may_say_that_it_looks_across(nobody, own):
    for model in OWNED:
        statement = select(func.count()).select_from(model).execution_options(**ALL_MERCHANTS)
        with nobody.reads.begin() as session:
            assert session.scalar(statement) == 2
        with own.reads.begin() as session:
            assert session.scalar(statement) == 2


def test_what_belongs_to_no_merchant_is_open_to_all(nobody):
    with nobody.reads.begin() as session:
        assert session.scalar(select(func.count()).select_from(models.Merchant)) == 3


# --- Writing -----------------------------------------------------------------------------------


def inserts(model, row):
    """Ways to write a row past the unit of work."""
    yield "parameters", insert(model), row
    yield "a list of parameters", insert(model), [row]
    yield "values", insert(model).values(**row), None
    yield "a list of values", insert(model).values([row]), None
    yield "values beside parameters", insert(model).values(merchant_id=row["merchant_id"]), [row]
    yield (
        "a selection",
        insert(model).from_select(
            list(row),
            select(*(literal(value, model.__table__.c[name].type) for name, value in row.items())),
        ),
        None,
    )
    yield "the table", insert(model.__table__), [row]


def adding(model, row):
    return lambda session: session.add(model(**row))


def test_row_of_another_is_not_written(own, rows):
    for model in OWNED:
        row = fresh_row(model, rows[1])
        assert refused(own.writes, (model, "add"), adding(model, row))
        for way, statement, parameters in inserts(model, row):
            assert refused(own.writes, (model, way), running(statement, parameters))


def test_row_of_another_is_not_merged(own, rows):
    row = fresh_row(models.Line, rows[1])

    assert refused(own.writes, "merge", lambda session: session.merge(models.Line(**row)))


def test_row_of_another_is_not_written_by_the_older_ways(own, rows):
    model, row = models.Line, fresh_row(models.Line, rows[1])

    for way, action in [
        ("insert", lambda session: session.bulk_insert_mappings(model, [row])),
        ("save", lambda session: session.bulk_save_objects([model(**row)])),
        ("update", lambda session: session.bulk_update_mappings(model, [rows[1]["line"]])),
    ]:
        assert refused(own.writes, way, action)


def test_session_of_no_merchant_writes_nothing(nobody, rows):
    for model in OWNED:
        row = fresh_row(model, rows[1])
        assert refused(nobody.writes, (model, "add"), adding(model, row))
        for way, statement, parameters in inserts(model, row):
            assert refused(nobody.writes, (model, way), running(statement, parameters))


@pytest.fixture
def lines(app, rows):
    """Reads label and merchant of the two merchants' lines, past the sessions."""
    table = models.Line.__table__

    def read():
        with app.engine.connect() as connection:
            found = {
                row.id: (row.label, row.merchant_id)
                for row in connection.execute(
                    select(table.c.id, table.c.label, table.c.merchant_id)
                )
            }
        return [found.get(side["line"]["id"]) for side in rows]

    return read


def test_update_reaches_the_merchants_own_only(own, lines):
    before = lines()

    with own.writes.begin() as session:
        session.execute(update(models.Line).values(label="new"))

    assert lines() == [("new", own.merchant_id), before[1]]


def test_delete_reaches_the_merchants_own_only(app, own, rows):
    table = models.WebSession.__table__

    with own.writes.begin() as session:
        session.execute(delete(models.WebSession))

    with app.engine.connect() as connection:
        assert connection.scalars(select(table.c.token_sha256)).all() == [
            rows[1]["web_session"]["token_sha256"]
        ]


def test_write_that_cannot_be_narrowed_is_refused(own, rows):
    other, table = rows[1]["line"]["id"], models.Line.__table__

    for way, statement, parameters in [
        ("by key", update(models.Line), [{"id": other, "label": "new"}]),
        ("to another", update(models.Line).values(merchant_id=rows[1]["merchant"]["id"]), None),
        ("of a table", update(table).values(label="new"), None),
        ("delete from a table", delete(table), None),
    ]:
        assert refused(own.writes, way, running(statement, parameters))


def test_row_of_another_that_was_read_elsewhere_is_not_changed(app, own, rows, lines):
    before = lines()
    with app.tenant_of(rows[1]["merchant"]["id"], "b").reads.begin() as session:
        foreign = session.get(models.Line, rows[1]["line"]["id"])

    def change(name, value):
        return lambda _session: setattr(foreign, name, value)

    def add(session):
        session.add(foreign)

    assert refused(own.writes, "delete", lambda session: session.delete(foreign))
    assert refused(own.writes, "change", add, change("label", "new"))
    assert refused(own.writes, "take over", add, change("merchant_id", own.merchant_id))
    assert lines() == before


def test_own_row_is_not_given_away(own, rows):
    def give_away(session):
        session.scalars(select(models.Line)).one().merchant_id = rows[1]["merchant"]["id"]

    assert refused(own.writes, "give away", give_away)


@pytest.mark.parametrize("way", ["one by one", "in bulk"])
def test_own_rows_are_written(own, rows, way):
    """The guard refuses the rows of others, not all rows."""
    written = {"merchant": rows[0]["merchant"]}
    model_of = {model.__tablename__: model for model in OWNED}

    with own.writes.begin() as session:
        for table in TABLES:
            if table.name == "merchant":
                continue
            row = written[table.name] = row_of(table, written)
            if way == "in bulk":
                session.execute(insert(model_of[table.name]), [row])
            else:
                session.add(model_of[table.name](**row))
                session.flush()

    with own.reads.begin() as session:
        for model in OWNED:
            assert session.scalar(select(func.count()).select_from(model)) == 2, model
