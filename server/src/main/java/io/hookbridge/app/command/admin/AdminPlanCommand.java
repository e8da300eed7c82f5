package io.hookbridge.app.command.admin;

import io.hookbridge.app.Billing;
import io.hookbridge.app.Core;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.command.option.Options;
import io.hookbridge.app.config.BillingConfiguration.Provider;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.tenant.Tenant;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;

/** Plans of the built-in billing provider. */
@Command(
        name = "plan",
        description = "Plans of the built-in billing provider.",
        mixinStandardHelpOptions = true)
final class AdminPlanCommand {

    @Command(
            name = "set",
            description = "Give a tenant a monthly plan, from now on.",
            mixinStandardHelpOptions = true)
    int set(
            @Mixin ConfigurationFile file,
            @Option(names = "--tenant", required = true, description = "The tenant_id.")
                    String tenantId,
            @Option(names = "--plan", required = true, description = "The plan, such as pro.")
                    String plan) {
        Configuration configuration = file.read(Profile.DEVELOPMENT);
        if (configuration.billing().provider() != Provider.BUILTIN) {
            throw new StartFailure("plans are Stripe's where Stripe does the billing");
        }
        try (Core core = Core.forCommand(configuration)) {
            Tenant tenant = Options.standingTenant(core, tenantId);
            Options.requirePlan(core.plans, plan);
            Billing.subscribe(
                    Billing.builtinSubscriptions(core), tenant.id(), plan, CommandOutput.OPERATOR);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("tenant_id", tenant.id().toString());
            result.put("plan", plan);
            CommandOutput.print(result);
            return 0;
        }
    }
}
