package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.chaos.Disruption.Kind;
import io.hookbridge.loadtest.cluster.Api;
import io.hookbridge.loadtest.cluster.Postgres;
import io.hookbridge.loadtest.cluster.Server;
import io.hookbridge.loadtest.cluster.Stage;
import io.hookbridge.loadtest.process.EmbeddedDatabase;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One server with the PostgreSQL in its box: what a person gets who starts the jar. */
final class SingleServerRun {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Stage stage;
    private final Server server;
    private final EmbeddedDatabase database;
    private final Optional<SmallDisk> disk;
    private final Optional<MovingPayloads> cold;
    private final Store store;
    private final Disturb disturb;

    /**
     * @param cold whether payloads move into a cold storage meanwhile
     */
    SingleServerRun(Stage stage, boolean cold) {
        this.stage = stage;
        this.database = new EmbeddedDatabase(stage.workspace().data());
        this.disk = SmallDisk.of(stage.workspace().root());
        this.store = new Store(database::connect);
        this.disturb = new Disturb(stage);
        this.cold = cold ? Optional.of(new MovingPayloads(stage, store)) : Optional.empty();
        Map<String, String> settings = new HashMap<>();
        this.cold.ifPresent(moving -> settings.putAll(moving.settings()));
        settings.put("HOOKBRIDGE_DATA_DIR", stage.workspace().data().toString());
        settings.put("HOOKBRIDGE_BOOTSTRAP_API_KEY", Stage.KEY);
        this.server = stage.server("server", settings);
    }

    /**
     * How it ended.
     *
     * @param payloads what became of those that moved; empty if none was to
     */
    record Result(Outcome outcome, Optional<MovingPayloads.Result> payloads) {

        boolean holds() {
            return outcome.holds() && payloads.map(MovingPayloads.Result::holds).orElse(true);
        }

        String report() {
            return Report.of("One server", outcome)
                    + payloads.map(MovingPayloads.Result::report).orElse("");
        }
    }

    /**
     * @param rate messages a second
     * @param kills of the server; everything else happens about a quarter as often
     */
    Result run(int rate, int kills) throws InterruptedException {
        if (cold.isPresent()) {
            cold.get().start();
        }
        server.start();
        server.awaitReady(stage.probe());
        List<Api> apis = List.of(stage.api(server));
        try (Load load = Load.prepare(apis)) {
            disturb.say("sending");
            load.start(rate);
            PayloadReader reader =
                    new PayloadReader(apis.getFirst(), load.sender(), new Random(kills));
            if (cold.isPresent()) {
                reader.start();
                // What waits here is delivered from the storage later.
                apis.getFirst().pause(load.endpoints().getFirst());
            }
            List<Kind> plan = plan(kills);
            for (int i = 0; i < plan.size(); i++) {
                stage.sleep(800, 3_500);
                cold.ifPresent(MovingPayloads::look);
                disturb(plan.get(i), load.receiver());
                if (cold.isPresent() && i == plan.size() * 2 / 3) {
                    cold.get().waiting(disturb);
                    apis.getFirst().resume(load.endpoints().getFirst());
                }
            }
            stage.sleep(800, 3_500);
            load.stop();
            disturb.say("everything is sent");
            // A start frees everything that the server before held, also what it did not know of.
            kill();
            Settle settle = new Settle(store, apis, load.keys());
            settle.run(PATIENCE);
            disturb.say("nothing moves any more");
            Optional<MovingPayloads.Result> payloads =
                    cold.isPresent()
                            ? Optional.of(
                                    cold.get()
                                            .bringBack(
                                                    server, reader, disturb, this::kill, kills / 4))
                            : Optional.empty();
            return new Result(
                    Outcome.of(load, store, settle, disturb, server, server.lostLeases(), 0),
                    payloads);
        } finally {
            if (server.isRunning()) {
                server.stop();
            }
            database.endIfLeftBehind();
            store.close();
        }
    }

