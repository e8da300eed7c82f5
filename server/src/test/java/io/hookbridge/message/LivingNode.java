package io.hookbridge.message;

import org.jdbi.v3.core.Jdbi;

import java.util.UUID;

/** The row of a node that is not over before the test is, with a watermark below every message. */
public final class LivingNode {

    private LivingNode() {}

    /** The id of a new one. */
    public static UUID in(Jdbi jdbi) {
        UUID id = UUID.randomUUID();
        jdbi.useHandle(handle ->
                handle.execute(
                        "INSERT INTO node (id, alive_until, watermark) VALUES (?, now() + interval '1 hour', ?)",
                        id,
                        new UUID(0, 0)));
        return id;
    }
}
