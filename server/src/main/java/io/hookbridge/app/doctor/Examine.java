package io.hookbridge.app.doctor;

import static io.hookbridge.app.doctor.Finding.ok;
import static io.hookbridge.app.doctor.Finding.problem;
import static io.hookbridge.app.doctor.Finding.warning;

import io.hookbridge.app.config.Role;
import io.hookbridge.app.config.Setting;
import io.hookbridge.db.SchemaFound;
import io.hookbridge.db.citus.WorkerStanding;
import io.hookbridge.db.replica.Standing;
import io.hookbridge.insight.metric.Figures;
import io.hookbridge.message.cold.ColdFacts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What facts mean, and what to do about them. */
final class Examine {

    /** The oldest version of PostgreSQL that has all our statements; 15.0. */
    private static final int OLDEST_POSTGRESQL = 150_000;

    /** {@code server_version_num} of 18.6 is 180006. */
    private static final int VERSION_PARTS = 10_000;

    /** What a server opens beside its pool: for notifications, for short looks, and to start. */
    private static final int CONNECTIONS_BESIDE = 4;

    /** Signatures carry our time, and receivers usually allow for five minutes. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);

    private static final Duration CLOCKS_ARE_WRONG = Duration.ofSeconds(60);

    private Examine() {}

    static List<Finding> database(DatabaseFacts facts, int connections, int servers) {
        List<Finding> findings = new ArrayList<>();
        findings.add(version(facts.version()));
        findings.add(
                facts.readOnly()
                        ? problem(
                                "writes",
                                "PostgreSQL takes no writes: it is a standby, or default_transaction_read_only is on",
                                "let " + Setting.DATABASE_URL.variable() + " lead to the primary")
                        : ok("writes", "PostgreSQL takes writes"));
        findings.add(durability(facts.durability()));
        findings.add(connections(facts.connectionsAllowed(), connections, Math.max(1, servers)));
        findings.add(
                facts.losesPrepared()
                        ? problem(
                                "pooler",
                                "a pooler gives each transaction another connection, where statements that were prepared on"
                                        + " one are missing",
                                "add prepareThreshold=0 to "
                                        + Setting.DATABASE_URL.variable()
                                        + ", or let it lead to PostgreSQL itself")
                        : ok("pooler", "statements are carried out where they were prepared"));
        findings.add(
                facts.notifies()
                        ? ok("notifications", "servers hear each other through PostgreSQL")
                        : warning(
                                "notifications",
                                "what is sent by NOTIFY does not arrive, so servers notice each other's work late",
                                "let "
                                        + Setting.DATABASE_URL.variable()
                                        + " lead to PostgreSQL itself, or to a pooler that keeps a connection for a session"));
        findings.add(clock(facts.ahead()));
        return findings;
    }

    private static Finding version(int version) {
        String text = version / VERSION_PARTS + "." + version % VERSION_PARTS;
        return version >= OLDEST_POSTGRESQL
                ? ok("version", "PostgreSQL " + text)
                : problem(
                        "version",
                        "PostgreSQL " + text + " is older than 15",
                        "upgrade PostgreSQL to 15 or newer");
    }

    private static Finding durability(Map<String, String> settings) {
        String off =
                settings.entrySet().stream()
                        .filter(setting -> setting.getValue().equals("off"))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .collect(Collectors.joining(", "));
        return off.isEmpty()
                ? ok("durability", "fsync, synchronous_commit and full_page_writes are on")
                : problem(
                        "durability",
                        "off: " + off + "; what was accepted can be lost in a crash",
                        "turn them on in postgresql.conf");
    }

    private static Finding connections(int allowed, int pool, int servers) {
        int needed = servers * (pool + CONNECTIONS_BESIDE);
        String seen =
                "PostgreSQL allows %d connections; %d running with a pool of %d may open %d"
                        .formatted(allowed, servers, pool, needed);
        return needed <= allowed
                ? ok("connections", seen)
                : warning(
                        "connections",
                        seen,
                        "raise max_connections, or lower "
                                + Setting.DATABASE_CONNECTIONS.variable());
    }

    private static Finding clock(Duration ahead) {
        String seen =
                "the clock of PostgreSQL and that of this machine differ by %d ms"
                        .formatted(ahead.abs().toMillis());
        String remedy = "run NTP on both";
        if (ahead.abs().compareTo(CLOCKS_ARE_WRONG) > 0) {
            return problem("clock", seen, remedy);
        }
        return ahead.abs().compareTo(CLOCKS_DIFFER) > 0
                ? warning("clock", seen, remedy)
                : ok("clock", seen);
    }

    static Finding schema(SchemaFound found) {
        return switch (found) {
            case SchemaFound.Usable(boolean complete) ->
                    complete
                            ? ok("schema", "the schema is that of this version")
                            : warning(
                                    "schema",
                                    "the schema is older than this version",
                                    "run ./hookbridge migrate, or start a server of this version");
            case SchemaFound.Ahead(String version) ->
                    warning(
                            "schema",
                            "the schema is that of a newer version (%s), which this program can work with"
                                    .formatted(version),
                            "use the newer program, too, once the upgrade is to stay");
            case SchemaFound.Foreign _ ->
                    problem(
                            "schema",
                            "the database was made by a version that this one cannot take over",
                            "start that version again, or name another database");
            case SchemaFound.Newer(String version, int known) ->
                    problem(
                            "schema",
                            "the schema has version %s, this program knows those up to %d"
                                    .formatted(version, known),
                            "use the newer program");
        };
    }

    /**
     * @param trouble what is wrong with the key file, a sentence; empty if nothing is
     */
    static Finding key(Optional<String> trouble) {
        return trouble.map(sentence ->
                        problem(
                                "secret key",
                                sentence,
                                "put the key file of this database back, from a backup of it"))
                .orElseGet(() -> ok("secret key", "the key is that of this database"));
    }

