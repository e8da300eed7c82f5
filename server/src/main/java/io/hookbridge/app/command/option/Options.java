package io.hookbridge.app.command.option;

import io.hookbridge.app.Core;
import io.hookbridge.app.config.BillingConfiguration.Provider;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.tenant.Tenant;

import java.util.stream.Collectors;

/** Reads what was typed after an option, with a sentence for what does not fit. */
public final class Options {

    private Options() {}

    public static Mode mode(String word) {
        return Mode.of(word).orElseThrow(() -> new StartFailure("--mode must be live or test"));
    }

    public static void requireStripe(Configuration configuration) {
        if (configuration.billing().provider() != Provider.STRIPE) {
            throw new StartFailure(
                    "no Stripe key is configured: set HOOKBRIDGE_STRIPE_TEST_SECRET_KEY or"
                            + " HOOKBRIDGE_STRIPE_LIVE_SECRET_KEY");
        }
    }

    public static Tenant tenant(Core core, String id) {
        return TenantId.parse(id).flatMap(core.tenants::find).orElseThrow(Options::noSuchTenant);
    }

    public static StartFailure noSuchTenant() {
        return new StartFailure(
                "--tenant must be the tenant_id of an existing tenant: tenant_ and 32 hexadecimal"
                        + " digits");
    }

    /** Perhaps of a tenant that is gone. */
    public static TenantId tenantId(String id) {
        return TenantId.parse(id)
                .orElseThrow(() ->
                        new StartFailure(
                                "--tenant must be a tenant_id: tenant_ and 32 hexadecimal digits"));
    }

    /** The tenant, but not one that is being erased, which nothing can be done with any more. */
    public static Tenant standingTenant(Core core, String id) {
        Tenant tenant = tenant(core, id);
        if (tenant.status() == Tenant.Status.ERASING) {
            throw new StartFailure("the tenant is being erased, which cannot be taken back");
        }
        return tenant;
    }

    /** Any plan, also the free one, which is what a tenant without a subscription has. */
    public static void requirePlan(Plans plans, String name) {
        if (plans.all().stream().noneMatch(plan -> plan.name().equals(name))) {
            throw new StartFailure(
                    "--plan must be one of "
                            + plans.all().stream()
                                    .map(Plan::name)
                                    .collect(Collectors.joining(", ")));
        }
    }
}
