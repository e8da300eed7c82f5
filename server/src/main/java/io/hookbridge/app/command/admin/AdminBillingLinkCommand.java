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
import io.hookbridge.app.terminal.Terminal;
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
import io.hookbridge.billing.sync.SyncOutcome;
import io.hookbridge.tenant.Tenant;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Connects a tenant to a customer, the first one or another one than before. */
@Command(
        name = "link",
        description =
                "Connect a tenant to a customer that exists in Stripe. The customer is fetched and checked first; its"
                        + " subscription is taken over.",
        mixinStandardHelpOptions = true)
final class AdminBillingLinkCommand implements Callable<Integer> {

    private static final Duration BUDGET = Duration.ofSeconds(6);

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--tenant", required = true, description = "The tenant_id.")
    private String tenantId = "";

    @Option(names = "--mode", required = true, description = "live or test.")
    private String modeWord = "";

    @Option(
            names = "--customer",
            required = true,
            description = "The customer's id in Stripe, cus_…")
    private String customerId = "";

    @Option(
            names = "--replace",
            description =
                    "Also if the tenant is connected to another customer, which Stripe does not have any more. If Stripe"
                            + " has it, the command asks for the tenant's name, and refuses while it has a"
                            + " subscription that is not over, which would go on charging.")
    private boolean replace;

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description =
                    "With --replace, the tenant's name, for scripts; without it the command asks for it.")
    private @Nullable String confirmed;

    @Override
    public Integer call() {
        Configuration configuration = file.read(Profile.DEVELOPMENT);
        Mode mode = Options.mode(modeWord);
        Options.requireStripe(configuration);
        if (!customerId.matches("cus_[0-9A-Za-z]{1,250}")) {
            throw new StartFailure(
                    "--customer must be a Stripe customer id: cus_ and letters and digits");
        }
        if (confirmed != null && !replace) {
            throw new StartFailure("--confirm is for --replace only");
        }
        try (Core core = Core.forCommand(configuration)) {
            Tenant tenant = Options.standingTenant(core, tenantId);
            StripeBillingProvider stripe = Billing.stripeProvider(core);
            try {
                CommandOutput.print(link(core, tenant, stripe, mode));
            } finally {
                stripe.stop();
            }
            return 0;
        }
    }

    private Map<String, Object> link(
            Core core, Tenant tenant, StripeBillingProvider stripe, Mode mode) {
        // Looked at before anything is linked; what is kept comes from the fetch after that.
        CustomerState known =
                fetched(stripe, mode, customerId)
                        .orElseThrow(() ->
                                new StartFailure(
                                        "Stripe has no such customer in " + mode.word() + " mode"));
        BillingBook book = stripe.bookFor(mode);
        Customer customer = new Customer(tenant.id(), book, customerId, false);
        requireFree(core, customer);
        Optional<Customer> former =
                core.subscriptions
                        .find(tenant.id(), book)
                        .map(BillingRecord::customer)
                        .filter(linked -> !linked.externalId().equals(customerId));
        former.ifPresent(
                linked -> requireReplaceable(tenant, linked, () -> fetched(stripe, mode, linked)));
        boolean done =
                former.map(linked ->
                                core.subscriptions.replaceLink(
                                        linked, customer, CommandOutput.OPERATOR))
                        .orElseGet(() -> core.subscriptions.link(customer, CommandOutput.OPERATOR));
        if (!done) {
            requireFree(core, customer);
            throw new StartFailure(
                    "this tenant was linked to another customer meanwhile; nothing was changed");
        }
        SyncOutcome outcome =
                new BillingSync(core, stripe).customers().now(customer, Trigger.OPERATOR, BUDGET);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tenant_id", tenant.id().toString());
        result.put("mode", mode.word());
        result.put("customer", customerId);
        former.ifPresent(linked -> result.put("replaced", linked.externalId()));
        Optional<Subscription> kept =
                core.subscriptions.find(tenant.id(), book).flatMap(BillingRecord::subscription);
        result.put("plan", kept.map(Subscription::plan).orElse(null));
        result.put("status", kept.map(found -> found.status().word()).orElse(null));
        warning(outcome, known).ifPresent(text -> result.put("warning", text));
        return result;
    }

    private static Optional<CustomerState> fetched(
            StripeBillingProvider stripe, Mode mode, Customer customer) {
        return fetched(stripe, mode, customer.externalId());
    }

    /** Empty if Stripe has no such customer. */
    private static Optional<CustomerState> fetched(
            StripeBillingProvider stripe, Mode mode, String customer) {
        return switch (stripe.fetchCustomerState(mode, customer, BUDGET)) {
            case Asked.Got(CustomerState found) -> Optional.of(found);
            case Asked.CustomerGone _ -> Optional.empty();
            case Asked.Unavailable(Unavailability why) ->
                    throw new StartFailure("Stripe could not be asked: " + why.kind().word());
        };
    }

    private static void requireFree(Core core, Customer customer) {
        boolean strangers =
                core.subscriptions
                        .tenantOf(customer.book(), customer.externalId())
                        .filter(owner -> !owner.equals(customer.tenant()))
                        .isPresent();
        if (strangers) {
            throw new StartFailure("this customer is linked to another tenant already");
        }
    }

    private void requireReplaceable(
            Tenant tenant, Customer former, Supplier<Optional<CustomerState>> fetch) {
        if (!replace) {
            throw new StartFailure(
                    "this tenant is linked to "
                            + former.externalId()
                            + " already; --replace links it to the other one instead");
        }
        Optional<CustomerState> stillThere = fetch.get();
        if (stillThere.isEmpty()) {
            return;
        }
        requireOver(former, stillThere.get());
        String name = confirmed == null ? ask(tenant, former) : confirmed;
        if (!tenant.name().equals(name)) {
            throw new StartFailure("that is not the tenant's name; nothing was changed");
        }
        // Whoever was asked may have taken an hour for the answer.
        fetch.get().ifPresent(state -> requireOver(former, state));
    }

    private static void requireOver(Customer former, CustomerState state) {
        if (!state.isOver()) {
            throw new StartFailure(
                    former.externalId()
                            + (state.live() > 0
                                    ? " has a live subscription, which would go on charging"
                                    : " has a subscription whose first payment is still open and would be taken")
                            + ": cancel it at Stripe first; nothing was changed");
        }
    }

    private static @Nullable String ask(Tenant tenant, Customer former) {
        return Terminal.ask(
                "Stripe still has %s, to which \"%s\" is linked.%nType the tenant's name to link it to the other one: "
                        .formatted(former.externalId(), tenant.name()),
                "Stripe still has "
                        + former.externalId()
                        + "; give the tenant's name with --confirm; nothing was changed");
    }

    private static Optional<String> warning(SyncOutcome outcome, CustomerState known) {
        if (!outcome.isCurrent()) {
            return Optional.of(
                    "the customer is linked, but its subscription could not be fetched: use"
                            + " `admin billing sync`");
        }
        return known.live() > 1
                ? Optional.of(
                        "the customer has "
                                + known.live()
                                + " live subscriptions; the one shown counts, end the others in"
                                + " Stripe")
                : Optional.empty();
    }
}
