package io.hookbridge.app.command.admin;

import io.hookbridge.access.Permission;
import io.hookbridge.app.Core;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.command.option.Options;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.Text;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.apikey.ApiKey;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.apikey.KeyText;
import io.hookbridge.tenant.project.Project;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** API keys. */
@Command(name = "key", description = "API keys.", mixinStandardHelpOptions = true)
final class AdminKeyCommand {

    @Command(
            name = "create",
            description =
                    "Create an API key of a project; prints key_id and api_key as JSON. The key is shown only here.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin ConfigurationFile file,
            @Option(names = "--tenant", required = true, description = "The tenant_id.")
                    String tenantId,
            @Option(
                            names = "--project",
                            description =
                                    "The project_id; may be left out when the tenant has only one.")
                    @Nullable String projectId,
            @Option(
                            names = "--mode",
                            defaultValue = "live",
                            description = "live (default) or test.")
                    String mode,
            @Option(names = "--label", description = "A name for lists, at most 255 characters.")
                    @Nullable String label,
            @Option(
                            names = "--permissions",
                            split = ",",
                            description =
                                    "Some of send, read, manage, billing, separated by commas; all without it.")
                    String @Nullable [] permissions) {
        Mode keyMode = Options.mode(mode);
        Set<Permission> granted = permissions(permissions);
        if (label != null && Text.length(label) > 255) {
            throw new StartFailure("--label must have at most 255 characters");
        }
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            Tenant tenant = Options.standingTenant(core, tenantId);
            Project project = project(core, tenant, projectId);
            ApiKeys.Created created =
                    core.apiKeys
                            .create(
                                    project.environment(keyMode),
                                    KeyText.random(keyMode),
                                    label,
                                    granted,
                                    CommandOutput.OPERATOR,
                                    null)
                            .orElseThrow(() ->
                                    new StartFailure(
                                            "the project has as many API keys as it can have; delete one"
                                                    + " first"));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("key_id", created.key().id().toString());
            result.put("api_key", created.text().value());
            CommandOutput.print(result);
            return 0;
        }
    }

    @Command(
            name = "list",
            description =
                    "List the API keys that work, of a tenant or of one of its projects; prints JSON, without the keys"
                            + " themselves.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ConfigurationFile file,
            @Option(names = "--tenant", required = true, description = "The tenant_id.")
                    String tenantId,
            @Option(names = "--project", description = "The project_id; all projects without it.")
                    @Nullable String projectId) {
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            Tenant tenant = Options.tenant(core, tenantId);
            List<Project> projects =
                    projectId == null
                            ? core.projects.list(tenant.id())
                            : List.of(project(core, tenant, projectId));
            CommandOutput.print(
                    Map.of(
                            "keys",
                            core.apiKeys.list(projects.stream().map(Project::id).toList()).stream()
                                    .map(AdminKeyCommand::described)
                                    .toList()));
            return 0;
        }
    }

    private static Map<String, Object> described(ApiKey key) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("key_id", key.id().toString());
        described.put("project_id", key.environment().project().toString());
        described.put("prefix", key.prefix());
        described.put("label", key.label());
        described.put("mode", key.mode().word());
        described.put(
                "permissions", key.permissions().stream().sorted().map(Permission::word).toList());
        described.put("created_at", key.createdAt());
        described.put("last_used_at", key.lastUsedAt());
        return described;
    }

    @Command(
            name = "delete",
            description = "Delete an API key; it stops working within a second.",
            mixinStandardHelpOptions = true)
    int delete(
            @Mixin ConfigurationFile file,
            @Option(names = "--tenant", required = true, description = "The tenant_id.")
                    String tenantId,
            @Option(names = "--key", required = true, description = "The key_id, key_…")
                    String keyId) {
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            Tenant tenant = Options.tenant(core, tenantId);
            boolean deleted =
                    ApiKeyId.parse(keyId)
                            .map(id ->
                                    core.projects.list(tenant.id()).stream()
                                            .anyMatch(project ->
                                                    core.apiKeys.delete(
                                                                    tenant.id(),
                                                                    project.id(),
                                                                    id,
                                                                    Mode.LIVE,
                                                                    CommandOutput.OPERATOR,
                                                                    null)
                                                            == ApiKeys.Deletion.DELETED))
                            .orElse(false);
            if (!deleted) {
                throw new StartFailure("the tenant has no such API key");
            }
            CommandOutput.print(Map.of("deleted", true));
            return 0;
        }
    }

    private static Set<Permission> permissions(String @Nullable [] words) {
        if (words == null) {
            return EnumSet.allOf(Permission.class);
        }
        Set<Permission> granted = EnumSet.noneOf(Permission.class);
        for (String word : words) {
            granted.add(
                    Permission.of(word)
                            .orElseThrow(() ->
                                    new StartFailure(
                                            "--permissions may hold send, read, manage and billing,"
                                                    + " separated by commas")));
        }
        return granted;
    }

    private static Project project(Core core, Tenant tenant, @Nullable String projectId) {
        if (projectId != null) {
            return ProjectId.parse(projectId)
                    .flatMap(id -> core.projects.find(tenant.id(), id))
                    .orElseThrow(() -> new StartFailure("the tenant has no such project"));
        }
        var projects = core.projects.list(tenant.id());
        if (projects.size() != 1) {
            throw new StartFailure(
                    "the tenant has " + projects.size() + " projects, name one with --project");
        }
        return projects.getFirst();
    }
}
