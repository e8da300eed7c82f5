package io.hookbridge.app.command.admin;

import io.hookbridge.access.Permission;
import io.hookbridge.app.Billing;
import io.hookbridge.app.Core;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.command.option.Options;
import io.hookbridge.app.config.BillingConfiguration;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Text;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.apikey.KeyText;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.project.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tenants. */
@Command(
        name = "tenant",
        description = "Tenants.",
        subcommands = AdminTenantDeleteCommand.class,
        mixinStandardHelpOptions = true)
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
        if (plan != null
                && configuration.billing().provider() != BillingConfiguration.Provider.BUILTIN) {
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

    @Command(
            name = "list",
            description = "List the tenants, the oldest first; prints JSON.",
            mixinStandardHelpOptions = true)
    int list(@Mixin ConfigurationFile file) {
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            List<Tenant> tenants = core.tenants.list();
            Map<TenantId, Allowance> allowances =
                    core.allowances.of(tenants.stream().map(Tenant::id).toList(), Mode.LIVE);
            CommandOutput.print(
                    Map.of(
                            "tenants",
                            tenants.stream()
                                    .map(tenant ->
                                            described(
                                                    tenant,
                                                    Objects.requireNonNull(
                                                            allowances.get(tenant.id()))))
                                    .toList()));
            return 0;
        }
    }

    @Command(
            name = "show",
            description =
                    "Show a tenant with its projects, its people and what there is of it; prints JSON. Counts"
                            + " messages one by one.",
            mixinStandardHelpOptions = true)
    int show(
            @Mixin ConfigurationFile file,
            @Option(names = "--tenant", required = true, description = "The tenant_id.")
                    String tenantId) {
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            Tenant tenant = Options.tenant(core, tenantId);
            Map<String, Object> result = described(core, tenant);
            result.put(
                    "projects",
                    core.projects.list(tenant.id()).stream()
                            .map(project ->
                                    Map.of(
                                            "project_id", project.id().toString(),
                                            "name", project.name(),
                                            "status", project.status().word()))
                            .toList());
            result.put(
                    "people",
                    core.users.list(tenant.id()).stream()
                            .map(AdminUserCommand::described)
                            .toList());
            result.put("counts", core.erasures.holdings(tenant.id()).counts());
            CommandOutput.print(result);
            return 0;
        }
    }

    @Command(
            name = "rename",
            description = "Give a tenant another name; prints JSON.",
            mixinStandardHelpOptions = true)
    int rename(
            @Mixin ConfigurationFile file,
            @Option(names = "--tenant", required = true, description = "The tenant_id.")
                    String tenantId,
            @Option(
                            names = "--name",
                            required = true,
                            description = "The new name, 1 to 255 characters.")
                    String name) {
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            Tenant tenant = Options.standingTenant(core, tenantId);
            try {
                core.tenants.rename(tenant.id(), name, CommandOutput.OPERATOR);
            } catch (IllegalArgumentException badName) {
                throw new StartFailure(String.valueOf(badName.getMessage()));
            }
            CommandOutput.print(described(core, Options.tenant(core, tenantId)));
            return 0;
        }
    }

    @Command(
            name = "suspend",
            description =
                    "Stop a tenant on every node within a second: its keys get 403, its people are kept out,"
                            + " nothing is delivered, and what was accepted waits. Prints JSON.",
            mixinStandardHelpOptions = true)
    int suspend(
            @Mixin ConfigurationFile file,
            @Option(names = "--tenant", required = true, description = "The tenant_id.")
                    String tenantId,
            @Option(
                            names = "--reason",
                            description =
                                    "For the audit, at most 500 characters; without names of people.")
                    @Nullable String reason) {
        if (reason != null && Text.length(reason) > AuditEvent.MAX_DETAIL) {
            throw new StartFailure(
                    "--reason must have at most " + AuditEvent.MAX_DETAIL + " characters");
        }
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            Tenant tenant = Options.standingTenant(core, tenantId);
            core.tenants.suspend(tenant.id(), reason, CommandOutput.OPERATOR, null);
            CommandOutput.print(described(core, Options.tenant(core, tenantId)));
            return 0;
        }
    }

    @Command(
            name = "resume",
            description =
                    "Let a suspended tenant go on; what has fallen due meanwhile is delivered. Prints JSON.",
            mixinStandardHelpOptions = true)
    int resume(
            @Mixin ConfigurationFile file,
            @Option(names = "--tenant", required = true, description = "The tenant_id.")
                    String tenantId) {
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            Tenant tenant = Options.standingTenant(core, tenantId);
            core.tenants.resume(tenant.id(), CommandOutput.OPERATOR, null);
            CommandOutput.print(described(core, Options.tenant(core, tenantId)));
            return 0;
        }
    }

    private static Map<String, Object> described(Core core, Tenant tenant) {
        return described(tenant, core.allowances.of(tenant.id(), Mode.LIVE));
    }

    private static Map<String, Object> described(Tenant tenant, Allowance allowance) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("tenant_id", tenant.id().toString());
        described.put("name", tenant.name());
        described.put("status", tenant.status().word());
        described.put("plan", allowance.plan().name());
        described.put("created_at", tenant.createdAt().toString());
        return described;
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
                project.environment(key.mode()),
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
