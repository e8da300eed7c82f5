/**
 * The way to PostgreSQL: pool, transactions, batches of writes, migrations. Jdbi is used here and
 * in {@code *Store} classes only.
 */
@NullMarked
package io.hookbridge.db;

import org.jspecify.annotations.NullMarked;