    /** The last kill comes at the end. */
    private List<Kind> plan(int kills) {
        List<Kind> plan =
                new ArrayList<>(Collections.nCopies(Math.max(0, kills - 1), Kind.SERVER_KILL));
        for (Kind kind :
                List.of(
                        Kind.SESSION_KILL,
                        Kind.POSTGRES_KILL,
                        Kind.POSTMASTER_KILL,
                        Kind.RECEIVER_DOWN,
                        Kind.RECEIVER_BREAKS,
                        Kind.PARTITION_DROP,
                        Kind.SERVER_STOP)) {
            plan.addAll(Collections.nCopies(Math.max(1, kills / 4), kind));
        }
        server.clock().ifPresent(_ -> plan.addAll(Collections.nCopies(kills / 4, Kind.CLOCK_STEP)));
        cold.ifPresent(_ ->
                MovingPayloads.kinds()
                        .forEach(kind ->
                                plan.addAll(Collections.nCopies(Math.max(1, kills / 4), kind))));
        disk.ifPresent(_ -> plan.addAll(Collections.nCopies(kills / 4, Kind.DISK_FULL)));
        Collections.shuffle(plan, stage.random());
        return plan;
    }

    private void disturb(Kind kind, Receiver receiver) throws InterruptedException {
        switch (kind) {
            case SERVER_KILL -> kill();
            case SERVER_STOP ->
                    disturb.with(
                            kind,
                            () -> {
                                server.stop();
                                start();
                            });
            case SESSION_KILL ->
                    disturb.with(
                            kind,
                            () -> {
                                Postgres.killOneSession(database.process());
                                Thread.sleep(500);
                                server.awaitReady(stage.probe());
                            });
            case POSTGRES_KILL -> killPostgres();
            case POSTMASTER_KILL ->
                    disturb.with(
                            kind,
                            () -> {
                                ProcessHandle killed = database.process();
                                killed.destroyForcibly();
                                database.awaitAnother(killed);
                                server.awaitReady(stage.probe());
                            });
            case RECEIVER_DOWN ->
                    disturb.with(
                            kind,
                            () -> {
                                receiver.goDown();
                                stage.sleep(500, 3_000);
                                receiver.comeBack();
                            });
            case RECEIVER_BREAKS ->
                    disturb.with(
                            kind,
                            () -> {
                                receiver.breakConnections(true);
                                stage.sleep(500, 2_000);
                                receiver.breakConnections(false);
                            });
            case CLOCK_STEP -> disturb.with(kind, () -> stage.misset(server.clock().orElseThrow()));
            case DISK_FULL ->
                    disturb.with(
                            kind,
                            () -> {
                                disk.orElseThrow().fill();
                                stage.sleep(2_000, 8_000);
                                disk.orElseThrow().makeRoom();
                                server.awaitReady(stage.probe());
                            });
            case PARTITION_DROP -> disturb.with(kind, store::makeAndDropOldDay);
            case STORAGE_KILL -> disturb.with(kind, cold.orElseThrow()::kill);
            case STORAGE_SILENT -> disturb.with(kind, cold.orElseThrow()::stall);
            case SERVER_PAUSE,
                    DATABASE_KILL,
                    REPLICA_KILL,
                    REPLICA_SILENT,
                    SERVER_STALL,
                    LEASES_END,
                    NETWORK_SILENT,
                    NETWORK_CUT,
                    COMMIT_SILENT,
                    COMMIT_CUT ->
                    throw new IllegalArgumentException(kind.words());
        }
    }

    /** Every fourth time it is killed once more before it is ready. */
    private void kill() throws InterruptedException {
        disturb.with(Kind.SERVER_KILL, server::kill);
        if (stage.random().nextInt(4) == 0) {
            server.start();
            stage.sleep(200, 2_500);
            disturb.with(Kind.SERVER_KILL, server::kill);
        }
        start();
    }

    /** As a machine does whose memory is full: PostgreSQL is gone, and soon the server, too. */
    private void killPostgres() throws InterruptedException {
        disturb.with(
                Kind.POSTGRES_KILL,
                () -> {
                    ProcessHandle postmaster = database.process();
                    List<ProcessHandle> parts = postmaster.descendants().toList();
                    postmaster.destroyForcibly();
                    parts.forEach(ProcessHandle::destroyForcibly);
                    stage.sleep(0, 2_000);
                    server.kill();
                });
        start();
    }

    private void start() throws InterruptedException {
        server.start();
        server.awaitReady(stage.probe());
    }
}
