package io.hookbridge.app;

import io.hookbridge.app.config.Profile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Brings the database up to date without starting a server. */
@Command(
        name = "migrate",
        description = "Bring the database to this version's schema and stop.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Override
    public Integer call() {
        try (Core core = Core.forCommand(file.read(Profile.DEVELOPMENT))) {
            System.out.println("The database has the schema of " + Main.Version.text() + ".");
            return 0;
        }
    }
}
