package io.hookbridge.loadtest;

import io.hookbridge.loadtest.billing.BillingCommand;
import io.hookbridge.loadtest.billing.PortalCommand;
import io.hookbridge.loadtest.chaos.ChaosCommand;
import io.hookbridge.loadtest.inbound.InboundCommand;
import io.hookbridge.loadtest.keepalive.KeepAliveCommand;
import io.hookbridge.loadtest.outbound.OutboundCommand;
import io.hookbridge.loadtest.pages.ConsoleCommand;
import io.hookbridge.loadtest.pages.PagesCommand;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.recovery.RecoveryCommand;
import io.hookbridge.loadtest.simulate.SimulateCommand;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.Objects;

/** The command line of the measurements. */
@Command(
        name = "./hookbridge bench",
        description = "Measures HookBridge on this machine, with a server of its own.",
        subcommands = {
            PortalCommand.class,
            BillingCommand.class,
            OutboundCommand.class,
            InboundCommand.class,
            PagesCommand.class,
            ConsoleCommand.class,
            RecoveryCommand.class,
            KeepAliveCommand.class,
            ChaosCommand.class,
            SimulateCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Bench implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        CommandLine bench =
                new CommandLine(new Bench())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler((failure, command, _) -> {
                            if (!(failure instanceof BenchFailure)) {
                                throw failure;
                            }
                            command.getErr().println("bench: " + failure.getMessage());
                            return 1;
                        });
        System.exit(bench.execute(args));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Which command?");
    }
}
