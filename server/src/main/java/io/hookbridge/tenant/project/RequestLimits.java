package io.hookbridge.tenant.project;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.access.Environment;
import io.hookbridge.access.TenantSide;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.TokenBucket;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.cache.Subject;
import io.hookbridge.db.cache.VersionedCache;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Members;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * How often a tenant may ask. Requests to send are limited for each environment, by its project's
 * rate and no more than a quarter of it within one second, and for all projects of the tenant
 * together, by the plan. All other requests are limited for the tenant, apart from those to send.
 * Live and test have buckets of their own each, so that a test takes nothing from what is live. So
 * has each session for its pages, so that no key that got into wrong hands, and no other person,
 * keeps somebody from the page that stops them. The buckets live in this process; each of several
 * nodes allows its own share.
 */
public final class RequestLimits {

    private static final int MOST_CACHED = 100_000;

    /** However small an environment's limit is, a full batch fits into a second. */
    private static final int SMALLEST_BURST = 100;

    private final ProjectStore projects;
    private final TenantLimits.OfTenant plans;
    private final Ticker ticker;
    private final VersionedCache<EnvironmentId, Integer> rates;
    private final Cache<EnvironmentId, EnvironmentBuckets> ofEnvironments =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).executor(Runnable::run).build();
    private final Cache<TenantSide, TenantBuckets> ofTenants =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).executor(Runnable::run).build();

    private final Cache<PagesOf, TokenBucket> ofSessions =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).executor(Runnable::run).build();

    /** Whether a request may go on. */
    public sealed interface Verdict {

        /** It may. */
        final class Within implements Verdict {

            private final List<TokenBucket> taken;
            private final int requests;

            Within(int requests, TokenBucket... taken) {
                this.requests = requests;
                this.taken = List.of(taken);
            }

            /**
             * Gives back what was taken for requests that were not begun. Never waits. To be called
             * once at the most.
             */
            public void giveBack() {
                taken.forEach(bucket -> bucket.giveBack(requests));
            }
        }

        /**
         * The minute's requests of the environment are used up.
         *
         * @param retryAfter until there is room, more than zero
         */
        record TooMany(Duration retryAfter) implements Verdict {}

        /**
         * Too many came at once.
         *
         * @param retryAfter until there is room, more than zero
         */
        record TooManyAtOnce(Duration retryAfter) implements Verdict {}

        /**
         * What the plan allows in a minute is used up.
         *
         * @param limit its name in {@code GET /v1/billing/subscription}
         * @param allowed its value
         * @param retryAfter until there is room, more than zero
         */
        record PlanUsedUp(String limit, int allowed, String plan, Duration retryAfter)
                implements Verdict {

            /** What the caller is told. */
            public ApiError refusal() {
                return new ApiError(
                                ErrorCode.RATE_LIMIT_EXCEEDED,
                                "the plan \"%s\" allows %d such requests in a minute; send fewer or change the plan"
                                        .formatted(plan, allowed))
                        .with(
                                Members.of(
                                        "limit", limit,
                                        "allowed", allowed,
                                        "plan", plan,
                                        "retry_after_ms", retryAfter.plusNanos(999_999).toMillis()))
                        .retryAfter(retryAfter);
            }
        }
    }

    /**
     * @param perMinute that the buckets are of
     */
    private record EnvironmentBuckets(int perMinute, TokenBucket minute, TokenBucket second) {}

    /**
     * @param limits that the buckets are of
     */
    private record TenantBuckets(TenantLimits limits, TokenBucket sends, TokenBucket calls) {}

    /**
     * @param perMinute that the bucket is of
     */
    private record PagesOf(UUID session, int perMinute) {}

    public RequestLimits(
            Jdbi jdbi, TenantLimits.OfTenant plans, ChangeWatch changes, Ticker ticker) {
        this.projects = new ProjectStore(jdbi);
        this.plans = plans;
        this.ticker = ticker;
        this.rates =
                new VersionedCache<>(
                        changes, (environment, _) -> new Subject("access", environment.value()));
    }

    /**
     * Takes {@code requests} from what the environment, and its tenant in its mode, may send.
     *
     * @param requests 1 to 100
     * @throws WouldBlockException on a thread that must not wait, if the limits have to be read
     *     first; nothing was taken
     */
    public Verdict takeSends(Environment environment, int requests) {
        TenantBuckets all = buckets(environment.side());
        EnvironmentBuckets own = buckets(environment.id(), all.limits().sendsPerMinute());
        Duration wait = own.second().take(requests);
        if (!wait.isZero()) {
            return new Verdict.TooManyAtOnce(wait);
        }
        wait = own.minute().take(requests);
        if (!wait.isZero()) {
            own.second().giveBack(requests);
            return new Verdict.TooMany(wait);
        }
        wait = all.sends().take(requests);
        if (!wait.isZero()) {
            own.second().giveBack(requests);
            own.minute().giveBack(requests);
            return usedUp("sends_per_minute", all.limits().sendsPerMinute(), all.limits(), wait);
        }
        return new Verdict.Within(requests, own.second(), own.minute(), all.sends());
    }

    /**
     * Takes one from what the tenant may ask for besides sending.
     *
     * @throws ApiError {@code RATE_LIMIT_EXCEEDED} if there is none
     */
    public void requireCall(TenantId tenant, Mode mode) {
        TenantBuckets buckets = buckets(new TenantSide(tenant, mode));
        Duration wait = buckets.calls().take();
        if (!wait.isZero()) {
            throw tooManyCalls(buckets.limits(), wait);
        }
    }

    /**
     * Takes one from the pages that a session of the tenant may ask for, as many as the plan allows
     * calls in live.
     *
     * @throws ApiError {@code RATE_LIMIT_EXCEEDED} if there is none
     */
    public void requirePage(TenantId tenant, UUID session) {
        TenantLimits limits = plans.of(tenant, Mode.LIVE);
        Duration wait =
                ofSessions
                        .get(
                                new PagesOf(session, limits.callsPerMinute()),
                                pages -> aMinute(pages.perMinute()))
                        .take();
        if (!wait.isZero()) {
            throw tooManyCalls(limits, wait);
        }
    }

    private static ApiError tooManyCalls(TenantLimits limits, Duration wait) {
        return usedUp("calls_per_minute", limits.callsPerMinute(), limits, wait).refusal();
    }

    private static Verdict.PlanUsedUp usedUp(
            String limit, int allowed, TenantLimits limits, Duration wait) {
        return new Verdict.PlanUsedUp(limit, allowed, limits.plan(), wait);
    }

    private TenantBuckets buckets(TenantSide side) {
        TenantLimits limits = plans.of(side.tenant(), side.mode());
        TenantBuckets known = ofTenants.getIfPresent(side);
        if (known != null && known.limits().equals(limits)) {
            return known;
        }
        // Together, so that requests at the same time share one.
        return ofTenants
                .asMap()
                .compute(
                        side,
                        (_, present) ->
                                present != null && present.limits().equals(limits)
                                        ? present
                                        : new TenantBuckets(
                                                limits,
                                                aMinute(limits.sendsPerMinute()),
                                                aMinute(limits.callsPerMinute())));
    }

    private TokenBucket aMinute(int tokens) {
        return new TokenBucket(tokens, Duration.ofMinutes(1).dividedBy(tokens), ticker);
    }

    /**
     * @param most that the plan allows
     */
    private EnvironmentBuckets buckets(EnvironmentId environment, int most) {
        int perMinute = Math.min(rates.get(environment, projects::requestsPerMinute), most);
        EnvironmentBuckets known = ofEnvironments.getIfPresent(environment);
        if (known != null && known.perMinute() == perMinute) {
            return known;
        }
        // Together, so that requests at the same time share one.
        return ofEnvironments
                .asMap()
                .compute(
                        environment,
                        (_, present) ->
                                present != null && present.perMinute() == perMinute
                                        ? present
                                        : buckets(perMinute));
    }

    private EnvironmentBuckets buckets(int perMinute) {
        return new EnvironmentBuckets(
                perMinute,
                new TokenBucket(
                        Math.max(SMALLEST_BURST, perMinute),
                        Duration.ofMinutes(1).dividedBy(perMinute),
                        ticker),
                TokenBucket.perSecond(Math.max(SMALLEST_BURST, perMinute / 4), ticker));
    }
}
