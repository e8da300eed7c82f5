package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.EmbeddedDatabase;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Writes tenants straight into the database, because the command for one tenant starts a JVM each
 * time. Each gets what that command gives it (a project, a key, a plan of the built-in provider)
 * and, for Stripe's test mode, a linked customer with a subscription.
 */
public final class Tenants {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 16;
    private static final int PREFIX_CHARACTERS = 11;
    private static final String LIVE_PREFIX = "hb_live_";
    private static final String TEST_PREFIX = "hb_test_";

    private static final String TENANT =
            "INSERT INTO tenant (id, name, created_at) VALUES (?, 'Bench', now())";

    private static final String PROJECT =
            """
            INSERT INTO project (id, tenant_id, name, status, rate_limit_default, created_at, updated_at)
            VALUES (?, ?, 'Default', 'active', ?, now(), now())
            """;

    private static final String ENVIRONMENTS =
            """
            INSERT INTO environment (id, project_id, tenant_id, mode)
            VALUES (?, ?, ?, 'live'), (?, ?, ?, 'test')
            """;

    private static final String API_KEY =
            """
            INSERT INTO api_key
                (id, environment_id, hash, prefix, label, permissions, created_at)
            VALUES (?, ?, ?, ?, 'Bench', '{send,read,manage,billing}', now())
            """;

    private static final String CUSTOMER =
            """
            INSERT INTO billing_customer (tenant_id, book, external_id, created_at)
            VALUES (?, ?, ?, now())
            """;

    private static final String SUBSCRIPTION =
            """
            INSERT INTO subscription
                (tenant_id, book, external_id, plan, status, raw_status, billing_interval, cancel_at_period_end,
                 metered, current_period_start, current_period_end, updated_at)
            VALUES (?, ?, ?, ?, 'active', 'active', 'monthly', false, false,
                    date_trunc('second', now()), date_trunc('second', now()) + interval '1 month', now())
            """;

    private static final String STATEMENT =
            """
            INSERT INTO builtin_statement
                (tenant_id, mode, number, plan, billing_interval, anchor, period_start, period_end, messages_before)
            SELECT tenant_id, ?, 1, plan, billing_interval, current_period_start, current_period_start,
                   current_period_end, 0
              FROM subscription
             WHERE book = ? AND tenant_id = ?
            """;

    private static final String MONTHS =
            """
            INSERT INTO usage_month (tenant_id, month, message_count, overage_count, plan_limit)
            SELECT t.id, m.month, 1000 + abs(hashtext(t.id::text || m.month)) % 60000, 0, 50000
              FROM tenant t
             CROSS JOIN (SELECT (date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => back))::date AS month
                           FROM generate_series(0, ? - 1) AS back) AS m
            ON CONFLICT DO NOTHING
            """;

    /** The same of test, in which keys of {@link #add} are. */
    private static final String TEST_DAYS =
            """
            INSERT INTO usage_test_day (tenant_id, day, message_count)
            SELECT tenant_id, month, message_count FROM usage_month
            """;

    /** What most tenants have. */
    private static final Terms USUAL = new Terms("pro", 1_000);

    /** The highest plan does not stop at its limit; no rate that can be measured is above this. */
    private static final Terms GENEROUS = new Terms("enterprise", 3_000_000);

    private final Connection connection;
    private final Terms terms;

    /**
     * @param requestsPerMinute that the project may send
     */
    private record Terms(String plan, int requestsPerMinute) {}

    private Tenants(Connection connection, Terms terms) {
        this.connection = connection;
        this.terms = terms;
    }

    /**
     * Adds {@code count} tenants in one transaction.
     *
     * @param customers how many of them, the first ones, are customers of Stripe's test mode
     */
    public static List<Tenant> add(EmbeddedDatabase database, int count, int customers)
            throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            Tenants tenants = new Tenants(connection, USUAL);
            List<Tenant> added = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                // Of test mode, as are the customers of the double.
                Tenant tenant = new Tenant(UUID.randomUUID(), randomKey(TEST_PREFIX));
                tenants.insert(tenant);
                if (i < customers) {
                    tenants.link(tenant);
                }
                added.add(tenant);
            }
            connection.commit();
            return added;
        }
    }

    /** Adds a tenant that may send as many messages as it can. */
    public static Tenant addSender(EmbeddedDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            Tenant tenant = new Tenant(UUID.randomUUID(), randomKey(LIVE_PREFIX));
            new Tenants(connection, GENEROUS).insert(tenant);
            connection.commit();
            return tenant;
        }
    }

    /** Gives every tenant a count for each of the last {@code months} months. */
    public static void addMonths(EmbeddedDatabase database, int months) throws SQLException {
        try (Connection connection = database.connect()) {
            Tenants tenants = new Tenants(connection, USUAL);
            tenants.execute(MONTHS, months);
            tenants.execute(TEST_DAYS);
            connection.createStatement().execute("VACUUM ANALYZE usage_month, usage_test_day");
        }
    }

    private static String randomKey(String prefix) {
        byte[] random = new byte[KEY_BYTES];
        RANDOM.nextBytes(random);
        return prefix + HexFormat.of().formatHex(random);
    }

    private void insert(Tenant tenant) throws SQLException {
        UUID project = UUID.randomUUID();
        execute(TENANT, tenant.id());
        execute(PROJECT, project, tenant.id(), terms.requestsPerMinute());
        UUID test = UUID.randomUUID();
        execute(ENVIRONMENTS, project, project, tenant.id(), test, project, tenant.id());
        execute(
                API_KEY,
                UUID.randomUUID(),
                tenant.key().startsWith(LIVE_PREFIX) ? project : test,
                sha256(tenant.key()),
                tenant.key().substring(0, PREFIX_CHARACTERS));
        for (String mode : List.of("live", "test")) {
            String book = "builtin_" + mode;
            execute(CUSTOMER, tenant.id(), book, "builtin_" + tenant.hex());
            execute(SUBSCRIPTION, tenant.id(), book, "builtin_sub_" + tenant.hex(), terms.plan());
            execute(STATEMENT, mode, book, tenant.id());
        }
    }

    private void link(Tenant tenant) throws SQLException {
        execute(CUSTOMER, tenant.id(), "test", tenant.stripeCustomer());
        execute(SUBSCRIPTION, tenant.id(), "test", tenant.stripeSubscription(), terms.plan());
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
