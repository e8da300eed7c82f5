package io.hookbridge.app.command;

import io.hookbridge.app.App;
import io.hookbridge.app.Console;
import io.hookbridge.app.FirstStart;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.config.Role;
import io.hookbridge.app.log.Logging;
import io.hookbridge.app.running.Version;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.OwnerOnly;
import io.hookbridge.tenant.apikey.KeyText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Runs the server on a developer's machine, ready to try. */
@Command(
        name = "up",
        description =
                "Start on this machine with everything needed to try it: an embedded PostgreSQL, a demo tenant, its API key.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Override
    public Integer call() {
        Configuration configuration = file.read(Profile.DEVELOPMENT);
        makePrivate(configuration.storage().dataDir());
        Logging.forTerminal(
                configuration.logLevel(),
                configuration.storage().dataDir().resolve("log/requests.jsonl"));
        KeyFile keyFile = KeyFile.in(configuration.storage().dataDir());
        RunUntilShutdown run = new RunUntilShutdown();
        App app = run.start(() -> App.start(configuration, keyFile::write));
        Optional<KeyText> key = workingKey(configuration, app, keyFile);
        System.out.print(welcome(configuration, app, keyFile, key).text());
        System.out.flush();
        throw run.awaitFailure();
    }

    /**
     * The remembered key, unless it was taken back since or belongs to another database; else the
     * configured one, unless it came too late to become a key. What works is remembered.
     */
    private static Optional<KeyText> workingKey(
            Configuration configuration, App app, KeyFile keyFile) {
        Optional<KeyText> remembered = keyFile.read().filter(app::works);
        if (remembered.isPresent()) {
            return remembered;
        }
        Optional<KeyText> configured = configuration.bootstrapApiKey().filter(app::works);
        configured.ifPresent(keyFile::write);
        return configured;
    }

    private static Welcome welcome(
            Configuration configuration, App app, KeyFile keyFile, Optional<KeyText> key) {
        Set<Role> roles = configuration.roles();
        return new Welcome(
                Version.text(),
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
                configuration.storage().dataDir(),
                app.publicUrl(),
                app.adminUrl(),
                roles.contains(Role.CONSOLE)
                        ? Optional.of(consoleLine(app.console()))
                        : Optional.empty(),
                roles.contains(Role.API),
                keyFile.path(),
                key,
                app.firstTenant());
    }

    /** Before the log makes it readable for everybody. */
    private static void makePrivate(Path folder) {
        try {
            OwnerOnly.folder(folder);
        } catch (IOException failure) {
            throw new StartFailure(folder + " cannot be made or is no folder");
        }
    }

    private static String consoleLine(Console console) {
        return console.firstLink(FirstStart.OWNER)
                .map(link ->
                        link
                                + " (choose the password of "
                                + FirstStart.OWNER
                                + "; works once, within 24 hours)")
                .orElseGet(() -> console.signIn().toString());
    }
}
