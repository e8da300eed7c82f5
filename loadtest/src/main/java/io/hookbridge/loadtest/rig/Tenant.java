package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.EmbeddedDatabase;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/**
 * A tenant with an API key.
 *
 * @param key of test mode, so that the same tenant works with Stripe's test mode
 */
public record Tenant(UUID id, String key) {

    private static final String FAILED =
            """
            SELECT count(*)
              FROM attempt_view
             WHERE environment_id IN (SELECT id FROM environment WHERE tenant_id = '%s')
               AND error_text IS NOT NULL
            """;

    private static final String PENDING =
            """
            WITH own AS (SELECT id FROM environment WHERE tenant_id = '%s')
            SELECT (SELECT count(*) FROM queue WHERE environment_id IN (SELECT id FROM own))
                 + (SELECT count(*) FROM under_way WHERE environment_id IN (SELECT id FROM own))
            """;

    /** Its customer at Stripe. */
    public String stripeCustomer() {
        return "cus_BENCH" + hex();
    }

    public String stripeSubscription() {
        return "sub_BENCH" + hex();
    }

    /** The header that its requests have. */
    public Map<String, String> authorization() {
        return Map.of("Authorization", "Bearer " + key);
    }

    /** How many attempts to deliver its messages have failed, as the database has it. */
    public long failedAttempts(Connection connection) throws SQLException {
        return EmbeddedDatabase.number(connection, FAILED.formatted(id));
    }

    /** How many of its messages are neither delivered nor given up, as the database has it. */
    public long pending(Connection connection) throws SQLException {
        return EmbeddedDatabase.number(connection, PENDING.formatted(id));
    }

    String hex() {
        return id.toString().replace("-", "");
    }

    /** Only the beginning of the key. */
    @Override
    public String toString() {
        return "Tenant[" + id + ", " + key.substring(0, 11) + "…]";
    }
}
