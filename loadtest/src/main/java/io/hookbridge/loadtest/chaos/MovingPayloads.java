package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.chaos.Disruption.Kind;
import io.hookbridge.loadtest.cluster.Server;
import io.hookbridge.loadtest.cluster.Stage;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.report.Table;
import io.hookbridge.loadtest.storage.ObjectStorage;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The cold storage of a run: payloads move there while everything else is broken, as soon as they
 * may, and all of them come back before they are compared with what was sent.
 */
final class MovingPayloads {

    private static final Duration LONGEST_MOVE = Duration.ofMinutes(2);
    private static final Duration LONGEST_RETURN = Duration.ofMinutes(10);
    private static final String RULE = "HOOKBRIDGE_COLD_AFTER_DAYS";

    private final Stage stage;
    private final ObjectStorage storage;
    private final Store store;
    private long lastSeen;
    private int timesMore;
    private long waiting;

    MovingPayloads(Stage stage, Store store) {
        this.stage = stage;
        this.store = store;
        this.storage = new ObjectStorage(stage.children(), stage.workspace());
    }

    /**
     * What has become of the payloads.
     *
     * @param moved how many lay in the storage when everything had been delivered
     * @param timesMore how often more had moved from one disruption to the next
     * @param delivered from there, after they had waited there for a paused endpoint
     * @param readThere by the last server before they came back, for deliveries and callers
     * @param read by a caller, all the time
     * @param objectsLeft in the bucket after that
     */
    record Result(
            long moved,
            int timesMore,
            long delivered,
            long readThere,
            PayloadReader.Seen read,
            long objectsLeft) {

        boolean holds() {
            return moved > 0 && objectsLeft == 0 && read.wrong().isEmpty();
        }

        String report() {
            Table table = new Table("Cold payloads", "Payloads");
            row(table, "Moved into the storage when all was delivered", moved);
            row(table, "- more than at the disruption before, times", timesMore);
            row(table, "Waited there for a paused endpoint, and were delivered", delivered);
            row(table, "Read there by the last server", readThere);
            row(table, "Read through the API meanwhile, as they were sent", read.same());
            row(table, "- not answered or 503", read.notNow());
            row(table, "- **other**", read.wrong().size());
            row(table, "Objects in the bucket after all came back", objectsLeft);
            String text = "\n" + table;
            if (!holds()) {
                text +=
                        "\nVIOLATION: nothing moved, objects are left, or a payload was wrong: "
                                + read.wrong().stream().limit(5).toList()
                                + "\n";
            }
            return text;
        }

        private static void row(Table table, String name, long payloads) {
            table.row(name, String.format(Locale.ROOT, "%,d", payloads));
        }
    }

    /** Of a server whose payloads move without a rest. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(storage.settings());
        settings.put(RULE, "0");
        return settings;
    }

    void start() throws InterruptedException {
        storage.start();
    }

    /** Of each kind as many. */
    static List<Kind> kinds() {
        return List.of(Kind.STORAGE_KILL, Kind.STORAGE_SILENT);
    }

    /** Looks how far it has come, with a database that answers. */
    void look() {
        long now = store.cold();
        if (now > lastSeen) {
            timesMore++;
        }
        lastSeen = now;
    }

    /** Counts what lies in the storage and is still to be delivered, as soon as there is some. */
    void waiting(Disturb disturb) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_MOVE.toNanos();
        while (store.coldAndQueued() == 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(200);
        }
        waiting = store.coldAndQueued();
        disturb.say("%,d payloads are to be delivered from the cold storage".formatted(waiting));
    }

    /** Takes the storage away for some seconds, in the middle of what it does. */
    void kill() throws InterruptedException {
        storage.kill();
        stage.sleep(500, 6_000);
        storage.start();
    }

    /** Has it keep everybody waiting for some seconds. */
    void stall() throws InterruptedException {
        storage.stall(true);
        stage.sleep(500, 6_000);
        storage.stall(false);
    }

    /** One kill of the server, which is ready again when it returns. */
    @FunctionalInterface
    interface Kill {
        void run() throws InterruptedException;
    }

    /**
     * Brings all payloads back, while the server is killed now and then.
     *
     * @param server that runs
     * @param kills how often at most
     */
    Result bringBack(Server server, PayloadReader reader, Disturb disturb, Kill kill, int kills)
            throws InterruptedException {
        long moved = store.cold();
        long readThere = server.coldReads();
        disturb.say("%,d payloads are in the cold storage, and come back".formatted(moved));
        server.stop();
        server.set(RULE, "back");
        server.start();
        server.awaitReady(stage.probe());
        long deadline = System.nanoTime() + LONGEST_RETURN.toNanos();
        int killed = 0;
        while (store.segments() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new BenchFailure(
                        "payloads do not come back, see " + stage.workspace().root());
            }
            if (killed < kills) {
                stage.sleep(1_000, 3_000);
                kill.run();
                killed++;
            }
            Thread.sleep(200);
        }
        disturb.say("all payloads are back");
        return new Result(moved, timesMore, waiting, readThere, reader.finish(), storage.objects());
    }
}
