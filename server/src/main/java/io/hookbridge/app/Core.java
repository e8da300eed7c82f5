package io.hookbridge.app;

import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Role;
import io.hookbridge.app.config.Setting;
import io.hookbridge.app.running.Histograms;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.subscription.Allowances;
import io.hookbridge.billing.subscription.CachedSubscriptions;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.citus.NamedWorker;
import io.hookbridge.db.embedded.PostgresInTheBox;
import io.hookbridge.db.replica.Reads;
import io.hookbridge.db.replica.Replica;
import io.hookbridge.message.cold.ColdPayloads;
import io.hookbridge.message.cold.ColdStorage;
import io.hookbridge.message.search.SearchPayloads;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.actor.Makers;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.erasure.Erasures;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.RequestLimits;
import io.hookbridge.tenant.project.TenantLimits;
import io.hookbridge.tenant.user.PasswordLinks;
import io.hookbridge.tenant.user.Users;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the server and the administrative commands have in common: the storage and the features'
 * rules, without HTTP. Of a server it is the first part, and ends last.
 */
public final class Core implements AutoCloseable, Part {

    private static final Duration LOOK_AT_DATABASE = Duration.ofSeconds(1);

    public final Configuration configuration;
    public final InstantSource clock;
    final Uuid7 ids;

    /** Names this running server, in what it says of itself and in what it does alone. */
    final UUID server;

    final PrometheusMeterRegistry meters;
    public final Storage storage;
    public final Tenants tenants;
    public final Projects projects;
    final RequestLimits requestLimits;
    final SearchPayloads search;

    /** Empty if none was named, and for commands. */
    final Optional<Replica> replica;

    /** The same, and for servers that do not deliver. */
    final Optional<NamedWorker> worker;

    final Reads reads;
    final ColdStorage coldStorage;
    final ColdPayloads coldPayloads;
    final ChangeWatch changes;
    public final ApiKeys apiKeys;
    public final Users users;
    final PasswordLinks passwordLinks;
    final Makers makers;
    public final Erasures erasures;
    public final Plans plans;
    public final Subscriptions subscriptions;
    final CachedSubscriptions cachedSubscriptions;
    public final Allowances allowances;

    private Core(Configuration configuration, Storage.Embedded embedded) {
        this.configuration = configuration;
        clock = InstantSource.system();
        ids = new Uuid7(clock);
        server = ids.next();
        meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.config().meterFilter(new Histograms());
        storage = Storage.open(configuration.storage(), embedded, clock, meters);
        replica = embedded == Storage.Embedded.OWN ? replica() : Optional.empty();
        replica.ifPresent(named -> named.bindTo(meters));
        worker = embedded == Storage.Embedded.OWN ? worker() : Optional.empty();
        worker.ifPresent(named -> named.bindTo(meters));
        reads =
                replica.map(named -> Reads.of(storage.database(), named, meters))
                        .orElseGet(() -> Reads.ofPrimary(storage.database().reading()));
        var jdbi = storage.database().jdbi();
        var forMessages = storage.database().messages();
        coldStorage = configuration.messages().cold().storage(System::nanoTime);
        coldPayloads = new ColdPayloads(jdbi, coldStorage, storage.secrets(), meters);
        tenants = new Tenants(jdbi, ids, clock);
        changes = new ChangeWatch(storage.database().beside(), System::nanoTime);
        apiKeys = new ApiKeys(jdbi, forMessages, ids, clock, changes);
        users = new Users(jdbi, ids, clock);
        passwordLinks = new PasswordLinks(jdbi, ids, clock);
        makers = new Makers(tenants, apiKeys, users);
        erasures = new Erasures(jdbi, ids, clock);
        plans = configuration.billing().plans();
        subscriptions = new Subscriptions(jdbi, ids, clock);
        cachedSubscriptions =
                new CachedSubscriptions(new Subscriptions(forMessages, ids, clock), changes);
        allowances =
                new Allowances(
                        subscriptions,
                        cachedSubscriptions,
                        configuration.billing()::limitsBook,
                        plans,
                        clock);
        projects = new Projects(jdbi, configuration.messages().retries(), ids, clock, this::limits);
        search = new SearchPayloads(configuration.messages().searchDays(), clock);
        requestLimits = new RequestLimits(forMessages, this::limits, changes, System::nanoTime);
    }

    private Optional<Replica> replica() {
        return configuration
                .storage()
                .replica()
                .map(named ->
                        new Replica(
                                named.address(),
                                configuration.storage().connections(),
                                named.mostLag(),
                                server,
                                storage.database().beside(),
                                System::nanoTime));
    }

    private Optional<NamedWorker> worker() {
        return configuration
                .storage()
                .worker()
                .filter(_ -> configuration.roles().contains(Role.DELIVER))
                .map(address ->
                        new NamedWorker(address, storage.database().beside(), System::nanoTime));
    }

    private TenantLimits limits(TenantId tenant, Mode mode) {
        Plan plan = allowances.of(tenant, mode).plan();
        return new TenantLimits(
                plan.limits().maxProjects(),
                plan.limits().sendsPerMinute(),
                plan.limits().callsPerMinute(),
                plan.retryLimits(),
                plan.name());
    }

    /** For a server: the embedded PostgreSQL is its own. */
    static Core forServer(Configuration configuration) {
        return new Core(configuration, Storage.Embedded.OWN);
    }

    /**
     * For a command: a running server may be using the embedded PostgreSQL.
     *
     * @throws StartFailure if there is no installation, and none is made
     */
    public static Core forCommand(Configuration configuration) {
        if (configuration.storage().database().isEmpty()
                && !PostgresInTheBox.wasStartedIn(configuration.storage().dataDir())) {
            throw new StartFailure(
                    "there is no installation in %s: begin one with ./hookbridge up, or say where it is, with %s or %s"
                            .formatted(
                                    configuration.storage().dataDir(),
                                    Setting.DATA_DIR.variable(),
                                    Setting.DATABASE_URL.variable()));
        }
        return new Core(configuration, Storage.Embedded.SHARE);
    }

    @Override
    public List<Loop> loops(Set<Role> roles) {
        List<Loop> loops = new ArrayList<>();
        loops.add(new Loop("database", LOOK_AT_DATABASE, storage.database()::look));
        loops.add(new Loop("changes", ChangeWatch.EVERY, changes::look));
        replica.ifPresent(named -> loops.add(new Loop("replica", Replica.EVERY, named::look)));
        worker.ifPresent(named -> loops.add(new Loop("worker", NamedWorker.EVERY, named::look)));
        return loops;
    }

    @Override
    public void stop() {
        close();
    }

    @Override
    public void close() {
        replica.ifPresent(Replica::close);
        worker.ifPresent(NamedWorker::close);
        storage.close();
    }
}
