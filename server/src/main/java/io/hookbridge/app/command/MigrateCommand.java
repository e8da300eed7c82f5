package io.hookbridge.app.command;

import io.hookbridge.app.Storage;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.running.Version;
import io.hookbridge.db.SchemaFound;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Brings the database up to date without starting a server. */
@Command(
        name = "migrate",
        description =
                "Bring the database, a new one as well, to this version's schema and stop; needs no secret key.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Override
    public Integer call() {
        SchemaFound before =
                Storage.migrate(
                        file.read(Profile.DEVELOPMENT).storage(), new SimpleMeterRegistry());
        System.out.println(
                before instanceof SchemaFound.Ahead(String version)
                        ? "The database has the schema of a newer version (%s), with which %s works as well."
                                .formatted(version, Version.text())
                        : "The database has the schema of " + Version.text() + ".");
        return 0;
    }
}
