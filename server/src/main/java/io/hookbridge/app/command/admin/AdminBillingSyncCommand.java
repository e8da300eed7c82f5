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
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.reconcile.Reconcile;
import io.hookbridge.billing.reconcile.ReconcileRun;
import io.hookbridge.billing.reconcile.ReconcileRun.State;
import io.hookbridge.billing.stripe.StripeBillingProvider;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.SyncOutcome;
import io.hookbridge.tenant.Tenant;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Asks Stripe now, for one tenant or for all. */
@Command(
        name = "sync",
        description =
                "Ask Stripe for the present state of one tenant, or of all; with --all, the brake of reconcile holds.",
        mixinStandardHelpOptions = true)
final class AdminBillingSyncCommand implements Callable<Integer> {

    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PATIENCE = 30;

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Option(names = "--mode", required = true, description = "live or test.")
    private String modeWord = "";

    /** One of the two. */
    static final class Whom {
        @Option(names = "--tenant", description = "The tenant_id.")
        @Nullable String tenantId;

        @Option(names = "--all", description = "Every tenant that is linked to a customer.")
        boolean all;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = file.read(Profile.DEVELOPMENT);
        Mode mode = Options.mode(modeWord);
        Options.requireStripe(configuration);
        try (Core core = Core.forCommand(configuration)) {
            StripeBillingProvider stripe = Billing.stripeProvider(core);
            try {
                if (!stripe.serves(mode)) {
                    throw new StartFailure(
                            "no Stripe key is configured for " + mode.word() + " mode");
                }
                BillingSync sync = new BillingSync(core, stripe);
                CommandOutput.print(
                        whom.tenantId == null
                                ? all(sync.reconciler(), mode)
                                : one(
                                        core,
                                        sync,
                                        Options.standingTenant(core, whom.tenantId),
                                        mode));
            } finally {
                stripe.stop();
            }
        }
        return 0;
    }

    private static Map<String, Object> one(Core core, BillingSync sync, Tenant tenant, Mode mode) {
        Customer customer =
                core.subscriptions
                        .find(tenant.id(), BillingBook.of(mode))
                        .map(BillingRecord::customer)
                        .orElseThrow(() ->
                                new StartFailure(
                                        "this tenant is not linked to a customer in "
                                                + mode.word()
                                                + " mode"));
        SyncOutcome outcome = sync.customers().now(customer, Trigger.OPERATOR, BUDGET);
        if (outcome instanceof SyncOutcome.Unavailable unavailable) {
            throw new StartFailure("Stripe could not be asked: " + unavailable.why().kind().word());
        }
        Optional<Subscription> kept =
                core.subscriptions
                        .find(tenant.id(), BillingBook.of(mode))
                        .flatMap(BillingRecord::subscription);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tenant_id", tenant.id().toString());
        result.put("mode", mode.word());
        result.put("customer", customer.externalId());
        result.put("outcome", outcome.word());
        result.put("plan", kept.map(Subscription::plan).orElse(null));
        result.put("status", kept.map(found -> found.status().word()).orElse(null));
        return result;
    }

    private static Map<String, Object> all(Reconcile reconcile, Mode mode)
            throws InterruptedException {
        BillingBook book = BillingBook.of(mode);
        reconcile.beginNow(book);
        ReconcileRun run = reconcile.nightly(book).orElseThrow();
        int standstill = 0;
        while (run.state() != State.DONE && run.state() != State.BRAKED) {
            reconcile.step(book);
            ReconcileRun next = reconcile.nightly(book).orElseThrow();
            standstill = next.equals(run) ? standstill + 1 : 0;
            if (standstill == PATIENCE) {
                throw new StartFailure(
                        "Stripe could not be asked; a running server goes on with this run");
            }
            if (standstill > 0) {
                Thread.sleep(PAUSE);
            }
            run = next;
        }
        if (run.state() == State.BRAKED) {
            throw new StartFailure(
                    "unusually many tenants would lose access, so nothing was taken; look at"
                            + " `admin billing status`, then use `admin billing reconcile --accept`");
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("mode", mode.word());
        result.put("checked", run.checked());
        return result;
    }
}
