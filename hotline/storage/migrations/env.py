"""Run by alembic on the connection and inside the transaction that `migrate` hands over."""

from alembic import context

from hotline.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
