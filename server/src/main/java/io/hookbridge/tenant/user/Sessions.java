package io.hookbridge.tenant.user;

import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.SecretToken;
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
import java.util.List;
import java.util.Optional;

/** Knows the browsers that are signed in, and ends that. */
public final class Sessions {

    /** A session ends when it was not used for so long. */
    public static final Duration IDLE = Duration.ofHours(12);

    /** And so long after its start in any case. */
    public static final Duration LONGEST = Duration.ofDays(30);

    /** The use of a session is written down at most so often. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final SessionStore store;
    private final Uuid7 ids;
    private final InstantSource clock;

    public Sessions(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.store = new SessionStore(jdbi);
        this.ids = ids;
        this.clock = clock;
    }

    /** The session of the browser that sent this cookie, unless it has ended; this is a use. */
    public Optional<Session> find(SecretToken cookie) {
        Instant now = clock.instant();
        Optional<Session> session = store.find(cookie.hash(), alive(now));
        session.filter(found -> !found.lastSeenAt().isAfter(now.minus(NOTED)))
                .ifPresent(found -> store.seen(found.id(), now, now.minus(NOTED)));
        return session;
    }

    /** Where the person of {@code session} is signed in, last used first. */
    public List<Session> list(Session session) {
        return store.list(session.user().id(), alive(clock.instant()));
    }

    /**
     * What the pages of this session are about from now on.
     *
     * @param project one of the tenant's, or null for the first one
     */
    public void select(Session session, @Nullable ProjectId project, Mode mode) {
        store.select(session.id(), project, mode);
    }

    /**
     * Whether the person had such a session; it has ended, here and on every other node.
     *
     * @param address where the request came from, as below
     */
    public boolean end(Session session, SessionId id, IpAddress address, String requestId) {
        return jdbi.inTransaction(handle -> {
            boolean ended = SessionStore.delete(handle, session.user().id(), id);
            if (ended) {
                audit(handle, session, "session.ended", id.toString(), address, requestId);
            }
            return ended;
        });
    }

    /**
     * Signs the person of {@code session} out of every browser, this one included.
     *
     * @return how many sessions ended
     */
    public int endAll(Session session, IpAddress address, String requestId) {
        return jdbi.inTransaction(handle -> {
            int ended = SessionStore.deleteAll(handle, session.user().id(), null);
            audit(
                    handle,
                    session,
                    "session.all_ended",
                    session.user().id().toString(),
                    address,
                    requestId);
            return ended;
        });
    }

    /**
     * Deletes sessions that have ended by themselves. To be called now and then; several nodes may.
     *
     * @return how many
     */
    public int forgetEnded() {
        return store.deleteDead(alive(clock.instant()));
    }

    private static SessionStore.Alive alive(Instant now) {
        return new SessionStore.Alive(now.minus(IDLE), now.minus(LONGEST));
    }

    private void audit(
            Handle handle,
            Session session,
            String action,
            String subject,
            IpAddress address,
            String requestId) {
        AuditStore.insert(
                handle,
                new AuditEvent(
                        ids.next(),
                        AuditScope.of(session.user().tenant()),
                        clock.instant(),
                        session.user().actor().from(address),
                        action,
                        subject,
                        "done",
                        requestId));
    }
}
