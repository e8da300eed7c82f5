package io.hookbridge.outbound.endpoint;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.PlanRoom;
import io.hookbridge.delivery.target.TargetUrls;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.MessageStore;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.TargetCheck;
import io.hookbridge.net.dns.HostLookup;
import io.hookbridge.net.dns.SilentNameException;
import io.hookbridge.retry.RetryPolicy;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The rules of endpoints on a database of their own: a tenant on plan free with one project, a name
 * service that knows three names and is silent about a fourth, and a clock that stands still.
 */
public final class EndpointTrial implements AutoCloseable {

    public static final String REQUEST = "req_00000000000000000000000000000001";

    public final Instant now = Instant.parse("2026-11-22T09:30:00.123Z");
    public final Uuid7 ids = new Uuid7(Instant::now);
    public final AtomicLong nanos = new AtomicLong(1);
    final List<EndpointId> resumed = new ArrayList<>();

    /** What happens while a resumption counts the messages that wait. */
    Runnable whileCounting = () -> {};

    public final Jdbi jdbi;
    final MessageRows rows;
    public final ChangeWatch changes;
    public final DeliveryTargets targets;
    public final Endpoints endpoints;
    public final Caller caller;

    public final SecretBox secrets = secrets();

    private final TestDatabase database = TestDatabase.create();

    public EndpointTrial() {
        jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
        rows = MessageRows.ofStranger(jdbi);
        changes = new ChangeWatch(jdbi, nanos::get);
        targets = targets(changes);
        Allowance free = new Allowance(Plans.shipped().free(), Mode.LIVE);
        HostLookup names = EndpointTrial::lookup;
        endpoints =
                new Endpoints(
                        jdbi,
                        secrets,
                        RetryPolicy.DEFAULT,
                        new TargetUrls(new TargetCheck(new AddressRules(List.of()), names)),
                        new PlanRoom(jdbi, (_, _) -> free),
                        targets,
                        ids,
                        () -> now,
                        new Endpoints.Deliveries(
                                (environment, endpoint) -> {
                                    whileCounting.run();
                                    return new MessageStore(jdbi)
                                            .queued(environment, endpoint, now);
                                },
                                resumed::add));
        caller = caller(rows.tenant(), rows.environment());
    }

    /** The targets as a node sees them that hears of changes by {@code watch}. */
    public DeliveryTargets targets(ChangeWatch watch) {
        return new DeliveryTargets(
                new EndpointTargets(jdbi, secrets, RetryPolicy.DEFAULT, ids), watch);
    }

    static Caller caller(TenantId tenant, EnvironmentId environment) {
        return new Caller(
                new Environment(environment, new ProjectId(environment.value()), tenant, Mode.LIVE),
                EnumSet.allOf(Permission.class),
                new Actor(Actor.Kind.API_KEY, "key_1"));
    }

    private static CompletableFuture<List<InetAddress>> lookup(String host) {
        return switch (host) {
            case "good.example" -> found("93.184.216.34");
            case "inside.example" -> found("10.0.0.7");
            case "half.example" -> found("93.184.216.34", "169.254.169.254");
            case "silent.example" -> CompletableFuture.failedFuture(new SilentNameException(host));
            default -> CompletableFuture.failedFuture(new UnknownHostException(host));
        };
    }

    private static CompletableFuture<List<InetAddress>> found(String... addresses) {
        return CompletableFuture.completedFuture(
                Stream.of(addresses).map(InetAddress::ofLiteral).toList());
    }

    private static SecretBox secrets() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "endpoints");
            return SecretBox.open(folder.resolve("secret.key"), true);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What a caller says who only gives a URL. */
    public static EndpointFields url(@Nullable String url) {
        return new EndpointFields(url, null, null, null, null, null, null, null, null);
    }

    public Endpoints.Created create(String url) {
        return endpoints.create(url(url), caller, REQUEST);
    }

    /** The receiver of an endpoint answers 410 to what was sent just now. */
    public void gone(EndpointId id) {
        TargetId target = TargetId.of(id);
        String url = targets.find(target).orElseThrow().url();
        targets.pauseBecauseGone(target, url, now, now);
    }

    /** The actions of the audit rows about {@code subject}, oldest first. */
    public List<String> audited(Object subject) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT action FROM audit_event WHERE subject = :s ORDER BY id")
                        .bind("s", subject.toString())
                        .mapTo(String.class)
                        .list());
    }

    @Override
    public void close() {
        database.close();
    }
}
