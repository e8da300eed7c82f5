package io.hookbridge.tenant.project;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TokenBucket;
import io.hookbridge.db.ChangeWatch;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How much each project may send: its requests per minute, and no more than a quarter of them
 * within one second. The buckets live in this process; each of several nodes allows its own share.
 */
public final class RequestLimits {

    /** The subject of {@code cache_version} that counts changes of projects. */
    private static final String ACCESS = "access";

    private static final int MOST_CACHED = 100_000;

    /** However small a project's limit is, a full batch fits into a second. */
    private static final int SMALLEST_BURST = 100;

    private final ProjectStore projects;
    private final ChangeWatch changes;
    private final LongSupplier ticker;
    private final Cache<ProjectId, Limit> limits =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).build();

    /** Whether a request may go on. */
    public sealed interface Verdict {

        /** It may. */
        record Within() implements Verdict {}

        /**
         * The minute's requests are used up.
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
    }

    /**
     * @param version of {@link #ACCESS} before the rate was read
     */
    private record Limit(int perMinute, TokenBucket minute, TokenBucket second, long version) {}

    /**
     * @param ticker nanoseconds of a clock that never steps back
     */
    public RequestLimits(Jdbi jdbi, ChangeWatch changes, LongSupplier ticker) {
        this.projects = new ProjectStore(jdbi);
        this.changes = changes;
        this.ticker = ticker;
    }

    /**
     * Takes {@code requests} from what the project may send.
     *
     * @param requests 1 to 100
     */
    public Verdict take(ProjectId project, int requests) {
        Limit limit = limit(project);
        Duration wait = limit.second().take(requests);
        if (!wait.isZero()) {
            return new Verdict.TooManyAtOnce(wait);
        }
        wait = limit.minute().take(requests);
        return wait.isZero() ? new Verdict.Within() : new Verdict.TooMany(wait);
    }

    private Limit limit(ProjectId project) {
        OptionalLong version = changes.version(ACCESS);
        Limit known = limits.getIfPresent(project);
        if (known != null && (version.isEmpty() || known.version() == version.getAsLong())) {
            return known;
        }
        int perMinute = projects.requestsPerMinute(project);
        Limit limit =
                known != null && known.perMinute() == perMinute
                        ? new Limit(perMinute, known.minute(), known.second(), version.orElse(-1))
                        : limit(perMinute, version.orElse(-1));
        limits.put(project, limit);
        return limit;
    }

    private Limit limit(int perMinute, long version) {
        int atOnce = Math.max(SMALLEST_BURST, perMinute / 4);
        return new Limit(
                perMinute,
                new TokenBucket(
                        Math.max(SMALLEST_BURST, perMinute),
                        Duration.ofMinutes(1).dividedBy(perMinute),
                        ticker),
                TokenBucket.perSecond(atOnce, ticker),
                version);
    }
}
