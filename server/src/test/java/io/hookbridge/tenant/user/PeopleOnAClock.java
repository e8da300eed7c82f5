package io.hookbridge.tenant.user;

import io.hookbridge.access.Actor;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.base.Uuid7;
import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.retry.RetryLimits;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.TenantLimits;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The people of a tenant on a database of their own, with a clock that stands until it is moved.
 */
final class PeopleOnAClock implements AutoCloseable {

    static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "test");
    static final EmailAddress ADA = new EmailAddress("Ada@Example.com");
    static final Password PASSWORD = new Password("FAKE correct horse battery");
    static final Browser BROWSER =
            new Browser(address("192.0.2.7"), "Mozilla/5.0 (X11; Linux) Firefox/150");

    private static final Instant START = Instant.parse("2026-11-22T10:15:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final KnownBrowsers browsers = new KnownBrowsers(secrets());

    final InstantSource clock = now::get;
    final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    final Uuid7 ids = new Uuid7(clock);
    final Users users = new Users(jdbi, ids, clock);
    final PasswordLinks links = new PasswordLinks(jdbi, ids, clock);
    final Sessions sessions = new Sessions(jdbi, ids, clock);
    final Projects projects =
            new Projects(
                    jdbi,
                    RetryPolicy.DEFAULT,
                    ids,
                    clock,
                    (_, _) ->
                            new TenantLimits(
                                    100, 6000, 6000, new RetryLimits(7, 30, "pro"), "pro"));

    /** With limits that no test of other things comes to. */
    final SignIns signIns =
            signIns(
                    new SignInLimits(
                            new TokenBuckets<>(1000, 1, () -> 0),
                            new TokenBuckets<>(1000, 1, () -> 0),
                            new TokenBuckets<>(1000, 1, () -> 0),
                            new TokenBuckets<>(1000, 1, () -> 0)));

    /** With the limits of the server, on the same clock. */
    final SignIns limited =
            signIns(
                    SignInLimits.standard(
                            () -> Duration.between(START, clock.instant()).toNanos()));

    final TenantId tenant = new Tenants(jdbi, ids, clock).create("Acme", OPERATOR).id();
    final User ada = users.create(tenant, ADA, UserRole.OWNER, OPERATOR, null).orElseThrow();

    private SignIns signIns(SignInLimits limits) {
        return new SignIns(jdbi, QuickHashing.start(), limits, browsers, ids, clock);
    }

    private static SecretBox secrets() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "people");
            return SecretBox.open(folder.resolve("secret.key"), true);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    void later(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    SecretToken link() {
        return links.make(ada, PasswordLinks.LIFE, OPERATOR, null).orElseThrow().token();
    }

    /** Ada has chosen her password; the cookie of the session she did it in. */
    SecretToken chosen() {
        return cookie(signIns.byLink(link(), PASSWORD, attempt()));
    }

    SignInOutcome signIn(String password) {
        return signIns.byPassword(ADA, new Password(password), attempt());
    }

    SecretToken signIn() {
        return cookie(signIn(PASSWORD.text()));
    }

    static SecretToken cookie(SignInOutcome outcome) {
        return ((SignInOutcome.SignedIn) outcome).cookie();
    }

    static SignIns.Attempt attempt() {
        return new SignIns.Attempt(BROWSER, Optional.empty(), Optional.empty(), "req_test");
    }

    Session session(SecretToken cookie) {
        return sessions.find(cookie).orElseThrow();
    }

    List<String> audited() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT action || ' by ' || actor_kind FROM audit_event ORDER BY id")
                        .mapTo(String.class)
                        .list());
    }

    @Override
    public void close() {
        database.close();
    }
}
