package io.hookbridge.app;

import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.console.ConsoleRoutes;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.PasswordLinks;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** People who use the console. */
@Command(
        name = "user",
        description = "People who use the console.",
        mixinStandardHelpOptions = true)
final class AdminUserCommand {

    @Command(
            name = "create",
            description =
                    "Create a person of a tenant; prints JSON with a link to choose a password, which works once within 15"
                            + " minutes.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin ConfigurationFile file,
            @Option(names = "--tenant", required = true, description = "The tenant_id.")
                    String tenantId,
            @Option(
                            names = "--email",
                            required = true,
                            description =
                                    "The email address, which is also the name to sign in with.")
                    String email,
            @Option(
                            names = "--role",
                            defaultValue = "owner",
                            description =
                                    "owner (default), who may do everything, or member, who may do everything but"
                                            + " billing.")
                    String role) {
        EmailAddress address = address(email);
        UserRole userRole =
                UserRole.of(role)
                        .orElseThrow(() -> new StartFailure("--role must be owner or member"));
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            Tenant tenant = Options.tenant(core, tenantId);
            User user =
                    core.users
                            .create(tenant.id(), address, userRole, CommandOutput.OPERATOR)
                            .orElseThrow(() ->
                                    new StartFailure(
                                            "somebody has this email address already; see admin user list"));
            printWithLink(core, user);
            return 0;
        }
    }

    @Command(
            name = "reset",
            description =
                    "Make a new link for a person to choose a password; prints JSON. The old password works until the link"
                            + " is used.",
            mixinStandardHelpOptions = true)
    int reset(
            @Mixin ConfigurationFile file,
            @Option(names = "--email", required = true, description = "The email address.")
                    String email) {
        EmailAddress address = address(email);
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            User user =
                    core.users
                            .find(address)
                            .orElseThrow(() -> new StartFailure("nobody has this email address"));
            printWithLink(core, user);
            return 0;
        }
    }

    @Command(
            name = "list",
            description = "List people; prints JSON.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ConfigurationFile file,
            @Option(
                            names = "--tenant",
                            description =
                                    "The tenant_id; everybody of the installation without it.")
                    @Nullable String tenantId) {
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            Tenant tenant = tenantId == null ? null : Options.tenant(core, tenantId);
            CommandOutput.print(
                    Map.of(
                            "users",
                            core.users.list(tenant == null ? null : tenant.id()).stream()
                                    .map(AdminUserCommand::described)
                                    .toList()));
            return 0;
        }
    }

    private static EmailAddress address(String email) {
        return EmailAddress.parse(email)
                .orElseThrow(() ->
                        new StartFailure(
                                "--email must be an email address of at most 254 ASCII characters"));
    }

    private static void printWithLink(Core core, User user) {
        PasswordLinks.Made made = Console.makeLink(core, user, PasswordLinks.LIFE);
        Map<String, Object> result = described(user);
        result.put("link", link(core.configuration, made));
        result.put("link_expires_at", made.expiresAt().toString());
        CommandOutput.print(result);
    }

    /** The path alone where the server takes any free port. */
    private static String link(Configuration configuration, PasswordLinks.Made made) {
        String path = ConsoleRoutes.linkPath(made.token().text());
        if (configuration.publicUrl().isPresent()) {
            return configuration.publicUrl().get() + path;
        }
        return configuration.port() == 0 ? path : "http://localhost:" + configuration.port() + path;
    }

    private static Map<String, Object> described(User user) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("user_id", user.id().toString());
        described.put("tenant_id", user.tenant().toString());
        described.put("email", user.email().text());
        described.put("role", user.role().word());
        described.put("has_password", user.hasPassword());
        Instant lastSignIn = user.lastSignInAt();
        described.put("last_sign_in_at", lastSignIn == null ? null : lastSignIn.toString());
        return described;
    }
}
