package io.hookbridge.app.importing;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.ServerOptions;
import io.hookbridge.app.terminal.StartFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Makes endpoints of those that another system has listed. */
@Command(
        name = "import",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Make endpoints of those that another system has: of the list that its API answers with.",
            "",
            "One that is there already, by its URL, is left as it is, so the command may be given again. Secrets of Svix are"
                    + " kept: receivers notice nothing. Where a new one is made it is written to the file of --new-secrets."
                    + " Ends with 1 if one was refused. docs/migrating.md has the whole way.%n"
        })
public final class ImportCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            description =
                    "The list in JSON, as the API of the other system gives it; - is the standard input.")
    private Path file = Path.of("-");

    @Option(
            names = "--from",
            required = true,
            paramLabel = "SYSTEM",
            description = "svix or convoy.")
    private String from = "";

    @Option(
            names = "--new-secrets",
            paramLabel = "FILE",
            description =
                    "Where secrets are written that receivers do not have yet: a line of JSON for each endpoint. Made by"
                            + " this command, readable by its owner only.")
    private @Nullable Path newSecrets;

    @Option(names = "--dry-run", description = "Only say what would be made.")
    private boolean dryRun;

    @Mixin private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        Origin origin =
                Arrays.stream(Origin.values())
                        .filter(each -> each.word().equals(from))
                        .findFirst()
                        .orElseThrow(() -> new StartFailure("--from must be svix or convoy"));
        List<ForeignEndpoint> endpoints = Listing.of(file, origin);
        long withoutSecret =
                endpoints.stream().filter(endpoint -> endpoint.secret().isEmpty()).count();
        if (dryRun) {
            endpoints.forEach(
                    endpoint -> ImportEndpoints.say(System.out, "would be made", endpoint));
            System.out.println(
                    "%d endpoints, %d of them with a new secret"
                            .formatted(endpoints.size(), withoutSecret));
            return 0;
        }
        if (withoutSecret > 0 && newSecrets == null) {
            throw new StartFailure(
                    "%d of %d endpoints get a new secret: say with --new-secrets FILE where it is to be written"
                            .formatted(withoutSecret, endpoints.size()));
        }
        try (Api api = server.open(System.getenv());
                NewSecrets secrets = NewSecrets.at(newSecrets)) {
            return new ImportEndpoints(api, secrets, System.out).all(endpoints) ? 0 : 1;
        }
    }
}
