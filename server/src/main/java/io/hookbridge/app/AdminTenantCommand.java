package io.hookbridge.app;

import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.http.Permission;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.apikey.KeyText;
import io.hookbridge.tenant.project.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tenants. */
@Command(name = "tenant", description = "Tenants.", mixinStandardHelpOptions = true)
final class AdminTenantCommand {

    @Command(
            name = "create",
            description =
                    "Create a tenant with a project and an API key; prints tenant_id, project_id and api_key as JSON. The key"
                            + " is shown only here.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin ConfigurationFile file,
            @Option(
                            names = "--name",
                            required = true,
                            description = "The tenant's name, 1 to 255 characters.")
                    String name,
            @Option(
                            names = "--plan",
                            description =
                                    "A plan of the built-in billing provider, such as pro; free without it.")
                    @Nullable String plan,
            @Option(
                            names = "--mode",
                            defaultValue = "live",
                            description = "The mode of the API key, live (default) or test.")
                    String mode) {
        Configuration configuration = file.read(Profile.DEVELOPMENT);
        Mode keyMode = Options.mode(mode);
        if (plan != null && configuration.billing() != Configuration.Billing.BUILTIN) {
            throw new StartFailure(
                    "--plan is for the built-in billing provider; with Stripe, link a customer instead");
        }
        try (Core core = Core.forCommand(configuration)) {
            if (plan != null) {
                Options.requirePlan(core.plans, plan);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            core.storage
                    .database()
                    .atomically(() -> result.putAll(create(core, name, plan, keyMode)));
            CommandOutput.print(result);
            return 0;
        }
    }

    private static Map<String, Object> create(
            Core core, String name, @Nullable String plan, Mode keyMode) {
        Tenant tenant;
        try {
            tenant = core.tenants.create(name, CommandOutput.OPERATOR);
        } catch (IllegalArgumentException badName) {
            throw new StartFailure(String.valueOf(badName.getMessage()));
        }
        Project project = core.projects.createFirst(tenant.id(), CommandOutput.OPERATOR);
        KeyText key = KeyText.random(keyMode);
        core.apiKeys.create(
                tenant.id(),
                project.id(),
                key,
                "First key",
                EnumSet.allOf(Permission.class),
                CommandOutput.OPERATOR,
                null);
        if (plan != null && !plan.equals(Plans.FREE)) {
            Billing.subscribe(
                    Billing.builtinSubscriptions(core), tenant.id(), plan, CommandOutput.OPERATOR);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tenant_id", tenant.id().toString());
        result.put("project_id", project.id().toString());
        result.put("api_key", key.value());
        return result;
    }
}
