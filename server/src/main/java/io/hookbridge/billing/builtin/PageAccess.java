package io.hookbridge.billing.builtin;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Permission;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.tenant.actor.Makers;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Who may see the billing pages: makes portal links, opens these and checkout links once, and knows
 * the browsers it let in.
 */
public final class PageAccess implements AutoCloseable {

    /** How long a link can be opened. */
    public static final Duration LINK_LIFE = Duration.ofMinutes(5);

    /** How long a browser is let in, from the moment it opened the link. */
    public static final Duration SESSION_LIFE = Duration.ofHours(1);

    private static final int LARGEST_BATCH = 256;

    private final PageStore store;
    private final Makers makers;
    private final GroupCommit<AuditedToken> tokens;
    private final Uuid7 ids;
    private final InstantSource clock;

    /**
     * A link that is stored nowhere yet.
     *
     * @param id the name it is audited by
     * @param token the secret of it
     * @param commit stores it with its audit row
     */
    record Draft(PortalSessionId id, SecretToken token, PortalOutcome.Commit commit) {}

    /**
     * A link that was opened.
     *
     * @param cookie the secret for this browser alone
     * @param flow the one thing a portal link was made for, or null for the front page
     */
    public record Opened(SecretToken cookie, @Nullable PortalFlow flow) {}

    public PageAccess(
            Jdbi jdbi, Makers makers, Uuid7 ids, InstantSource clock, MeterRegistry meters) {
        this.store = new PageStore(jdbi);
        this.makers = makers;
        this.tokens =
                new GroupCommit<>(
                        "portal-links",
                        LARGEST_BATCH,
                        GroupCommit.Gathering.SHORT,
                        meters,
                        store::insert);
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes a link, and asks nobody. */
    Draft draftLink(Customer customer, String returnUrl, @Nullable PortalFlow flow, Actor maker) {
        SecretToken token = SecretToken.random();
        PageToken kept =
                new PageToken(
                        HexFormat.of().formatHex(token.hash()),
                        new PortalSessionId(ids.next()),
                        customer,
                        returnUrl,
                        flow,
                        null,
                        maker,
                        clock.instant().plus(LINK_LIFE));
        return new Draft(kept.id(), token, audit -> tokens.submit(new AuditedToken(kept, audit)));
    }

    /**
     * Opens a link; empty if it was opened before, is too old, was made for another entrance or by
     * somebody who has lost the access since, or never was one.
     */
    public Optional<Opened> open(Entrance entrance, SecretToken link, String requestId) {
        SecretToken cookie = SecretToken.random();
        Instant now = clock.instant();
        return store.open(
                        entrance,
                        link.hash(),
                        cookie.hash(),
                        now,
                        SESSION_LIFE,
                        this::stands,
                        session -> opened(entrance, session, now, requestId))
                .map(token -> new Opened(cookie, token.flow()));
    }

    private boolean stands(PageSession session) {
        return makers.isStillAuthorized(session.tenant(), session.maker(), Permission.BILLING);
    }

    private AuditEvent opened(
            Entrance entrance, PageSession session, Instant now, String requestId) {
        String name = session.auditName();
        String action =
                switch (entrance.kind()) {
                    case PORTAL -> "billing_portal.opened";
                    case CHECKOUT -> "checkout_session.opened";
                };
        return new AuditEvent(
                ids.next(),
                AuditScope.of(session.tenant(), session.customer().mode()),
                now,
                new Actor(Actor.Kind.PORTAL_PAGE, name),
                action,
                name,
                "done",
                requestId);
    }

    /**
     * The session of the browser that sent this cookie, unless it has expired, came by another
     * entrance, or whoever made its link has lost the access since.
     */
    public Optional<PageSession> session(Entrance entrance, SecretToken cookie) {
        return store.findSession(cookie.hash(), clock.instant())
                .filter(session -> session.entrance().equals(entrance))
                .filter(this::stands);
    }

    /**
     * Deletes links and sessions that have expired. To be called now and then; several nodes may.
     *
     * @return how many
     */
    public int forgetExpired() {
        return untilNone(store::deleteTokens) + untilNone(store::deleteSessions);
    }

    private int untilNone(ToIntFunction<Instant> delete) {
        Instant now = clock.instant();
        int total = 0;
        int deleted;
        do {
            deleted = delete.applyAsInt(now);
            total += deleted;
        } while (deleted > 0);
        return total;
    }

    /** Returns when every link that is being made is stored. */
    @Override
    public void close() {
        tokens.close();
    }
}
