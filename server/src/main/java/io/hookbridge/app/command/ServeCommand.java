package io.hookbridge.app.command;

import io.hookbridge.app.App;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.log.Logging;
import io.hookbridge.app.running.Version;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Runs the server in production: what was not configured is not allowed. */
@Command(
        name = "serve",
        description =
                "Run the server in production; settings are described in docs/configuration.md.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Override
    public Integer call() {
        Configuration configuration = file.read(Profile.PRODUCTION);
        Logging.forProduction(configuration.logLevel());
        RunUntilShutdown run = new RunUntilShutdown();
        App app = run.start(() -> App.start(configuration));
        log.info(
                "{} listens on {}:{}, admin on {}:{}",
                Version.text(),
                configuration.http().host(),
                app.port(),
                configuration.http().adminHost(),
                app.adminPort());
        throw run.awaitFailure();
    }
}
