package io.hookbridge.app.command.admin;

import picocli.CommandLine.Command;

/** Commands for operators. They work beside a running server and without one. */
@Command(
        name = "admin",
        description = "Commands for operators; they work beside a running server and without one.",
        subcommands = {
            AdminTenantCommand.class,
            AdminKeyCommand.class,
            AdminKeyFileCommand.class,
            AdminUserCommand.class,
            AdminPlanCommand.class,
            AdminBillingCommand.class,
            AdminAuditCommand.class,
            AdminDoctorCommand.class,
            AdminBackupCheckCommand.class,
            AdminClusterCommand.class,
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class AdminCommand {}
