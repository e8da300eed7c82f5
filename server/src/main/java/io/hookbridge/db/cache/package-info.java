/**
 * What was read from the database and is answered from memory while nothing of it has changed.
 *
 * <p>Triggers note each change in {@code cache_version}, {@link io.hookbridge.db.cache.ChangeWatch}
 * notices it within a second on every node, and {@link io.hookbridge.db.cache.VersionedCache} has
 * read again what was remembered of its {@link io.hookbridge.db.cache.Subject}. Decision 0004 says
 * why so.
 */
@NullMarked
package io.hookbridge.db.cache;

import org.jspecify.annotations.NullMarked;