    static Finding roles(Set<Role> living) {
        if (living.isEmpty()) {
            return warning("servers", "no server runs on this database", "start one");
        }
        Set<Role> missing = EnumSet.allOf(Role.class);
        missing.removeAll(living);
        missing.remove(Role.RECEIVE);
        return missing.isEmpty()
                ? ok("servers", "every role is there: " + words(living))
                : warning(
                        "servers",
                        "no running server has the role " + words(missing),
                        "give it to one with " + Setting.ROLES.variable());
    }

    private static String words(Set<Role> roles) {
        return roles.stream()
                .sorted(Comparator.naturalOrder())
                .map(Role::word)
                .collect(Collectors.joining(", "));
    }

    /**
     * @param daysAhead for how many days from today on there are partitions without a gap
     * @param retentionDays how long a payload may be kept
     */
    static List<Finding> partitions(int daysAhead, int retentionDays, boolean defaultInUse) {
        List<Finding> findings = new ArrayList<>();
        String seen = "there are partitions for the coming %d days".formatted(daysAhead);
        findings.add(
                daysAhead >= retentionDays
                        ? ok("partitions", seen)
                        : warning(
                                "partitions",
                                "%s, and payloads may be kept for %d"
                                        .formatted(seen, retentionDays),
                                "let a server with the role jobs run, which makes them"));
        if (defaultInUse) {
            findings.add(
                    warning(
                            "partitions",
                            "rows lie in a default partition: those of their days were not made in time",
                            "let a server with the role jobs run; the rows go when their time is over"));
        }
        return findings;
    }

    /** How a read replica stands. */
    static Finding replica(Standing standing) {
        return switch (standing) {
            case Standing.Current _, Standing.Unknown _ -> ok("read replica", standing.sentence());
            case Standing.Behind _, Standing.Away _, Standing.Unfit _ ->
                    warning(
                            "read replica",
                            standing.sentence(),
                            "see docs/scaling.md, A replica that is read");
        };
    }

    /** How a worker that was named stands. */
    static Finding worker(WorkerStanding standing) {
        return switch (standing) {
            case WorkerStanding.Fit _, WorkerStanding.Unknown _ ->
                    ok("worker", standing.sentence());
            case WorkerStanding.Away _, WorkerStanding.Unfit _ ->
                    warning(
                            "worker",
                            standing.sentence(),
                            "see docs/citus.md, Nodes that connect to a worker");
        };
    }

    static Finding ledger(Figures figures) {
        return figures.difference() == 0
                ? ok(
                        "ledger",
                        "0 of %,d messages are unaccounted for, %,d wait"
                                .formatted(figures.accepted(), figures.pending()))
                : problem(
                        "ledger",
                        "%,d of %,d messages are unaccounted for"
                                .formatted(figures.difference(), figures.accepted()),
                        "keep a backup and the logs of all servers, and report it");
    }

    static List<Finding> cold(ColdFacts facts) {
        String seen =
                "%,d payloads (%,d MB) lie in the bucket"
                        .formatted(facts.payloads(), facts.bytes() / 1_000_000);
        return facts.trouble()
                .map(trouble ->
                        List.of(
                                problem(
                                        "cold storage",
                                        seen + ", and " + trouble.sentence(),
                                        trouble.remedy())))
                .orElseGet(() ->
                        facts.configured()
                                ? List.of(ok("cold storage", seen + ", which can be read"))
                                : List.of());
    }

    static List<Finding> warnings(String about, List<String> sentences, String well) {
        return sentences.isEmpty()
                ? List.of(ok(about, well))
                : sentences.stream()
                        .map(each -> warning(about, each, "see docs/running.md"))
                        .toList();
    }
}
