package io.hookbridge.app.command.admin;

import picocli.CommandLine.Command;

/** The connection of tenants to Stripe. */
@Command(
        name = "billing",
        description = "The connection of tenants to Stripe.",
        subcommands = {
            AdminBillingLinkCommand.class,
            AdminBillingSyncCommand.class,
            AdminBillingReconcileCommand.class,
            AdminBillingStatusCommand.class,
        },
        mixinStandardHelpOptions = true)
final class AdminBillingCommand {}
