package io.hookbridge.app;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Permission;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.ConfigurationReader;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.config.Setting;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.DatabaseAddress;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Route;
import io.hookbridge.inbound.provider.Inquiry;
import io.hookbridge.net.client.TargetClient;
import io.hookbridge.retry.RetryLimits;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.apikey.KeyText;
import io.hookbridge.tenant.project.Project;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.TenantLimits;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.QuickHashing;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The whole server in the test's own JVM, on a database of its own, with every request checked
 * against the API description.
 */
public final class TestApp implements AutoCloseable {

    /** The first tenant's key; visibly fake. */
    public static final String KEY = "hb_live_FAKEkeyOfTheFirstTenant00000000";

    private final TestDatabase database;
    private final Map<String, String> settings;
    private final Configuration configuration;
    private final Function<TargetClient, Inquiry> inquiries;
    private final boolean alone;
    private final App app;
    private final CheckedHttpClient client;

    private TestApp(
            TestDatabase database,
            Map<String, String> settings,
            Function<TargetClient, Inquiry> inquiries,
            boolean alone) {
        this.database = database;
        this.settings = settings;
        this.configuration = ConfigurationReader.read(Profile.DEVELOPMENT, settings, null);
        this.inquiries = inquiries;
        this.alone = alone;
        this.app = App.start(configuration, _ -> {}, inquiries, QuickHashing.start());
        this.client = CheckedHttpClient.ofLocalPort(app.port());
    }

    /** A server as {@code up} starts it: a demo tenant on plan pro, with {@link #KEY}. */
    public static TestApp start() {
        return start(Map.of());
    }

    /** The same with settings of the test's own, which win. */
    public static TestApp start(Map<String, String> settings) {
        return start(settings, Inquiry::over);
    }

    /**
     * The same, with providers of webhooks that the test has made.
     *
     * @param inquiries how they are asked
     */
    public static TestApp start(
            Map<String, String> settings, Function<TargetClient, Inquiry> inquiries) {
        TestDatabase database = TestDatabase.create();
        return new TestApp(database, withDefaults(database, settings), inquiries, true);
    }

    /**
     * One more server on the same database, with the same settings; to be closed before this one.
     */
    public TestApp another() {
        return another(Map.of());
    }

    /** The same, but for these settings. */
    public TestApp another(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(others);
        return new TestApp(database, all, inquiries, false);
    }

    /** Settings of such a server, under those of the test. */
    static Map<String, String> withDefaults(TestDatabase database, Map<String, String> settings) {
        Path folder = folder();
        Map<String, String> all = new HashMap<>();
        all.put("HOOKBRIDGE_PORT", "0");
        all.put("HOOKBRIDGE_ADMIN_PORT", "0");
        if (!settings.containsKey("HOOKBRIDGE_DATABASE_URL")) {
            all.putAll(where(database));
        }
        all.put("HOOKBRIDGE_DATABASE_CONNECTIONS", "6");
        all.put("HOOKBRIDGE_DATA_DIR", folder.toString());
        all.put("HOOKBRIDGE_PLANS_FILE", ShortRetention.plansIn(folder).toString());
        all.put("HOOKBRIDGE_BOOTSTRAP_API_KEY", KEY);
        // What is to be tried again waits for as long as a test looks at it.
        all.put("HOOKBRIDGE_RETRY_DELAYS", Setting.RETRY_DELAYS.defaultText(Profile.PRODUCTION));
        all.putAll(settings);
        return all;
    }

    /** The settings that name {@code database}. */
    static Map<String, String> where(TestDatabase database) {
        String url = url(database.address());
        return database.isSpread()
                ? Map.of("HOOKBRIDGE_DATABASE_URL", url, "HOOKBRIDGE_DISTRIBUTED", "citus")
                : Map.of("HOOKBRIDGE_DATABASE_URL", url);
    }

    /** The address as a setting. */
    static String url(DatabaseAddress address) {
        return address.jdbcUrl()
                + (address.jdbcUrl().contains("?") ? "&" : "?")
                + "user="
                + address.user()
                + "&password="
                + address.password();
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target/apps")), "app");
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public CheckedHttpClient client() {
        return client;
    }

    /** A client of the operator's port. */
    public CheckedHttpClient admin() {
        return CheckedHttpClient.ofLocalPort(app.adminPort());
    }

    /** What the server was started with. */
    public Configuration configuration() {
        return configuration;
    }

    /** A link for somebody without a password to choose one. */
    URI firstLink(EmailAddress email) {
        return app.console().firstLink(email).orElseThrow();
    }

    public List<Route> routes() {
        return app.routes();
    }

    public URI publicUrl() {
        return app.publicUrl();
    }

    public int port() {
        return app.port();
    }

    public int adminPort() {
        return app.adminPort();
    }

    /** The settings that name the server's database, for commands beside it. */
    Map<String, String> database() {
        return where(database);
    }

    /** The database behind the server, to look at what was written. */
    public Jdbi jdbi() {
        return Jdbi.create(database.dataSource());
    }

    /** Makes another tenant, on the plan that nothing is paid for, and answers its key. */
    public String keyOfAnotherTenant() {
        Jdbi jdbi = Database.withArguments(jdbi());
        Uuid7 ids = new Uuid7(Instant::now);
        Actor maker = new Actor(Actor.Kind.OPERATOR, "test");
        TenantId tenant = new Tenants(jdbi, ids, Instant::now).create("Strangers", maker).id();
        Project project =
                new Projects(
                                jdbi,
                                RetryPolicy.DEFAULT,
                                ids,
                                Instant::now,
                                (_, _) ->
                                        new TenantLimits(
                                                1,
                                                6000,
                                                6000,
                                                new RetryLimits(7, 30, "free"),
                                                "free"))
                        .createFirst(tenant, maker);
        return new ApiKeys(jdbi, jdbi, ids, Instant::now, new ChangeWatch(jdbi, System::nanoTime))
                .create(
                        project.environment(Mode.LIVE),
                        KeyText.random(Mode.LIVE),
                        null,
                        EnumSet.allOf(Permission.class),
                        maker,
                        null)
                .orElseThrow()
                .text()
                .value();
    }

    /** The words of the audit rows with this action, oldest first. */
    public List<String> audited(String action) {
        return jdbi().withHandle(handle ->
                handle.createQuery(
                                "SELECT outcome FROM audit_event WHERE action = :action ORDER BY id")
                        .bind("action", action)
                        .mapTo(String.class)
                        .list());
    }

    @Override
    public void close() {
        app.stop();
        if (alone) {
            database.close();
        }
    }
}
