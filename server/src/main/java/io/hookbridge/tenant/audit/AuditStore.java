package io.hookbridge.tenant.audit;

import org.jdbi.v3.core.Handle;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Writes audit rows inside the caller's transaction, so that a change and its record stand or fall
 * together.
 */
public final class AuditStore {

    private AuditStore() {}

    public static void insert(Handle handle, AuditEvent event) {
        insert(handle, List.of(event));
    }

    /** All of {@code events} in one statement. */
    public static void insert(Handle handle, Collection<AuditEvent> events) {
        int count = events.size();
        UUID[] ids = new UUID[count];
        UUID[] tenants = new UUID[count];
        UUID[] environments = new UUID[count];
        String[] times = new String[count];
        String[][] words = new String[9][count];
        int row = 0;
        for (AuditEvent event : events) {
            ids[row] = event.id();
            AuditScope scope = event.scope();
            tenants[row] = scope.tenant() == null ? null : scope.tenant().value();
            environments[row] = scope.environment() == null ? null : scope.environment().value();
            times[row] = event.at().toString();
            words[0][row] = event.actor().kind().word();
            words[1][row] = event.actor().id();
            words[8][row] = Objects.toString(event.actor().address(), null);
            words[2][row] = event.action();
            words[3][row] = event.subject();
            words[4][row] = event.outcome();
            words[5][row] = event.requestId();
            words[6][row] = event.detail();
            // An environment tells its mode by itself.
            words[7][row] =
                    scope.mode() == null || scope.environment() != null
                            ? null
                            : scope.mode().word();
            row++;
        }
        handle.createUpdate(
                        """
                        INSERT INTO audit_event
                            (id, tenant_id, environment_id, at, actor_kind, actor_id, action, subject, outcome, request_id, detail,
                             mode, address)
                        SELECT * FROM unnest(
                            :ids::uuid[], :tenants::uuid[], :environments::uuid[], :times::timestamptz[], :kinds::text[],
                            :actors::text[], :actions::text[], :subjects::text[], :outcomes::text[], :requests::text[],
                            :details::text[], :modes::text[], :addresses::text[])
                        """)
                .bind("ids", ids)
                .bind("tenants", tenants)
                .bind("environments", environments)
                .bind("times", times)
                .bind("kinds", words[0])
                .bind("actors", words[1])
                .bind("actions", words[2])
                .bind("subjects", words[3])
                .bind("outcomes", words[4])
                .bind("requests", words[5])
                .bind("details", words[6])
                .bind("modes", words[7])
                .bind("addresses", words[8])
                .execute();
    }
}
