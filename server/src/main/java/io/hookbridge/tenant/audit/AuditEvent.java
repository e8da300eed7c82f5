package io.hookbridge.tenant.audit;

import io.hookbridge.access.Actor;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Something that somebody did or asked for. Holds identifiers only: never a key, a token or a URL
 * that grants access.
 *
 * @param id version 7, so that rows lie in the order of time
 * @param action noun and verb, such as {@code api_key.deleted}
 * @param subject the identifier of what it was done to
 * @param outcome one word, {@code done} or why not
 * @param requestId null for what no request asked for
 * @param detail one more fact that matters for this action, such as the origin a portal returns to;
 *     null for none
 */
public record AuditEvent(
        UUID id,
        AuditScope scope,
        Instant at,
        Actor actor,
        String action,
        String subject,
        String outcome,
        @Nullable String requestId,
        @Nullable String detail) {

    /** The most characters of a detail. */
    public static final int MAX_DETAIL = 500;

    /** An event without a detail. */
    public AuditEvent(
            UUID id,
            AuditScope scope,
            Instant at,
            Actor actor,
            String action,
            String subject,
            String outcome,
            @Nullable String requestId) {
        this(id, scope, at, actor, action, subject, outcome, requestId, null);
    }

    /** The members of an event in JSON; what is not known is left out. */
    public Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id.toString());
        view.put("created_at", at);
        if (scope.mode() != null) {
            view.put("environment", scope.mode().word());
        }
        Map<String, Object> who = new LinkedHashMap<>();
        who.put("kind", actor.kind().word());
        who.put("id", actor.id());
        if (actor.address() != null) {
            who.put("address", actor.address().toString());
        }
        view.put("actor", who);
        view.put("action", action);
        view.put("target", subject);
        view.put("outcome", outcome);
        if (requestId != null) {
            view.put("request_id", requestId);
        }
        if (detail != null) {
            view.put("detail", detail);
        }
        return view;
    }
}
