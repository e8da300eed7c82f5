package io.hookbridge.app.command.admin;

import io.hookbridge.app.Storage;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.app.terminal.Terminal;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.citus.Citus;
import io.hookbridge.db.citus.CitusRefused;
import io.hookbridge.db.citus.ClusterEnvironment;
import io.hookbridge.db.citus.ClusterServer;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Shows the servers of a database that is spread over several, and moves an environment. */
@Command(
        name = "cluster",
        description =
                "Show the servers of a database that is spread over several, what lies on each, and the largest"
                        + " environments. With --apart, give one of these a shard of its own; what it sends and"
                        + " receives goes on meanwhile, but for a moment at the end. Prints JSON.",
        mixinStandardHelpOptions = true)
final class AdminClusterCommand implements Callable<Integer> {

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Option(
            names = "--apart",
            paramLabel = "ENVIRONMENT",
            description = "The id of an environment, a UUID as this command shows it.")
    private @Nullable UUID apart;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description =
                    "With --apart, the server that its shard is moved to. Default: it stays on the one where it is.")
    private @Nullable String server;

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description =
                    "With --apart, the name of the environment's tenant, for scripts; without it the command asks for it.")
    private @Nullable String confirmed;

    @Override
    public Integer call() {
        if (apart == null && (server != null || confirmed != null)) {
            throw new StartFailure(
                    "--server and --confirm say how --apart is done: name an environment");
        }
        CommandOutput.print(
                Storage.look(
                        file.read(Profile.DEVELOPMENT).storage(),
                        new SimpleMeterRegistry(),
                        this::answer));
        return 0;
    }

    private Map<String, Object> answer(Database database) {
        Citus citus = new Citus(database.jdbi());
        if (!database.schemaFound().isReady() || !citus.isSpread()) {
            throw new StartFailure(
                    "the database is not spread over several servers: HOOKBRIDGE_DISTRIBUTED=citus and migrate do that,"
                            + " see docs/citus.md");
        }
        try {
            return apart == null ? overview(citus) : setApart(database, citus, apart);
        } catch (CitusRefused refused) {
            throw new StartFailure(String.valueOf(refused.getMessage()));
        }
    }

    private static Map<String, Object> overview(Citus citus) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("servers", citus.servers().stream().map(AdminClusterCommand::shown).toList());
        answer.put(
                "largest_environments",
                citus.largest().stream().map(AdminClusterCommand::shown).toList());
        return answer;
    }

    private Map<String, Object> setApart(Database database, Citus citus, UUID id) {
        ClusterEnvironment environment =
                citus.environment(id)
                        .orElseThrow(() ->
                                new StartFailure(
                                        "there is no environment with this id; admin cluster shows the largest ones"));
        String name = confirmed == null ? ask(environment) : confirmed;
        if (!environment.tenant().equals(name)) {
            throw new StartFailure("that is not the tenant's name; nothing was moved");
        }
        citus.setApart(environment, Optional.ofNullable(server));
        ClusterEnvironment moved = citus.environment(id).orElseThrow();
        // After it: a move is not part of a transaction of ours.
        database.jdbi().useHandle(handle -> AuditStore.insert(handle, event(moved)));
        return shown(moved);
    }

    private static AuditEvent event(ClusterEnvironment moved) {
        InstantSource clock = InstantSource.system();
        return new AuditEvent(
                new Uuid7(clock).next(),
                AuditScope.of(new TenantId(moved.tenantId()), new EnvironmentId(moved.id())),
                clock.instant(),
                CommandOutput.OPERATOR,
                "environment.set_apart",
                moved.id().toString(),
                "done",
                null,
                "shard %d on %s".formatted(moved.shard(), moved.place()));
    }

    private static @Nullable String ask(ClusterEnvironment environment) {
        return Terminal.ask(
                "This gives the %s environment of \"%s\" a shard of its own, which copies what is there.%nType the tenant's name to go on: "
                        .formatted(environment.mode(), environment.tenant()),
                "give the name of the environment's tenant with --confirm; nothing was moved");
    }

    private static Map<String, Object> shown(ClusterServer server) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("server", server.place());
        shown.put("coordinator", server.coordinator());
        shown.put("reachable", server.reachable());
        shown.put("takes_shards", server.takesShards());
        shown.put("shards", server.shards());
        shown.put("bytes", server.bytes());
        return shown;
    }

    private static Map<String, Object> shown(ClusterEnvironment environment) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("environment", environment.id().toString());
        shown.put("tenant", environment.tenant());
        shown.put("mode", environment.mode());
        shown.put("messages_30_days", environment.messages());
        shown.put("shard", environment.shard());
        shown.put("server", environment.place());
        shown.put("apart", environment.apart());
        return shown;
    }
}
