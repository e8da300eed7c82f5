package io.hookbridge.app.command.admin;

import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.SecretKeyFile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The file with the key that seals secrets in the database. */
@Command(
        name = "key-file",
        description = "The file with the key that seals secrets in the database.",
        mixinStandardHelpOptions = true)
final class AdminKeyFileCommand {

    @Command(
            name = "create",
            description =
                    "Make a key file with mode 0600 for a new installation; one that is there is never overwritten. Needs no"
                            + " database; prints JSON without the key.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin ConfigurationFile file,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "PATH",
                            description = "Where; HOOKBRIDGE_SECRET_KEY_FILE without it.")
                    @Nullable Path path) {
        Path target =
                path != null ? path : file.read(Profile.DEVELOPMENT).storage().secretKeyFile();
        try {
            new SecretKeyFile(target).create();
        } catch (IOException failure) {
            throw new StartFailure(String.valueOf(failure.getMessage()));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("secret_key_file", target.toString());
        result.put("note", "Keep a copy in another place: without it what was sealed is lost.");
        CommandOutput.print(result);
        return 0;
    }
}
