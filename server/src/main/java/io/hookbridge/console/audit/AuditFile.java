package io.hookbridge.console.audit;

import io.hookbridge.base.Csv;
import io.hookbridge.base.Mode;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditFilter;
import io.hookbridge.tenant.audit.AuditLog;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes the newest audit events that fit as CSV. However many there are, and however few of them
 * fit, that takes a bounded number of looks into the log.
 */
final class AuditFile {

    private static final int IN_A_LOOK = 1_000;

    /** So a file has at most 20,000 events; that many take about a second. */
    static final int MOST_LOOKS = 20;

    private final AuditLog log;
    private final Function<List<AuditEvent>, Names> names;

    /**
     * @param names finds those whom events name
     */
    AuditFile(AuditLog log, Function<List<AuditEvent>, Names> names) {
        this.log = log;
        this.names = names;
    }

    byte[] of(AuditFilter filter) {
        StringBuilder lines =
                new StringBuilder(
                        Csv.line(
                                "created_at",
                                "actor_kind",
                                "actor_id",
                                "actor",
                                "address",
                                "action",
                                "target_id",
                                "target",
                                "environment",
                                "outcome",
                                "detail",
                                "request_id"));
        @Nullable UUID after = null;
        int looks = 0;
        do {
            AuditLog.Page page = log.page(filter, after, IN_A_LOOK);
            Names known = names.apply(page.events());
            page.events().forEach(event -> lines.append(line(event, known)));
            after = page.next();
            looks++;
        } while (after != null && looks < MOST_LOOKS);
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(AuditEvent event, Names names) {
        Mode mode = event.scope().mode();
        return Csv.line(
                event.at(),
                event.actor().kind().word(),
                event.actor().id(),
                names.of(event.actor().id()),
                event.actor().address(),
                event.action(),
                event.subject(),
                names.of(event.subject()),
                mode == null ? null : mode.word(),
                event.outcome(),
                event.detail(),
                event.requestId());
    }
}
