package io.hookbridge.message.cold;

import io.hookbridge.base.Uuid7;
import io.hookbridge.bucket.Bucket;
import io.hookbridge.bucket.BucketSettings;
import io.hookbridge.db.Database;
import io.hookbridge.db.DatabaseAddress;
import io.hookbridge.db.Lease;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A process of its own that moves payloads once, and ends itself at a place; see {@link
 * io.hookbridge.base.CrashPoint}.
 */
final class MoveUntilCrash {

    private MoveUntilCrash() {}

    /**
     * @param args the database, the secret key file, the time, the storage, its bucket, prefix and
     *     two keys
     */
    public static void main(String[] args) {
        Instant now = Instant.parse(args[2]);
        UUID server = UUID.randomUUID();
        try (Database database =
                Database.open(
                        DatabaseAddress.parse(args[0]),
                        4,
                        new SimpleMeterRegistry(),
                        System::nanoTime)) {
            BucketSettings settings =
                    new BucketSettings(
                            URI.create(args[3]),
                            args[4],
                            "us-east-1",
                            args[5],
                            true,
                            args[6],
                            args[7]);
            new MovePayloads(
                            database.jdbi(),
                            ColdTrial.secrets(Path.of(args[1])),
                            ColdStorage.in(new Bucket(settings), System::nanoTime),
                            new ColdRule.MoveAfter(ColdTrial.DAYS),
                            new Lease(
                                    database.jdbi(),
                                    () -> now,
                                    "cold " + server,
                                    server,
                                    Duration.ofMinutes(2)),
                            new Uuid7(() -> now),
                            () -> now,
                            System::nanoTime,
                            new SimpleMeterRegistry())
                    .step();
        } catch (Exception failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }
}
