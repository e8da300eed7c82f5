package io.hookbridge.message.cold;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Uuid7;
import io.hookbridge.bucket.Bucket;
import io.hookbridge.bucket.BucketSettings;
import io.hookbridge.db.Database;
import io.hookbridge.db.Lease;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.MessageRows;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** A database with messages that expire on one day, and what moves their payloads. */
final class ColdTrial implements AutoCloseable {

    /** Payloads move that are older. */
    static final int DAYS = 7;

    final TestDatabase database = TestDatabase.create();
    final Database pool =
            Database.open(database.address(), 6, new SimpleMeterRegistry(), System::nanoTime);
    final Jdbi jdbi = pool.jdbi();
    final Path key = keyFile();
    final SecretBox secrets = secrets(key);
    final MessageRows rows = MessageRows.ofStranger(jdbi);
    final EndpointId endpoint = rows.endpoint();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    /** On which the payloads expire. */
    final LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(20);

    ColdTrial() {
        assumeFalse(database.isSpread(), "what is spread over several servers does not get cold");
        jdbi.useHandle(handle -> handle.execute("SELECT make_partitions(?, ?)", day, day));
    }

    private static Path keyFile() {
        try {
            return Files.createTempDirectory(
                            Files.createDirectories(Path.of("target/keys")), "cold")
                    .resolve("secret.key");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static SecretBox secrets(Path file) {
        try {
            return SecretBox.open(file, true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A message that was delivered so long ago. */
    MessageId message(Duration age, String payload) {
        return rows.message(endpoint)
                .createdAt(now.minus(age))
                .expiresAt(day.atTime(12, 0).toInstant(ZoneOffset.UTC))
                .payload(payload)
                .succeeded();
    }

    MessageId old(String payload) {
        return message(Duration.ofDays(DAYS + 1), payload);
    }

    /** JSON of at least so many bytes. */
    static String json(int number, int bytes) {
        return "{\"number\":" + number + ",\"filling\":\"" + "x".repeat(bytes) + "\"}";
    }

    MovePayloads moving(ColdStorage storage) {
        return moving(storage, new ColdRule.MoveAfter(DAYS));
    }

    MovePayloads moving(ColdStorage storage, ColdRule rule) {
        UUID server = UUID.randomUUID();
        return new MovePayloads(
                jdbi,
                secrets,
                storage,
                rule,
                new Lease(jdbi, () -> now, "cold " + server, server, Duration.ofMinutes(2)),
                new Uuid7(() -> now),
                () -> now,
                System::nanoTime,
                meters);
    }

    ColdPayloads reading(ColdStorage storage) {
        return new ColdPayloads(jdbi, storage, secrets, meters, Patience.LONGEST);
    }

    static ColdStorage storage(BucketSettings settings) {
        return ColdStorage.in(new Bucket(settings, Patience.LONGEST), System::nanoTime);
    }

    /** What the row of a message says; empty if there is none. */
    Optional<StoredPayload> stored(MessageId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT %s FROM message WHERE id = :id"
                                        .formatted(StoredPayload.COLUMNS))
                        .bind("id", id.value())
                        .map((row, _) -> StoredPayload.of(row))
                        .findOne());
    }

    boolean isCold(MessageId id) {
        return stored(id).orElseThrow() instanceof StoredPayload.Cold;
    }

    long count(String what) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM " + what).mapTo(Long.class).one());
    }

    /** The database as a setting. */
    String url() {
        return "%s%suser=%s&password=%s"
                .formatted(
                        database.address().jdbcUrl(),
                        database.address().jdbcUrl().contains("?") ? "&" : "?",
                        database.address().user(),
                        database.address().password());
    }

    RewriteStore store() {
        return new RewriteStore(jdbi);
    }

    @Override
    public void close() {
        pool.close();
        database.close();
    }
}
