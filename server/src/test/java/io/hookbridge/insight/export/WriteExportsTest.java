package io.hookbridge.insight.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.bucket.BucketTrouble;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.replica.Reads;
import io.hookbridge.insight.export.Exports.Outcome;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.cold.NoStorage;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.apikey.KeyText;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Tag("database")
class WriteExportsTest {

    private static final int MESSAGES = 50;

    /** How long payloads from the cold storage may take together. */
    private static final Duration TOGETHER = Duration.ofSeconds(4);

    private static final FileLayout WITH_PAYLOADS =
            new FileLayout(FileFormat.JSON_LINES, List.of("message_id"), true);

    private final TestDatabase database = TestDatabase.create();
    private final Database pool =
            Database.open(database.address(), 8, new SimpleMeterRegistry(), System::nanoTime);
    private final Jdbi jdbi = pool.jdbi();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final InstantSource clock = () -> now;
    private final MessageRows rows = MessageRows.ofStranger(jdbi);
    private final Exports exports =
            new Exports(jdbi, keys(), URI.create("https://hooks.example"), new Uuid7(clock), clock);
    private final ApiKeyId key = key("FAKE");
    private final WriteExports worker =
            new WriteExports(
                    jdbi, Reads.ofPrimary(jdbi), NoStorage.payloads()::readAllButLost, clock, 7);
    private final List<String> newestFirst = new ArrayList<>();
    private FileLayout layout = FileLayout.USUAL;

    @BeforeEach
    void messages() {
        EndpointId endpoint = rows.endpoint();
        for (int i = 0; i < MESSAGES; i++) {
            newestFirst.addFirst(
                    rows.message(endpoint)
                            .createdAt(now.minusSeconds(10L * (MESSAGES - i)))
                            .succeeded()
                            .toString());
        }
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    @Test
    void whoever_goes_on_after_a_crash_repeats_and_leaves_out_nothing() throws IOException {
        Export export = create();
        worker.writePage();
        worker.writePage();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() ->
                            jdbi.useTransaction(
                                    TransactionIsolationLevel.REPEATABLE_READ,
                                    _ -> {
                                        worker.writePage();
                                        throw new IllegalStateException("the server died");
                                    }))
                    .hasMessage("the server died");
        }
        assertThat(find(export).rows()).isEqualTo(14);

        new WriteExports(
                        jdbi,
                        Reads.ofPrimary(jdbi),
                        NoStorage.payloads()::readAllButLost,
                        clock,
                        11)
                .step();

        assertThat(find(export).status()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(find(export).rows()).isEqualTo(MESSAGES);
        assertThat(idsIn(export)).isEqualTo(newestFirst);
    }

    @Test
    void payloads_come_with_their_messages_a_few_megabytes_at_a_time() throws IOException {
        String large = "{\"text\":\"" + "x".repeat(3 * 1024 * 1024) + "\"}";
        for (int i = 0; i < 3; i++) {
            rows.message(rows.endpoint())
                    .createdAt(now.minusMillis(i + 1))
                    .payload(large)
                    .succeeded();
        }
        layout = new FileLayout(FileFormat.JSON_LINES, List.of("message_id"), true);
        Export export = create();

        worker.writePage();

        assertThat(find(export).rows()).isEqualTo(1);
        assertThat(find(export).progress()).isZero();
        worker.step();
        assertThat(find(export).rows()).isEqualTo(MESSAGES + 3);
        assertThat(find(export).progress()).isEqualTo(100);
        List<String> lines = file(export).lines().toList();
        assertThat(lines).hasSize(MESSAGES + 3);
        assertThat(lines.subList(0, 3))
                .allSatisfy(line -> assertThat(line).hasSizeGreaterThan(large.length()));
        assertThat(lines.getLast()).contains("\"payload\":\"{\\\"n\\\":1}\"");
    }

    @Test
    void storage_that_is_away_is_asked_once_and_not_again_for_a_while() {
        makeCold();
        List<Integer> tries = new ArrayList<>();
        WriteExports writing =
                writing(stored -> {
                    tries.add(stored.size());
                    throw new BucketException(BucketTrouble.AWAY);
                });
        layout = WITH_PAYLOADS;
        create();
        layout = FileLayout.USUAL;
        Export other = create();

        writing.step();
        assertThat(tries).containsExactly(MESSAGES);
        assertThat(find(other).status()).isEqualTo(ExportStatus.COMPLETED);

        later(WriteExports.REST.minusMillis(1));
        writing.step();
        assertThat(tries).hasSize(1);

        later(Duration.ofMillis(1));
        writing.step();
        assertThat(tries).containsExactly(MESSAGES, MESSAGES / 2);
    }

