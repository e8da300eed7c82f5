package io.hookbridge.loadtest.cluster;

import io.hookbridge.loadtest.process.BenchFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Servers with a network each, all to the same PostgreSQL; or without one, to a database that
 * somebody else runs.
 */
public final class Cluster implements AutoCloseable {

    private final Stage stage;
    private final @Nullable Postgres postgres;
    private final @Nullable Postgres standby;
    private final List<Network> networks = new ArrayList<>();
    private final List<Server> servers = new ArrayList<>();
    private final List<Api> apis = new ArrayList<>();
    private long lostLeases;

    private Cluster(Stage stage, @Nullable Postgres postgres, @Nullable Postgres standby) {
        this.stage = stage;
        this.postgres = postgres;
        this.standby = standby;
    }

    /** Returns when all are ready. */
    public static Cluster start(Stage stage, int size) throws InterruptedException {
        return start(stage, size, false);
    }

    /** The same with a standby, which all servers read from while it keeps up. */
    public static Cluster startWithStandby(Stage stage, int size) throws InterruptedException {
        return start(stage, size, true);
    }

    private static Cluster start(Stage stage, int size, boolean withStandby)
            throws InterruptedException {
        initialize(stage);
        Postgres postgres =
                new Postgres(stage.children(), stage.workspace(), stage.clock("postgres"));
        Postgres standby = withStandby ? postgres.standby() : null;
        Cluster cluster = new Cluster(stage, postgres, standby);
        try {
            postgres.start();
            if (standby != null) {
                standby.start();
            }
            for (int i = 0; i < size; i++) {
                Network network = Network.to(postgres.port());
                cluster.networks.add(network);
                Map<String, String> settings = new HashMap<>();
                settings.put("HOOKBRIDGE_DATABASE_URL", postgres.url(network.port()));
                if (standby != null) {
                    settings.put("HOOKBRIDGE_READ_DATABASE_URL", standby.url(standby.port()));
                }
                cluster.add("server-" + i, settings);
            }
            cluster.awaitAll();
            return cluster;
        } catch (InterruptedException | RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    /**
     * The same on a database that somebody else runs. It is empty, or was filled by such servers
     * with the same key file.
     *
     * @param settings by which servers find it
     */
    public static Cluster startOn(Stage stage, int size, Map<String, String> settings)
            throws InterruptedException {
        run(stage, settings, "migrate");
        run(stage, settings, "admin", "key-file", "create", secretKey(stage).toString());
        Cluster cluster = new Cluster(stage, null, null);
        try {
            for (int i = 0; i < size; i++) {
                cluster.add("server-" + i, settings);
            }
            cluster.awaitAll();
            return cluster;
        } catch (InterruptedException | RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    private void awaitAll() throws InterruptedException {
        // The first one makes the first tenant.
        servers.getFirst().awaitReady(stage.probe());
        for (Server server : servers.subList(1, servers.size())) {
            server.start();
        }
        awaitReady();
    }

    /** Makes the cluster of PostgreSQL with the schema and the secret key, unless it is there. */
    private static void initialize(Stage stage) throws InterruptedException {
        if (Files.exists(stage.workspace().data().resolve("postgres"))) {
            return;
        }
        run(stage, "migrate");
        run(stage, "admin", "key-file", "create", secretKey(stage).toString());
    }

    private static Path secretKey(Stage stage) {
        return stage.workspace().data().resolve("secret.key");
    }

    private static void run(Stage stage, String... command) throws InterruptedException {
        run(stage, Map.of("HOOKBRIDGE_DATA_DIR", stage.workspace().data().toString()), command);
    }

    private static void run(Stage stage, Map<String, String> settings, String... command)
            throws InterruptedException {
        Process process =
                stage.children()
                        .start(
                                stage.command(command),
                                settings,
                                stage.workspace().newLog(command[0]));
        if (process.waitFor() != 0) {
            throw new BenchFailure("the database cannot be made, see " + stage.workspace().root());
        }
    }

    private void add(String name, Map<String, String> database) {
        Map<String, String> settings = new HashMap<>(database);
        settings.put("HOOKBRIDGE_DATA_DIR", stage.workspace().root().resolve(name).toString());
        settings.put("HOOKBRIDGE_DATABASE_CONNECTIONS", "12");
        settings.put("HOOKBRIDGE_SECRET_KEY_FILE", secretKey(stage).toString());
        settings.put("HOOKBRIDGE_BOOTSTRAP_API_KEY", Stage.KEY);
        Server server = stage.server(name, settings);
        if (servers.isEmpty()) {
            server.start();
        }
        servers.add(server);
        apis.add(stage.api(server));
    }

    /** Returns when all are ready that a load balancer knows of. */
    public void awaitReady() throws InterruptedException {
        for (int i = 0; i < servers.size(); i++) {
            if (apis.get(i).isInService()) {
                servers.get(i).awaitReady(stage.probe());
            }
        }
    }

    /** The number of one that a load balancer knows of. */
    public int anyInService(Random random) {
        while (true) {
            int any = random.nextInt(servers.size());
            if (apis.get(any).isInService()) {
                return any;
            }
        }
    }

    /** Of a cluster that has its own. */
    public Postgres postgres() {
        return Objects.requireNonNull(postgres, "the database is somebody else's");
    }

    /** Of a cluster that has one. */
    public Postgres standby() {
        return Objects.requireNonNull(standby, "there is no standby");
    }

    public Server server(int number) {
        return servers.get(number);
    }

    public Network network(int number) {
        return networks.get(number);
    }

    public Api api(int number) {
        return apis.get(number);
    }

    public List<Api> apis() {
        return List.copyOf(apis);
    }

    /** Ends a server in order and starts it again. */
    public void restart(int number) throws InterruptedException {
        lostLeases += servers.get(number).lostLeases();
        servers.get(number).stop();
        servers.get(number).start();
        servers.get(number).awaitReady(stage.probe());
    }

    /** The same with a jar of another version, which is started instead. */
    public void replace(int number, Stage next) throws InterruptedException {
        servers.get(number).become(next.command(Stage.SERVER));
        restart(number);
    }

    /** Brings the database to the schema of {@code next} while the servers run. */
    public void migrate(Stage next) throws InterruptedException {
        run(next, Map.of("HOOKBRIDGE_DATABASE_URL", postgres().url(postgres().port())), "migrate");
    }

    /** What all servers have noticed, except those that were killed later. */
    public long lostLeases() throws InterruptedException {
        long all = lostLeases;
        for (Server server : servers) {
            all += server.lostLeases();
        }
        return all;
    }

    /** What each has delivered since its start. */
    public List<Long> delivered() throws InterruptedException {
        List<Long> delivered = new ArrayList<>();
        for (Server server : servers) {
            delivered.add(server.delivered());
        }
        return delivered;
    }

    @Override
    public void close() throws InterruptedException {
        for (Server server : servers) {
            if (server.isRunning()) {
                server.signal("CONT");
                server.stop();
            }
        }
        if (standby != null) {
            standby.stall(false);
            standby.stop();
        }
        if (postgres != null) {
            postgres.stop();
        }
        for (Network network : networks) {
            try {
                network.close();
            } catch (IOException failure) {
                // It is not used again.
            }
        }
    }
}
