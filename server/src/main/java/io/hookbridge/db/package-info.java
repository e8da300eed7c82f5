/**
 * The way to PostgreSQL: pool, transactions, batches of writes, migrations. Jdbi is used here and
 * in {@code *Store} classes only.
 *
 * <p>There are more types here than elsewhere, because a connection is made, refused, watched and
 * given up by rules that must agree, and what is written through it needs the watch, too.
 */
@NullMarked
package io.hookbridge.db;

import org.jspecify.annotations.NullMarked;
