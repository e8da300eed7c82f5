/**
 * A database on several servers: Citus, an extension of PostgreSQL. What grows with traffic is
 * spread over its workers by the environment; everything else lies on the coordinator, which all
 * connections lead to but those of {@link io.hookbridge.db.citus.NamedWorker}. The function {@code
 * distribute} of the migrations does it; here is who asks for it, what stands in its way, and how
 * things lie afterwards.
 */
@NullMarked
package io.hookbridge.db.citus;

import org.jspecify.annotations.NullMarked;
