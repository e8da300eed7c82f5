package io.hookbridge.app;

import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.config.Role;
import io.hookbridge.app.log.Logging;
import io.hookbridge.tenant.apikey.KeyText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
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
    public Integer call() throws IOException, InterruptedException {
        Configuration configuration = file.read(Profile.DEVELOPMENT);
        makePrivate(configuration.dataDir());
        Logging.forTerminal(
                configuration.logLevel(), configuration.dataDir().resolve("log/requests.jsonl"));
        KeyFile keyFile = KeyFile.in(configuration.dataDir());
        RunUntilShutdown run = new RunUntilShutdown();
        App app = run.start(() -> App.start(configuration, keyFile::write));
        print(System.out, configuration, app, keyFile.read());
        run.await();
        return 0;
    }

    /** Before the log makes it readable for everybody. */
    private static void makePrivate(Path folder) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failure) {
            throw new StartFailure(folder + " cannot be made or is no folder");
        }
    }

    private static void print(
            PrintStream out, Configuration configuration, App app, Optional<KeyText> key) {
        double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
        String url = app.publicUrl().toString();
        String shownKey = key.map(KeyText::value).orElse("$KEY");
        out.println();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%s is ready after %.1f s, its data is in %s",
                        Main.Version.text(),
                        seconds,
                        configuration.dataDir()));
        out.println();
        out.println("  API       " + url + "/v1");
        out.println("  Docs      " + url + "/docs");
        if (configuration.roles().contains(Role.CONSOLE)) {
            out.println("  Console   " + consoleLine(app.console()));
        }
        out.println("  Ready?    http://127.0.0.1:" + app.adminPort() + "/readyz");
        out.println(
                "  API key   "
                        + key.map(KeyText::value)
                                .orElse(
                                        "the one shown at the first start; only its hash is kept. Another:"
                                                + " ./hookbridge admin key create --help"));
        out.println();
        out.println("Open the customer portal of the demo tenant:");
        out.println();
        out.println(
                "  curl -s -X POST "
                        + url
                        + "/v1/billing/portal -H \"Authorization: Bearer "
                        + shownKey
                        + "\" -H 'Content-Type: application/json' -d '{\"return_url\":\""
                        + url
                        + "/billing\"}'");
        out.println();
        out.println("Ctrl-C stops the server and its PostgreSQL.");
        out.flush();
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
