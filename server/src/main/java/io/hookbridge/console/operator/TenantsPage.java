package io.hookbridge.console.operator;

import io.hookbridge.billing.plan.Plan;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.When;
import io.hookbridge.insight.installation.TenantUse;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * All tenants, the newest first.
 *
 * @param text what was looked for; empty for all
 * @param next the path of the next page, or null
 */
public record TenantsPage(Shell shell, String text, List<Row> rows, @Nullable String next) {

    static final String PATH = Section.OPERATOR.path();
    static final String TENANT = PATH + "/tenants/{tenant}";

    /**
     * A tenant in the list.
     *
     * @param state what stops it, or null
     * @param use of the limit of the running month
     */
    public record Row(
            String path,
            String name,
            String id,
            @Nullable String state,
            String plan,
            String use,
            boolean full,
            String projects,
            String people,
            String endpoints,
            When created) {

        static Row of(TenantUse tenant, Plan plan, Instant now, Phrases phrases) {
            long limit = plan.limits().messagesPerMonth();
            return new Row(
                    TENANT.replace("{tenant}", tenant.id().toString()),
                    tenant.name(),
                    tenant.id().toString(),
                    TenantsPage.state(tenant.status(), phrases),
                    plan.title(),
                    phrases.say("operator.tenant.use", tenant.messages(), limit),
                    tenant.messages() >= limit,
                    phrases.number(tenant.projects()),
                    phrases.number(tenant.people()),
                    phrases.number(tenant.endpoints()),
                    new When(tenant.createdAt(), now));
        }
    }

    private static @Nullable String state(String status, Phrases phrases) {
        return switch (status) {
            case "active" -> null;
            case "suspended" -> phrases.say("operator.tenant.suspended");
            default -> phrases.say("operator.tenant.erasing");
        };
    }

    public String path() {
        return PATH;
    }
}
