package io.hookbridge.app.command;

import io.hookbridge.app.command.admin.AdminCommand;
import io.hookbridge.app.config.ConfigurationProblems;
import io.hookbridge.app.importing.ImportCommand;
import io.hookbridge.app.listen.ListenCommand;
import io.hookbridge.app.log.Redaction;
import io.hookbridge.app.receive.ReceiveCommand;
import io.hookbridge.app.running.Version;
import io.hookbridge.app.tail.TailCommand;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.db.Database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The command line. Every command ends with 0, or with one clear line and another number. */
@Command(
        name = "hookbridge",
        description = "A webhook platform that you run yourself, on PostgreSQL and nothing else.",
        subcommands = {
            UpCommand.class,
            ServeCommand.class,
            MigrateCommand.class,
            ReceiveCommand.class,
            ListenCommand.class,
            TailCommand.class,
            ImportCommand.class,
            AdminCommand.class,
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = "%n./hookbridge bench measures this machine; ./hookbridge bench --help tells how.")
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);

    /** Bad input or a state that the operator can mend. */
    private static final int REFUSED = 1;

    public static void main(String[] args) {
        System.exit(
                serverWithoutOptions(args)
                        .map(Main::run)
                        .orElseGet(() -> commandLine().execute(args)));
    }

    /** The parser of options takes a third of a server's start, and there is nothing to parse. */
    private static Optional<Callable<Integer>> serverWithoutOptions(String... args) {
        return switch (String.join(" ", args)) {
            case "up" -> Optional.of(new UpCommand());
            case "serve" -> Optional.of(new ServeCommand());
            default -> Optional.empty();
        };
    }

    private static int run(Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception failure) {
            return report(failure, commandLine().getErr());
        }
    }

    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler((mistake, _) -> report(mistake))
                .setExecutionExceptionHandler(
                        (failure, command, _) -> report(failure, command.getErr()));
    }

    private static int report(ParameterException mistake) {
        CommandSpec command = mistake.getCommandLine().getCommandSpec();
        mistake.getCommandLine()
                .getErr()
                .println(
                        "hookbridge: "
                                // It may repeat a word that was meant for another option.
                                + Redaction.of(String.valueOf(mistake.getMessage()))
                                + " (see "
                                + command.qualifiedName()
                                + " --help)");
        return command.exitCodeOnInvalidInput();
    }

    private static int report(Exception failure, PrintWriter err) {
        switch (failure) {
            case ConfigurationProblems problems -> {
                err.println("hookbridge: the configuration has mistakes:");
                problems.problems().forEach(problem -> err.println("  - " + problem));
            }
            case StartFailure known -> err.println("hookbridge: " + known.getMessage());
            case RuntimeException outage when Database.isOutage(outage) ->
                    err.println(
                            "hookbridge: the database went away, or answers no longer: try again");
            default -> {
                err.println("hookbridge: failed, this is a fault in the program");
                log.error("the command failed", failure);
            }
        }
        return REFUSED;
    }
}
