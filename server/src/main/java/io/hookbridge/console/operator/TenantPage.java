package io.hookbridge.console.operator;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

/**
 * One tenant.
 *
 * @param path of this page
 * @param plans its plan in live and in test
 * @param mayStop whether it can be suspended
 * @param mayGoOn whether it can be resumed
 * @param own whether the visitor belongs to it
 * @param reason what was typed
 * @param alert why nothing was changed, or null
 */
public record TenantPage(
        Shell shell,
        String path,
        TenantsPage.Row tenant,
        String plans,
        boolean mayStop,
        boolean mayGoOn,
        boolean own,
        String reason,
        @Nullable String alert) {

    public String back() {
        return TenantsPage.PATH;
    }

    public @Nullable String state() {
        return tenant.state();
    }

    public int longestReason() {
        return OperatorPages.LONGEST_REASON;
    }
}
