/**
 * A standby of PostgreSQL that what only looks may read from, so that the primary need not answer
 * it: how far it has come, whether it is fit for that, and when the primary is read instead.
 */
@NullMarked
package io.hookbridge.db.replica;

import org.jspecify.annotations.NullMarked;
