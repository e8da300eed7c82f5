package io.hookbridge.app.command.admin;

import io.hookbridge.app.Console;
import io.hookbridge.app.Core;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.command.option.Options;
import io.hookbridge.app.config.HttpConfiguration;
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

    /** Who is meant, of all that are there. */
    static final class Person {

        @Mixin private ConfigurationFile file = new ConfigurationFile();

        @Option(names = "--email", required = true, description = "The email address.")
        private String email = "";

        /**
         * Finds the person and prints what {@code work} tells of it.
         *
         * @return the exit code
         */
        int doing(BiFunction<Core, User, Map<String, Object>> work) {
            EmailAddress address = address(email);
            try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
                User user =
                        core.users
                                .find(address)
                                .orElseThrow(
                                        () -> new StartFailure("nobody has this email address"));
                CommandOutput.print(work.apply(core, user));
                return 0;
            }
        }
    }

    /** The same, for what would leave a tenant without an owner. */
    static final class PersonToLose {

        @Mixin private Person person = new Person();

        @Option(
                names = "--allow-no-owner",
                description = "Do it even if nobody is left who may see to the tenant's billing.")
        private boolean allowNoOwner;

        int doing(Change change) {
            return person.doing((core, user) -> {
                if (change.of(core.users, user, allowNoOwner) == Users.Change.LAST_OWNER) {
                    throw new StartFailure(
                            "this is the tenant's last owner, without whom nobody can see to its billing: make"
                                    + " another first, or say --allow-no-owner");
                }
                return changed(core, user);
            });
        }
    }

    interface Change {
        Users.Change of(Users users, User user, boolean allowNoOwner);
    }

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
                            .create(tenant.id(), address, userRole, CommandOutput.OPERATOR, null)
                            .orElseThrow(() ->
                                    new StartFailure(
                                            "somebody has this email address already; see admin user list"));
            CommandOutput.print(withLink(core, user));
            return 0;
        }
    }

    @Command(
            name = "reset",
            description =
                    "Make a new link for a person to choose a password; prints JSON. The old password works until the link"
                            + " is used.",
            mixinStandardHelpOptions = true)
    int reset(@Mixin Person person) {
        return person.doing(AdminUserCommand::withLink);
    }

    @Command(
            name = "disable",
            description =
                    "Keep a person out, on every node at once: sessions and links end, and none begins."
                            + " Prints JSON.",
            mixinStandardHelpOptions = true)
    int disable(@Mixin PersonToLose person) {
        return person.doing((users, user, allowNoOwner) ->
                users.disable(user, allowNoOwner, CommandOutput.OPERATOR, null));
    }

    @Command(
            name = "enable",
            description =
                    "Let a disabled person in again, with the password of before. Prints JSON.",
            mixinStandardHelpOptions = true)
    int enable(@Mixin Person person) {
        return person.doing((core, user) -> {
            core.users.enable(user, CommandOutput.OPERATOR, null);
            return changed(core, user);
        });
    }

    @Command(
            name = "remove",
            description =
                    "Erase a person with sessions and links; the audit keeps the user_id alone. Prints JSON.",
            mixinStandardHelpOptions = true)
    int remove(@Mixin PersonToLose person) {
        return person.doing((users, user, allowNoOwner) ->
                users.remove(user, allowNoOwner, CommandOutput.OPERATOR, null));
    }

    @Command(
            name = "role",
            description =
                    "Give a person another role, which holds from the next request on. Prints JSON.",
            mixinStandardHelpOptions = true)
    int role(
            @Mixin PersonToLose person,
            @Option(names = "--role", required = true, description = "owner or member.")
                    String role) {
        UserRole userRole = userRole(role);
        return person.doing((users, user, allowNoOwner) ->
                users.setRole(user, userRole, allowNoOwner, CommandOutput.OPERATOR, null));
    }

    @Command(
            name = "operator",
            description =
                    "Let a person see the operator's pages of the console: all tenants, servers, and the settings in force."
                            + " Prints JSON.",
            mixinStandardHelpOptions = true)
    int operator(
            @Mixin Person person,
            @Option(names = "--end", description = "No longer.") boolean end) {
        return person.doing((core, user) -> {
            core.users.setOperator(user, !end, CommandOutput.OPERATOR);
            return changed(core, user);
        });
    }

    /** What became of the person. */
    private static Map<String, Object> changed(Core core, User user) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("user_id", user.id().toString());
        core.users
                .find(user.id())
                .ifPresentOrElse(
                        now -> result.putAll(described(now)), () -> result.put("removed", true));
        return result;
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

    private static Map<String, Object> withLink(Core core, User user) {
        PasswordLinks.Made made =
                Console.makeLink(core, user, PasswordLinks.LIFE)
                        .orElseThrow(() ->
                                new StartFailure("this person is disabled; see admin user enable"));
        Map<String, Object> result = described(user);
        result.put("link", link(core.configuration.http(), made));
        result.put("link_expires_at", made.expiresAt().toString());
        return result;
    }

    /** The path alone where the server takes any free port. */
    private static String link(HttpConfiguration http, PasswordLinks.Made made) {
        String path = ConsoleRoutes.linkPath(made.token().text());
        if (http.publicUrl().isPresent()) {
            return http.publicUrl().get() + path;
        }
        return http.port() == 0 ? path : http.localUrl(http.port()) + path;
    }

    static Map<String, Object> described(User user) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("user_id", user.id().toString());
        described.put("tenant_id", user.tenant().toString());
        described.put("email", user.email().text());
        described.put("role", user.role().word());
        described.put("operator", user.operator());
        described.put("disabled", user.standing() == User.Standing.DISABLED);
        described.put("has_password", user.hasPassword());
        Instant lastSignIn = user.lastSignInAt();
        described.put("last_sign_in_at", lastSignIn == null ? null : lastSignIn.toString());
        return described;
    }
}
