package io.hookbridge.app.command.admin;

import io.hookbridge.app.Core;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.command.option.Options;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Rfc3339;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditFilter;
import io.hookbridge.tenant.audit.AuditLog;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/** The record of who changed what. */
@Command(
        name = "audit",
        description = "Print who changed what, the newest first, as JSON objects, one a line.",
        mixinStandardHelpOptions = true)
final class AdminAuditCommand implements Callable<Integer> {

    private static final int MOST = 100_000;
    private static final int PAGE = 1000;

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Option(
            names = "--tenant",
            description =
                    "The tenant_id, perhaps of one that was erased, of which only that is left; the whole"
                            + " installation without it.")
    private @Nullable String tenant;

    @Option(names = "--action", description = "An action, such as api_key.created.")
    private @Nullable String action;

    @Option(
            names = "--actor",
            description = "The id of who did it: a key_id, a user_id, command-line, …")
    private @Nullable String actor;

    @Option(
            names = "--target",
            description = "The id of what it was done to: a key_id, a tenant_id, …")
    private @Nullable String target;

    @Option(
            names = "--since",
            description = "Then or later: a time such as 2026-01-31T08:00:00Z, or a date.")
    private @Nullable String since;

    @Option(names = "--until", description = "Before then.")
    private @Nullable String until;

    @Option(
            names = "--limit",
            defaultValue = "100",
            description = "How many at the most, 1 to 100000; 100 without it.")
    private int limit;

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw new StartFailure("--limit must be 1 to " + MOST);
        }
        AuditFilter filter =
                new AuditFilter(
                        tenant == null ? null : Options.tenantId(tenant),
                        null,
                        action,
                        actor,
                        target,
                        time("--since", since),
                        time("--until", until));
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            print(new AuditLog(core.storage.database().jdbi()), filter);
            return 0;
        }
    }

    private void print(AuditLog log, AuditFilter filter) {
        int left = limit;
        UUID after = null;
        do {
            AuditLog.Page page = log.page(filter, after, Math.min(left, PAGE));
            page.events().forEach(event -> CommandOutput.print(described(event)));
            left -= page.events().size();
            after = page.next();
        } while (left > 0 && after != null);
    }

    private static Map<String, Object> described(AuditEvent event) {
        Map<String, Object> described = new LinkedHashMap<>();
        if (event.scope().tenant() != null) {
            described.put("tenant_id", event.scope().tenant().toString());
        }
        described.putAll(event.view());
        return described;
    }

    private static @Nullable Instant time(String option, @Nullable String text) {
        return text == null
                ? null
                : Rfc3339.parse(text)
                        .orElseThrow(() ->
                                new StartFailure(
                                        option
                                                + " must be a time such as 2026-01-31T08:00:00Z, or a date"));
    }
}
