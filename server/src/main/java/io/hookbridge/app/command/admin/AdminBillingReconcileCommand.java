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
import io.hookbridge.billing.stripe.StripeBillingProvider;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Lifts the brake of a reconcile. */
@Command(
        name = "reconcile",
        description =
                "Let a reconcile go on that stopped because unusually many tenants would lose access. Each of them is asked"
                        + " for once more before anything is taken.",
        mixinStandardHelpOptions = true)
final class AdminBillingReconcileCommand implements Callable<Integer> {

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--mode", required = true, description = "live or test.")
    private String modeWord = "";

    @Option(
            names = "--accept",
            required = true,
            description = "Say that you looked, and that what the run found is right.")
    private boolean accept;

    @Override
    public Integer call() {
        Configuration configuration = file.read(Profile.DEVELOPMENT);
        Mode mode = Options.mode(modeWord);
        Options.requireStripe(configuration);
        if (!accept) {
            throw new StartFailure("--accept is needed");
        }
        try (Core core = Core.forCommand(configuration)) {
            StripeBillingProvider stripe = Billing.stripeProvider(core);
            try {
                int runs =
                        new BillingSync(core, stripe)
                                .reconciler()
                                .accept(BillingBook.of(mode), CommandOutput.OPERATOR);
                if (runs == 0) {
                    throw new StartFailure("no reconcile is held in " + mode.word() + " mode");
                }
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("mode", mode.word());
                result.put("accepted_runs", runs);
                CommandOutput.print(result);
            } finally {
                stripe.stop();
            }
        }
        return 0;
    }
}
