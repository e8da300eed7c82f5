package io.hookbridge.tenant.user;

import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.http.Actor;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.project.ProjectLimit;
import io.hookbridge.tenant.project.Projects;

import org.jdbi.v3.core.Jdbi;

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
    static final Browser BROWSER = new Browser("192.0.2.7", "Mozilla/5.0 (X11; Linux) Firefox/150");

    private final TestDatabase database = TestDatabase.create();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-22T10:15:00Z"));

    final InstantSource clock = now::get;
    final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    final Uuid7 ids = new Uuid7(clock);
    final Users users = new Users(jdbi, ids, clock);
    final PasswordLinks links = new PasswordLinks(jdbi, ids, clock);
    final Sessions sessions = new Sessions(jdbi, ids, clock);
    final Projects projects = new Projects(jdbi, ids, clock, _ -> new ProjectLimit(100, "pro"));
    final SignIns signIns = signIns(1000, 1000);
    final TenantId tenant = new Tenants(jdbi, ids, clock).create("Acme", OPERATOR).id();
    final User ada = users.create(tenant, ADA, UserRole.OWNER, OPERATOR).orElseThrow();

    /** Sign-ins on a clock of attempts that stands still. */
    SignIns signIns(int byAddress, int byAccount) {
        return new SignIns(
                jdbi,
                new PasswordHashing(64, 1, Duration.ofMinutes(1)),
                new SignIns.Limits(
                        new TokenBuckets<>(byAddress, 1, () -> 0),
                        new TokenBuckets<>(byAccount, 1, () -> 0)),
                ids,
                clock);
    }

    void later(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    SecretToken link() {
        return links.make(ada, PasswordLinks.LIFE, OPERATOR).orElseThrow().token();
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
        return new SignIns.Attempt(BROWSER, Optional.empty(), "req_test");
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
