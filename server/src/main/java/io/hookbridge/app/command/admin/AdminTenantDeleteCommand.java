package io.hookbridge.app.command.admin;

import io.hookbridge.app.Core;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.command.option.Options;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.app.terminal.Terminal;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.erasure.Erasures;
import io.hookbridge.tenant.erasure.Holdings;
import io.hookbridge.tenant.erasure.StillReferredToException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Erases a tenant. */
@Command(
        name = "delete",
        description =
                "Erase a tenant: stop it on every node within a second, then delete everything of it. Says"
                        + " first what will go and asks for the tenant's name. Goes on where it was"
                        + " interrupted, and so does any server with the role jobs. Prints JSON.",
        mixinStandardHelpOptions = true)
final class AdminTenantDeleteCommand implements Callable<Integer> {

    /** Until somebody else who is at it has got on. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** In a row: some seconds, which is longer than anybody uses a row. */
    private static final int MOST_REFUSALS = 50;

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--tenant", required = true, description = "The tenant_id.")
    private String tenantId = "";

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description = "The tenant's name, for scripts; without it the command asks for it.")
    private @Nullable String confirmed;

    @Option(
            names = "--keep-subscription",
            description =
                    "Erase even if a Stripe subscription runs, which goes on and charges until it is"
                            + " canceled at Stripe.")
    private boolean keepSubscription;

    @Override
    public Integer call() {
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            TenantId id = Options.tenantId(tenantId);
            CommandOutput.print(
                    core.tenants
                            .find(id)
                            .map(tenant -> erase(core, tenant))
                            .orElseGet(() -> erasedBefore(core, id)));
            return 0;
        }
    }

    private Map<String, Object> erase(Core core, Tenant tenant) {
        List<BillingRecord> stripe = stripe(core, tenant);
        Holdings holdings =
                core.erasures.ordered(tenant.id()).orElseGet(() -> order(core, tenant, stripe));
        untilNothingIsLeft(core.erasures, tenant);
        Map<String, Object> result = result(tenant.id(), holdings);
        result.put(
                "kept_by_stripe",
                stripe.stream().map(record -> record.customer().externalId()).toList());
        return result;
    }

    private Holdings order(Core core, Tenant tenant, List<BillingRecord> stripe) {
        requireNoRunning(stripe);
        requireName(tenant, core.erasures.holdings(tenant.id()));
        // Once more, because whoever was asked may have thought for long.
        Holdings holdings = core.erasures.holdings(tenant.id());
        core.erasures.begin(tenant.id(), holdings, CommandOutput.OPERATOR);
        return holdings;
    }

    /** A server went on with what was ordered, and has finished. */
    private static Map<String, Object> erasedBefore(Core core, TenantId id) {
        Holdings holdings = core.erasures.ordered(id).orElseThrow(Options::noSuchTenant);
        Map<String, Object> result = result(id, holdings);
        result.put("erased_before", true);
        return result;
    }

    private static Map<String, Object> result(TenantId id, Holdings holdings) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tenant_id", id.toString());
        result.put("erased", holdings.counts());
        return result;
    }

    /** What Stripe knows of the tenant; the built-in provider's is erased with the rest. */
    private static List<BillingRecord> stripe(Core core, Tenant tenant) {
        return Stream.of(BillingBook.LIVE, BillingBook.TEST)
                .flatMap(book -> core.subscriptions.find(tenant.id(), book).stream())
                .toList();
    }

    private void requireNoRunning(List<BillingRecord> stripe) {
        boolean runs =
                stripe.stream()
                        .flatMap(record -> record.subscription().stream())
                        .anyMatch(subscription -> subscription.status().isLive());
        if (runs && !keepSubscription) {
            throw new StartFailure(
                    "a Stripe subscription of the tenant is running and would go on charging: cancel it at"
                            + " Stripe first, or say --keep-subscription");
        }
    }

    private void requireName(Tenant tenant, Holdings holdings) {
        String name = confirmed == null ? ask(tenant, holdings) : confirmed;
        if (!tenant.name().equals(name)) {
            throw new StartFailure("that is not the tenant's name; nothing was erased");
        }
    }

    private static @Nullable String ask(Tenant tenant, Holdings holdings) {
        return Terminal.ask(
                "This erases \"%s\" for good: %s.%nType its name to go on: "
                        .formatted(tenant.name(), holdings.line()),
                "look at admin tenant show, then give the tenant's name with --confirm; nothing was"
                        + " erased");
    }

    private static void untilNothingIsLeft(Erasures erasures, Tenant tenant) {
        int refusals = 0;
        Erasures.Progress progress = Erasures.Progress.MORE;
        while (progress != Erasures.Progress.DONE) {
            try {
                progress = erasures.step(tenant.id(), CommandOutput.OPERATOR);
                refusals = 0;
            } catch (StillReferredToException inUse) {
                refusals++;
                if (refusals == MOST_REFUSALS) {
                    throw new StartFailure(
                            "the erasure is not finished: "
                                    + inUse.getMessage()
                                    + "; try again, and if it stays so, report it");
                }
                progress = Erasures.Progress.BUSY;
            }
            if (progress == Erasures.Progress.BUSY) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
