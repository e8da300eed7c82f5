package io.hookbridge.tenant.project;

import io.hookbridge.tenant.audit.AuditEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Says what is different about a project, for the audit. */
final class ProjectChange {

    /** In characters; a longer value is cut. */
    private static final int LONGEST = 100;

    private ProjectChange() {}

    /** Such as {@code name: Default → Shop; rate_limit_default: 1000 → 77}; null for nothing. */
    static @Nullable String between(Project before, Project after) {
        List<String> changes = new ArrayList<>();
        note(changes, "name", before.name(), after.name());
        note(changes, "rate_limit_default", before.rateLimitDefault(), after.rateLimitDefault());
        note(changes, "retry_policy", before.retries().stored(), after.retries().stored());
        String all = String.join("; ", changes);
        return all.isEmpty()
                ? null
                : all.substring(0, Math.min(all.length(), AuditEvent.MAX_DETAIL));
    }

    private static void note(
            List<String> changes, String name, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changes.add(name + ": " + shown(before) + " → " + shown(after));
        }
    }

    private static String shown(@Nullable Object value) {
        String text = value == null ? "none" : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
