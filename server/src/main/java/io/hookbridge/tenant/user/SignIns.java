package io.hookbridge.tenant.user;

import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.base.Uuid7;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Signs people in, by password or by link, and changes passwords.
 *
 * <p>Attempts are limited for each address they come from and for each account they are made on,
 * existing or not, before anything is hashed.
 */
public final class SignIns {

    private final Jdbi jdbi;
    private final UserStore users;
    private final LinkStore links;
    private final PasswordHashing hashing;
    private final Limits limits;
    private final Uuid7 ids;
    private final InstantSource clock;

    /**
     * How often may be tried.
     *
     * @param byAddress keyed by IP address
     * @param byAccount keyed by email address in lower case
     */
    public record Limits(TokenBuckets<String> byAddress, TokenBuckets<String> byAccount) {

        /** As the server has them: 20 at once from an address, 10 on an account. */
        public static Limits standard() {
            return new Limits(
                    new TokenBuckets<>(20, 10, System::nanoTime),
                    new TokenBuckets<>(10, 2, System::nanoTime));
        }

        /** Zero if one more attempt may be made, else how long to wait. */
        private Duration take(String address, EmailAddress account) {
            Duration wait = byAddress.take(address);
            return wait.isZero() ? byAccount.take(account.key()) : wait;
        }
    }

    public SignIns(
            Jdbi jdbi, PasswordHashing hashing, Limits limits, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.users = new UserStore(jdbi);
        this.links = new LinkStore(jdbi);
        this.hashing = hashing;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What belongs to one attempt.
     *
     * @param replaced the cookie the browser had; its session ends when the new one begins
     */
    public record Attempt(Browser browser, Optional<SecretToken> replaced, String requestId) {}

    public SignInOutcome byPassword(EmailAddress email, Password password, Attempt attempt) {
        Duration wait = limits.take(attempt.browser().address(), email);
        if (!wait.isZero()) {
            return new SignInOutcome.TooMany(wait);
        }
        Optional<UserStore.Credentials> known = users.find(email);
        String hash = known.map(UserStore.Credentials::hash).orElse(null);
        if (!hashing.matches(password, hash) || hash == null) {
            return new SignInOutcome.Refused();
        }
        User user = known.orElseThrow().user();
        if (user.standing() != User.Standing.GOOD) {
            return new SignInOutcome.Barred(user.standing());
        }
        return jdbi.inTransaction(handle ->
                UserStore.signIn(handle, user.id(), hash, clock.instant())
                        ? begin(handle, user, attempt)
                        : new SignInOutcome.Refused());
    }

    /**
     * Uses a link up: its person has this password from now on, is signed in here, and nowhere
     * else.
     *
     * @param password one without an objection
     */
    public SignInOutcome byLink(SecretToken link, Password password, Attempt attempt) {
        Optional<User> found = links.find(link.hash(), clock.instant());
        if (found.isEmpty()) {
            return new SignInOutcome.Refused();
        }
        User user = found.get();
        if (user.standing() != User.Standing.GOOD) {
            return new SignInOutcome.Barred(user.standing());
        }
        String hash = hashing.hash(password);
        return jdbi.inTransaction(handle -> {
            Instant now = clock.instant();
            if (!UserStore.lockEnabled(handle, user.id())
                    || !LinkStore.use(handle, link.hash(), now)) {
                return new SignInOutcome.Refused();
            }
            setPassword(handle, user, hash, null, attempt.requestId());
            return begin(handle, user, attempt);
        });
    }

    /** What came of an attempt to change a password. */
    public sealed interface Change {
        record Done() implements Change {}

        record WrongPassword() implements Change {}

        record TooMany(Duration delay) implements Change {}
    }

    /**
     * Changes the password of the person of {@code session}, who is signed out everywhere else.
     *
     * @param replacement one without an objection
     */
    public Change change(
            Session session,
            Password current,
            Password replacement,
            Browser browser,
            String requestId) {
        User user = session.user();
        Duration wait = limits.take(browser.address(), user.email());
        if (!wait.isZero()) {
            return new Change.TooMany(wait);
        }
        String known = users.passwordHash(user.id()).orElse(null);
        if (!hashing.matches(current, known) || known == null) {
            return new Change.WrongPassword();
        }
        String hash = hashing.hash(replacement);
        return jdbi.inTransaction(handle -> {
            if (!UserStore.signIn(handle, user.id(), known, clock.instant())) {
                return new Change.WrongPassword();
            }
            setPassword(handle, user, hash, session.id(), requestId);
            return new Change.Done();
        });
    }

    private void setPassword(
            Handle handle, User user, String hash, @Nullable SessionId kept, String requestId) {
        UserStore.setPassword(handle, user.id(), hash, clock.instant());
        LinkStore.forget(handle, user.id());
        SessionStore.deleteAll(handle, user.id(), kept);
        AuditStore.insert(handle, audit(user, "user.password_set", requestId));
    }

    private SignInOutcome begin(Handle handle, User user, Attempt attempt) {
        SecretToken cookie = SecretToken.random();
        attempt.replaced().ifPresent(old -> SessionStore.delete(handle, old.hash()));
        SessionStore.insert(
                handle,
                cookie.hash(),
                new SessionId(ids.next()),
                user,
                attempt.browser(),
                clock.instant());
        AuditStore.insert(handle, audit(user, "user.signed_in", attempt.requestId()));
        return new SignInOutcome.SignedIn(cookie);
    }

    private AuditEvent audit(User user, String action, String requestId) {
        return new AuditEvent(
                ids.next(),
                user.tenant(),
                clock.instant(),
                user.actor(),
                action,
                user.id().toString(),
                "done",
                requestId);
    }
}
