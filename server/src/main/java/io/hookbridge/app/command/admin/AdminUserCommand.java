package io.hookbridge.app.command.admin;

import io.hookbridge.app.Console;
import io.hookbridge.app.Core;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.command.option.Options;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.console.ConsoleRoutes;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.PasswordLinks;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;
import io.hookbridge.tenant.user.Users;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** People who use the console. */
@Command(
        name = "user",
        description = "People who use the console.",
        mixinStandardHelpOptions = true)
final class AdminUserCommand {

    private static final String ALLOW_NO_OWNER =
            "Do it even if nobody is left who may see to the tenant's billing.";

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
        UserRole userRole = userRole(role);
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            Tenant tenant = Options.standingTenant(core, tenantId);
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
            printWithLink(core, person(core, address));
            return 0;
        }
    }

    @Command(
            name = "disable",
            description =
                    "Keep a person out, on every node at once: sessions and links end, and none begins."
                            + " Prints JSON.",
            mixinStandardHelpOptions = true)
    int disable(
            @Mixin ConfigurationFile file,
            @Option(names = "--email", required = true, description = "The email address.")
                    String email,
            @Option(names = "--allow-no-owner", description = ALLOW_NO_OWNER)
                    boolean allowNoOwner) {
        return change(
                file,
                email,
                (core, user) -> core.users.disable(user, allowNoOwner, CommandOutput.OPERATOR));
    }

    @Command(
            name = "enable",
            description =
                    "Let a disabled person in again, with the password of before. Prints JSON.",
            mixinStandardHelpOptions = true)
    int enable(
            @Mixin ConfigurationFile file,
            @Option(names = "--email", required = true, description = "The email address.")
                    String email) {
        return change(file, email, (core, user) -> core.users.enable(user, CommandOutput.OPERATOR));
    }

    @Command(
            name = "remove",
            description =
                    "Erase a person with sessions and links; the audit keeps the user_id alone. Prints JSON.",
            mixinStandardHelpOptions = true)
    int remove(
            @Mixin ConfigurationFile file,
            @Option(names = "--email", required = true, description = "The email address.")
                    String email,
            @Option(names = "--allow-no-owner", description = ALLOW_NO_OWNER)
                    boolean allowNoOwner) {
        return change(
                file,
                email,
                (core, user) -> core.users.remove(user, allowNoOwner, CommandOutput.OPERATOR));
    }

    @Command(
            name = "role",
            description =
                    "Give a person another role, which holds from the next request on. Prints JSON.",
            mixinStandardHelpOptions = true)
    int role(
            @Mixin ConfigurationFile file,
            @Option(names = "--email", required = true, description = "The email address.")
                    String email,
            @Option(names = "--role", required = true, description = "owner or member.")
                    String role,
            @Option(names = "--allow-no-owner", description = ALLOW_NO_OWNER)
                    boolean allowNoOwner) {
        UserRole userRole = userRole(role);
        return change(
                file,
                email,
                (core, user) ->
                        core.users.setRole(user, userRole, allowNoOwner, CommandOutput.OPERATOR));
    }

    private static int change(
            ConfigurationFile file, String email, BiFunction<Core, User, Users.Change> change) {
        EmailAddress address = address(email);
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            User user = person(core, address);
            if (change.apply(core, user) == Users.Change.LAST_OWNER) {
                throw new StartFailure(
                        "this is the tenant's last owner, without whom nobody can see to its billing: make"
                                + " another first, or say --allow-no-owner");
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("user_id", user.id().toString());
            core.users
                    .find(user.id())
                    .ifPresentOrElse(
                            now -> result.putAll(described(now)),
                            () -> result.put("removed", true));
            CommandOutput.print(result);
            return 0;
        }
    }

    private static User person(Core core, EmailAddress address) {
        return core.users
                .find(address)
                .orElseThrow(() -> new StartFailure("nobody has this email address"));
    }

    private static UserRole userRole(String word) {
        return UserRole.of(word)
                .orElseThrow(() -> new StartFailure("--role must be owner or member"));
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
        PasswordLinks.Made made =
                Console.makeLink(core, user, PasswordLinks.LIFE)
                        .orElseThrow(() ->
                                new StartFailure("this person is disabled; see admin user enable"));
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

    static Map<String, Object> described(User user) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("user_id", user.id().toString());
        described.put("tenant_id", user.tenant().toString());
        described.put("email", user.email().text());
        described.put("role", user.role().word());
        described.put("disabled", user.standing() == User.Standing.DISABLED);
        described.put("has_password", user.hasPassword());
        Instant lastSignIn = user.lastSignInAt();
        described.put("last_sign_in_at", lastSignIn == null ? null : lastSignIn.toString());
        return described;
    }
}
