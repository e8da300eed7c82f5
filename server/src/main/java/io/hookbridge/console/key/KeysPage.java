package io.hookbridge.console.key;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Words;
import io.hookbridge.tenant.apikey.ApiKey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The API keys of a project in a mode, and the form for a new one.
 *
 * @param path of this page
 * @param project the name of the project
 * @param alert why no key was made, or null
 * @param label what was typed before; empty at first
 */
public record KeysPage(
        Shell shell,
        String path,
        String project,
        List<Row> keys,
        @Nullable String alert,
        String label,
        boolean test,
        List<Box> permissions) {

    /** A key in the list. */
    public record Row(
            String id,
            String label,
            String prefix,
            boolean live,
            String permissions,
            String created,
            String lastUsed) {

        static Row of(ApiKey key) {
            Instant used = key.lastUsedAt();
            return new Row(
                    key.id().toString(),
                    key.label() == null ? "Without a label" : key.label(),
                    key.prefix(),
                    key.mode() == Mode.LIVE,
                    words(key.permissions()),
                    Words.day(key.createdAt()),
                    used == null ? "Never used" : "Last used " + Words.moment(used));
        }
    }

    /** A permission to tick. */
    public record Box(String name, String title, String explanation, boolean ticked) {

        /**
         * @param live whether the key may become a live one
         */
        static Box of(Permission permission, boolean live, boolean ticked) {
            return new Box(
                    field(permission),
                    KeysPage.title(permission),
                    explanation(permission, live),
                    ticked);
        }

        private static String explanation(Permission permission, boolean live) {
            return switch (permission) {
                case SEND -> "Send webhooks";
                case READ -> "Look at everything in the project";
                case MANAGE ->
                        live
                                ? "Change projects, endpoints and API keys; with a test key, endpoints and test"
                                        + " API keys"
                                : "Change endpoints and test API keys";
                case BILLING -> "Open the customer portal and the checkout";
            };
        }
    }

    /** The name of a permission's box. */
    static String field(Permission permission) {
        return "permission_" + permission.word();
    }

    static String words(Set<Permission> permissions) {
        return permissions.size() == Permission.values().length
                ? "All permissions"
                : permissions.stream()
                        .sorted()
                        .map(KeysPage::title)
                        .collect(Collectors.joining(", "));
    }

    private static String title(Permission permission) {
        return switch (permission) {
            case SEND -> "Send";
            case READ -> "Read";
            case MANAGE -> "Manage";
            case BILLING -> "Billing";
        };
    }

    public int longestLabel() {
        return ApiKey.MAX_LABEL;
    }
}
