"""Run by Alembic: changes the schema over the connection it is given."""

from alembic import context

from portal.migrations import metadata, rendering

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_as_batch=True,
    transactional_ddl=True,
    render_item=rendering.render_item,
)
with context.begin_transaction():
    context.run_migrations()
