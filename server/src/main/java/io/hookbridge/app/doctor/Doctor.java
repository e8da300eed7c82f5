package io.hookbridge.app.doctor;

import io.hookbridge.app.Storage;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Setting;
import io.hookbridge.app.running.FreeSpace;
import io.hookbridge.app.running.RunningServers;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Json;
import io.hookbridge.base.ip.ListenAddress;
import io.hookbridge.db.Database;
import io.hookbridge.db.SchemaFound;
import io.hookbridge.db.citus.NamedWorker;
import io.hookbridge.db.embedded.PostgresInTheBox;
import io.hookbridge.db.replica.Replica;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.message.cold.ColdFacts;
import io.hookbridge.message.retention.PartitionsAhead;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Looks at an installation from outside of its servers, and changes nothing. */
public final class Doctor {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Configuration configuration;
    private final InstantSource clock;

    public Doctor(Configuration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * All that was seen, what is fine as well.
     *
     * @throws InterruptedException while it waits for an answer
     */
    public List<Finding> look() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("configuration", "the settings have no mistakes"));
        configuration
                .http()
                .certificate()
                .ifPresent(certificate ->
                        findings.addAll(
                                Examine.warnings(
                                        "certificate",
                                        certificate.warnings(clock.instant()),
                                        "the TLS certificate is good for more than seven days")));
        if (configuration.storage().database().isEmpty()) {
            findings.addAll(dataFolder());
        }
        if (configuration.storage().database().isPresent() || isInstalled()) {
            findings.addAll(database());
            findings.addAll(server());
        }
        return findings;
    }

    private boolean isInstalled() {
        return PostgresInTheBox.wasStartedIn(configuration.storage().dataDir());
    }

    private List<Finding> dataFolder() {
        if (!isInstalled()) {
            return List.of(
                    Finding.problem(
                            "data folder",
                            "there is no installation in " + configuration.storage().dataDir(),
                            "begin one with ./hookbridge up, or say where it is, with %s or %s"
                                    .formatted(
                                            Setting.DATA_DIR.variable(),
                                            Setting.DATABASE_URL.variable())));
        }
        return Examine.warnings(
                "disk",
                new FreeSpace(configuration.storage().dataDir(), FreeSpace.LEAST).warnings(),
                "the disk of the data folder has room");
    }

    private List<Finding> database() {
        try {
            return Storage.look(configuration.storage(), new SimpleMeterRegistry(), this::database);
        } catch (StartFailure failure) {
            return List.of(
                    Finding.problem(
                            "database",
                            String.valueOf(failure.getMessage()),
                            "see docs/running.md, When PostgreSQL goes away"));
        }
    }

    private List<Finding> database(Database database) {
        List<Finding> findings = new ArrayList<>();
        SchemaFound schema = database.schemaFound();
        boolean readable = schema.isReady();
        RunningServers servers =
                readable ? RunningServers.of(database.jdbi()) : RunningServers.NONE;
        findings.addAll(
                Examine.database(
                        new DatabaseFactsStore(database, clock).read(),
                        configuration.storage().connections(),
                        servers.count()));
        findings.add(Examine.schema(schema));
        if (readable) {
            findings.add(Examine.key(Storage.keyTrouble(database, configuration.storage(), clock)));
            findings.add(Examine.roles(servers.roles()));
            PartitionsAhead ahead =
                    PartitionsAhead.of(
                            database.jdbi(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
            findings.addAll(
                    Examine.partitions(
                            ahead.days(),
                            configuration.billing().plans().longestRetentionDays(),
                            ahead.defaultInUse()));
            findings.add(Examine.ledger(new Ledger(database.jdbi()).read()));
            configuration
                    .storage()
                    .replica()
                    .map(named ->
                            Replica.examine(
                                    named.address(),
                                    named.mostLag(),
                                    database.jdbi(),
                                    System::nanoTime))
                    .map(Examine::replica)
                    .ifPresent(findings::add);
            configuration
                    .storage()
                    .worker()
                    .map(address -> NamedWorker.examine(address, database.jdbi(), System::nanoTime))
                    .map(Examine::worker)
                    .ifPresent(findings::add);
            findings.addAll(
                    Examine.cold(
                            ColdFacts.of(
                                    database.jdbi(),
                                    configuration.messages().cold().storage(System::nanoTime))));
        }
        return findings;
    }

    /** A server of this machine tells what only it can know, such as its limit of open files. */
    private List<Finding> server() throws InterruptedException {
        String place =
                ListenAddress.fromHere(configuration.http().adminHost())
                        + ":"
                        + configuration.http().adminPort();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + place + "/readyz"))
                        .timeout(PATIENCE)
                        .build();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            JsonNode page =
                    Json.MAPPER.readTree(
                            http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            List<String> sentences = new ArrayList<>();
            page.path("warnings").forEach(each -> sentences.add(each.asString()));
            String status = page.path("status").asString();
            if (!status.equals("ready")) {
                sentences.addFirst("it is " + status);
            }
            return Examine.warnings(
                    "this server", sentences, "the server at %s is ready".formatted(place));
        } catch (IOException | JacksonException none) {
            return List.of(
                    Finding.ok(
                            "this server",
                            "none answers on the operator's port, %s".formatted(place)));
        }
    }
}
