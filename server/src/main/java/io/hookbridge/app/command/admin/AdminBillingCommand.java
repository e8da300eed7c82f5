package io.hookbridge.app.command.admin;

import io.hookbridge.app.Billing;
import io.hookbridge.app.BillingSync;
import io.hookbridge.app.Core;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.command.option.Options;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.stripe.StripeBillingProvider;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.tenant.Tenant;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The connection of tenants to Stripe. */
@Command(
        name = "billing",
        description = "The connection of tenants to Stripe.",
        subcommands = {
            AdminBillingSyncCommand.class,
            AdminBillingReconcileCommand.class,
            AdminBillingStatusCommand.class,
        },
        mixinStandardHelpOptions = true)
final class AdminBillingCommand {

    private static final Duration BUDGET = Duration.ofSeconds(6);

    @Command(
            name = "link",
            description =
                    "Connect a tenant to a customer that exists in Stripe. The customer is fetched and checked first; its"
                            + " subscription is taken over.",
            mixinStandardHelpOptions = true)
    int link(
            @Mixin ConfigurationFile file,
            @Option(names = "--tenant", required = true, description = "The tenant_id.")
                    String tenantId,
            @Option(names = "--mode", required = true, description = "live or test.")
                    String modeWord,
            @Option(
                            names = "--customer",
                            required = true,
                            description = "The customer's id in Stripe, cus_…")
                    String customerId) {
        Configuration configuration = file.read(Profile.DEVELOPMENT);
        Mode mode = Options.mode(modeWord);
        Options.requireStripe(configuration);
        if (!customerId.matches("cus_[0-9A-Za-z]{1,250}")) {
            throw new StartFailure(
                    "--customer must be a Stripe customer id: cus_ and letters and digits");
        }
        try (Core core = Core.forCommand(configuration)) {
            Tenant tenant = Options.standingTenant(core, tenantId);
            StripeBillingProvider stripe = Billing.stripeProvider(core);
            try {
                CommandOutput.print(link(core, tenant, stripe, mode, customerId));
            } finally {
                stripe.stop();
            }
            return 0;
        }
    }

    private static Map<String, Object> link(
            Core core, Tenant tenant, StripeBillingProvider stripe, Mode mode, String customerId) {
        // Looked at before anything is linked; what is kept comes from the fetch after that.
        CustomerState known =
                switch (stripe.fetchCustomerState(mode, customerId, BUDGET)) {
                    case Asked.Got(CustomerState found) -> found;
                    case Asked.CustomerGone _ ->
                            throw new StartFailure(
                                    "Stripe has no such customer in " + mode.word() + " mode");
                    case Asked.Unavailable(Unavailability why) ->
                            throw new StartFailure(
                                    "Stripe could not be asked: " + why.kind().word());
                };
        BillingBook book = stripe.bookFor(mode);
        Customer customer = new Customer(tenant.id(), book, customerId, false);
        boolean strangers =
                core.subscriptions
                        .tenantOf(book, customerId)
                        .filter(owner -> !owner.equals(tenant.id()))
                        .isPresent();
        if (strangers || !core.subscriptions.link(customer, CommandOutput.OPERATOR)) {
            throw new StartFailure(
                    strangers
                            ? "this customer is linked to another tenant already"
                            : "this tenant is linked to another customer already");
        }
        new BillingSync(core, stripe).customers().now(customer, Trigger.OPERATOR, BUDGET);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tenant_id", tenant.id().toString());
        result.put("mode", mode.word());
        result.put("customer", customerId);
        Optional<Subscription> kept =
                core.subscriptions.find(tenant.id(), book).flatMap(BillingRecord::subscription);
        result.put("plan", kept.map(Subscription::plan).orElse(null));
        result.put("status", kept.map(found -> found.status().word()).orElse(null));
        if (known.live() > 1) {
            result.put(
                    "warning",
                    "the customer has "
                            + known.live()
                            + " live subscriptions; the one shown counts, end the others in Stripe");
        }
        return result;
    }
}