    @Test
    void storage_that_takes_a_second_for_each_payload_is_asked_for_fewer_at_once()
            throws IOException {
        EndpointId endpoint = rows.endpoint();
        for (int i = MESSAGES; i < 200; i++) {
            rows.message(endpoint).createdAt(now.minusSeconds(10L * i + 5)).succeeded();
        }
        makeCold();
        List<Integer> tries = new ArrayList<>();
        WriteExports writing =
                writing(stored -> {
                    tries.add(stored.size());
                    // 32 beside each other, and no longer than it takes for real.
                    Duration takes = Duration.ofSeconds((stored.size() + 31) / 32);
                    later(takes.compareTo(TOGETHER) < 0 ? takes : TOGETHER);
                    if (takes.compareTo(TOGETHER) >= 0) {
                        throw new BucketException(BucketTrouble.AWAY);
                    }
                    return bodies(stored.keySet());
                });
        layout = WITH_PAYLOADS;
        Export export = create();

        for (int i = 0; i < 3; i++) {
            writing.step();
            later(WriteExports.REST);
        }

        assertThat(tries).containsExactly(200, 100, 50, 50, 50, 50);
        assertThat(find(export).status()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(find(export).rows()).isEqualTo(200);
        assertThat(file(export).lines()).hasSize(200).allMatch(line -> line.contains("cold"));
    }

    @Test
    void a_payload_that_the_storage_has_lost_is_told_and_holds_up_nothing() throws IOException {
        makeCold();
        String lost = newestFirst.get(3);
        layout = WITH_PAYLOADS;
        Export export = create();

        writing(
                        stored -> {
                            Map<UUID, byte[]> bodies = bodies(stored.keySet());
                            bodies.remove(UUID.fromString(lost));
                            return bodies;
                        })
                .step();

        assertThat(find(export).status()).isEqualTo(ExportStatus.COMPLETED);
        List<String> lines = file(export).lines().toList();
        assertThat(lines).hasSize(MESSAGES);
        assertThat(lines.get(3))
                .isEqualTo(
                        "{\"message_id\":\"%s\",\"payload_error\":\"the cold storage has lost it\"}"
                                .formatted(lost));
        assertThat(lines).filteredOn(line -> line.contains("\"payload\":\"cold\"")).hasSize(49);
    }

    private WriteExports writing(WriteExports.Opening payloads) {
        return new WriteExports(jdbi, Reads.ofPrimary(jdbi), payloads, clock, 1_000);
    }

    private void makeCold() {
        assumeFalse(database.isSpread(), "what is spread over several servers does not get cold");
        jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE message SET body = NULL, cold_segment = gen_random_uuid(), cold_offset = 0, cold_key = ''"));
    }

    private static Map<UUID, byte[]> bodies(Collection<UUID> messages) {
        Map<UUID, byte[]> bodies = new HashMap<>();
        messages.forEach(id -> bodies.put(id, "cold".getBytes(StandardCharsets.UTF_8)));
        return bodies;
    }

    @Test
    void several_exports_take_turns() {
        Export first = create();
        Export second = create();

        for (int i = 0; i < 4; i++) {
            worker.writePage();
            later(Duration.ofMillis(10));
        }

        assertThat(find(first).rows()).isEqualTo(14);
        assertThat(find(second).rows()).isEqualTo(14);
    }

    @Test
    void several_nodes_write_the_same_exports_once() throws Exception {
        List<Export> all = List.of(create(), create(), create());
        try (ExecutorService nodes = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                running.add(
                        nodes.submit(() -> {
                            while (all.stream().anyMatch(each -> find(each).status().isActive())) {
                                worker.step();
                            }
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }

        for (Export each : all) {
            assertThat(find(each).pieces()).isEqualTo(MESSAGES / 7 + 1);
            assertThat(idsIn(each)).isEqualTo(newestFirst);
        }
    }

    @Test
    void an_export_that_keeps_failing_is_given_up_and_keeps_nobody_waiting() {
        Export bad = create();
        Export good = create();
        jdbi.useHandle(handle ->
                handle.execute(
                        """
                        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN
                            IF NEW.export_id = '%s' THEN RAISE EXCEPTION 'no'; END IF;
                            RETURN NEW;
                        END $$;
                        CREATE TRIGGER refuse BEFORE INSERT ON export_piece FOR EACH ROW EXECUTE FUNCTION refuse();
                        """
                                .formatted(bad.id())));

        worker.step();

        assertThat(find(good).status()).isEqualTo(ExportStatus.COMPLETED);
        assertThat(find(bad).status()).isEqualTo(ExportStatus.FAILED);
        assertThat(find(bad).view(caller().project()).errorMessage()).contains("make a new one");
        assertThat(exports.link(bad.id(), caller(), "req_1")).isEqualTo(new Outcome.Failed());
        assertThat(exports.delete(bad.id(), caller(), "req_1")).isEqualTo(new Outcome.Deleted());
    }

    @Test
    void an_address_ends_after_fifteen_minutes_and_the_file_after_seven_days() {
        Export export = create();
        worker.step();
        String address = link(export);
        long expires = Long.parseLong(address.replaceAll(".*expires=(\\d+)&.*", "$1"));
        FileLinks.Grant grant =
                new FileLinks.Grant(export.id(), key, Instant.ofEpochSecond(expires));
        FileLinks.Grant longer =
                new FileLinks.Grant(export.id(), key, Instant.ofEpochSecond(expires + 1));
        String signature = address.replaceAll(".*signature=", "");

        later(Exports.LINK_LASTS.minusSeconds(2));
        assertThat(exports.open(grant, signature)).isInstanceOf(Outcome.Ready.class);
        later(Duration.ofSeconds(2));
        assertThat(exports.open(grant, signature)).isEqualTo(new Outcome.Over());
        assertThat(exports.open(longer, signature)).isEqualTo(new Outcome.Unknown());
        assertThat(link(export)).isNotEqualTo(address);

        later(WriteExports.KEPT);
        assertThat(exports.link(export.id(), caller(), "req_1")).isEqualTo(new Outcome.Over());
        worker.clear();
        assertThat(find(export).status()).isEqualTo(ExportStatus.EXPIRED);
        assertThatThrownBy(() -> idsIn(export.id(), 1)).isInstanceOf(IOException.class);

        later(WriteExports.REMEMBERED);
        worker.clear();
        assertThat(exports.find(rows.environment(), export.id())).isEmpty();
    }

    private Export create() {
        LogFilter lastHour =
                new LogFilter(
                        rows.environment(),
                        Direction.OUTBOUND,
                        null,
                        null,
                        now.minus(Duration.ofHours(1)),
                        now);
        Export export = exports.create(lastHour, layout, caller(), "req_1").orElseThrow();
        later(Duration.ofMillis(1));
        return export;
    }

    private String link(Export export) {
        return exports.link(export.id(), caller(), "req_1") instanceof Outcome.Link(String address)
                ? address
                : "none";
    }

    private Caller caller() {
        return new Caller(environment(), Set.of(), new Actor(Actor.Kind.API_KEY, key.toString()));
    }

    private Environment environment() {
        return new Environment(
                rows.environment(),
                new ProjectId(rows.environment().value()),
                rows.tenant(),
                Mode.LIVE);
    }

    private ApiKeys keys() {
        return new ApiKeys(
                jdbi, jdbi, new Uuid7(clock), clock, new ChangeWatch(jdbi, System::nanoTime));
    }

    private ApiKeyId key(String label) {
        return keys().create(
                        environment(),
                        KeyText.random(Mode.LIVE),
                        label,
                        Set.of(Permission.READ),
                        new Actor(Actor.Kind.OPERATOR, "test"),
                        null)
                .orElseThrow()
                .key()
                .id();
    }

    private void later(Duration by) {
        now = now.plus(by);
    }

    private Export find(Export export) {
        return exports.find(rows.environment(), export.id()).orElseThrow();
    }

    private List<String> idsIn(Export export) throws IOException {
        return idsIn(export.id(), find(export).pieces());
    }

    private List<String> idsIn(UUID export, int pieces) throws IOException {
        Export found = exports.find(rows.environment(), export).orElseThrow();
        assertThat(found.pieces()).isGreaterThanOrEqualTo(pieces);
        return file(found).lines().skip(1).map(line -> line.substring(0, 36)).toList();
    }

    private String file(Export export) throws IOException {
        Export found = find(export);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        exports.writeFile(found, file);
        assertThat((long) file.size()).isEqualTo(found.bytes());
        return file.toString(StandardCharsets.UTF_8);
    }
}
