package io.hookbridge.tenant.user;

import io.hookbridge.base.SecretBox;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
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
 * <p>Attempts are limited before anything is hashed, as {@link SignInLimits} has it. Whoever is
 * signed in changes the password within a limit of that session: strangers have no part in it.
 */
public final class SignIns {

    private final Jdbi jdbi;
    private final UserStore users;
    private final LinkStore links;
    private final PasswordHashing hashing;
    private final SignInLimits limits;
    private final KnownBrowsers browsers;
    private final Uuid7 ids;
    private final InstantSource clock;

    public SignIns(
            Jdbi jdbi,
            PasswordHashing hashing,
            SecretBox secrets,
            Ticker ticker,
            Uuid7 ids,
            InstantSource clock) {
        this(jdbi, hashing, SignInLimits.standard(ticker), new KnownBrowsers(secrets), ids, clock);
    }

    SignIns(
            Jdbi jdbi,
            PasswordHashing hashing,
            SignInLimits limits,
            KnownBrowsers browsers,
            Uuid7 ids,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.users = new UserStore(jdbi);
        this.links = new LinkStore(jdbi);
        this.hashing = hashing;
        this.limits = limits;
        this.browsers = browsers;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What belongs to one attempt.
     *
     * @param replaced the cookie the browser had; its session ends when the new one begins
     * @param mark what the browser keeps of an earlier sign-in of the same person
     */
    public record Attempt(
            Browser browser,
            Optional<SecretToken> replaced,
            Optional<String> mark,
            String requestId) {}

    public SignInOutcome byPassword(EmailAddress email, Password password, Attempt attempt) {
        Optional<SignInLimits.Tries> known = triesOfKnownBrowser(email, attempt);
        SignInLimits.Tries tries =
                known.orElseGet(() -> limits.ofStranger(attempt.browser().address(), email));
        Duration wait = tries.take();
        if (!wait.isZero()) {
            return new SignInOutcome.TooMany(wait);
        }
        Optional<UserStore.Credentials> account = users.find(email);
        String hash = account.map(UserStore.Credentials::hash).orElse(null);
        PasswordHashing.Queue queue =
                known.isPresent() ? PasswordHashing.Queue.KNOWN : PasswordHashing.Queue.STRANGERS;
        if (!hashing.matches(password, hash, queue) || hash == null) {
            return new SignInOutcome.Refused();
        }
        tries.succeeded();
        User user = account.orElseThrow().user();
        if (user.standing() != User.Standing.GOOD) {
            return new SignInOutcome.Barred(user.standing());
        }
        return jdbi.inTransaction(handle ->
                UserStore.signIn(handle, user.id(), hash, clock.instant())
                        ? begin(handle, user, hash, attempt)
                        : new SignInOutcome.Refused());
    }

    private Optional<SignInLimits.Tries> triesOfKnownBrowser(EmailAddress email, Attempt attempt) {
        return attempt.mark()
                .flatMap(mark -> browsers.read(mark, email))
                .filter(browser ->
                        users.find(email)
                                .map(UserStore.Credentials::hash)
                                .filter(browser::isOf)
                                .isPresent())
                .map(browser -> limits.ofBrowser(browser.name()));
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
            setPassword(handle, user, hash, null, attempt.browser().address(), attempt.requestId());
            return begin(handle, user, hash, attempt);
        });
    }

    /** What came of an attempt to change a password. */
    public sealed interface Change {
        /**
         * @param mark for the browser to keep, in the place of the one before
         */
        record Done(String mark) implements Change {}

        record WrongPassword() implements Change {}

        record TooMany(Duration delay) implements Change {}
    }

    /**
     * Changes the password of the person of {@code session}, who is signed out everywhere else.
     *
     * @param replacement one without an objection
     * @param address where the request came from
     */
    public Change change(
            Session session,
            Password current,
            Password replacement,
            IpAddress address,
            String requestId) {
        User user = session.user();
        Duration wait = limits.ofBrowser(session.id().toString()).take();
        if (!wait.isZero()) {
            return new Change.TooMany(wait);
        }
        String known = users.passwordHash(user.id()).orElse(null);
        if (!hashing.matches(current, known, PasswordHashing.Queue.KNOWN) || known == null) {
            return new Change.WrongPassword();
        }
        String hash = hashing.hash(replacement);
        return jdbi.inTransaction(handle -> {
            if (!UserStore.signIn(handle, user.id(), known, clock.instant())) {
                return new Change.WrongPassword();
            }
            setPassword(handle, user, hash, session.id(), address, requestId);
            return new Change.Done(browsers.mark(user.email(), hash));
        });
    }

    private void setPassword(
            Handle handle,
            User user,
            String hash,
            @Nullable SessionId kept,
            IpAddress address,
            String requestId) {
        UserStore.setPassword(handle, user.id(), hash, clock.instant());
        LinkStore.forget(handle, user.id());
        SessionStore.deleteAll(handle, user.id(), kept);
        AuditStore.insert(handle, audit(user, address, "user.password_set", requestId));
    }

    private SignInOutcome begin(Handle handle, User user, String hash, Attempt attempt) {
        SecretToken cookie = SecretToken.random();
        attempt.replaced().ifPresent(old -> SessionStore.delete(handle, old.hash()));
        SessionStore.insert(
                handle,
                cookie.hash(),
                new SessionId(ids.next()),
                user,
                attempt.browser(),
                clock.instant());
        AuditStore.insert(
                handle,
                audit(user, attempt.browser().address(), "user.signed_in", attempt.requestId()));
        return new SignInOutcome.SignedIn(cookie, browsers.mark(user.email(), hash));
    }

    private AuditEvent audit(User user, IpAddress address, String action, String requestId) {
        return new AuditEvent(
                ids.next(),
                AuditScope.of(user.tenant()),
                clock.instant(),
                user.actor().from(address),
                action,
                user.id().toString(),
                "done",
                requestId);
    }
}
