package io.hookbridge.app.command.option;

import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.ConfigurationReader;
import io.hookbridge.app.config.Profile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The option that every command has: where settings are read from besides the environment. */
public final class ConfigurationFile {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A properties file with HOOKBRIDGE_… settings; the environment wins over it.")
    private @Nullable Path file;

    public Configuration read(Profile profile) {
        return ConfigurationReader.read(profile, System.getenv(), file);
    }
}
