package io.hookbridge.tenant.apikey;

import io.hookbridge.access.Caller;
import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Authenticator;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.project.Project;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Recognises a caller by {@code Authorization: Bearer <API key>}.
 *
 * <p>Failures are counted by the network that they come from. What a network has used up is the
 * answer 401: from then on a key that does not work is answered 429, and one that works is let in,
 * whoever else has failed from there. So a key is looked up in any case; those that such a network
 * sends and that this node does not know yet wait for each other, so that somebody who guesses
 * never has more than {@link #LOOKUPS} of the database's connections, and {@link #MOST_WAITING} of
 * the places of requests; what finds the queue full is answered 503.
 */
public final class ApiKeyAuthenticator implements Authenticator {

    private static final String SCHEME = "Bearer ";

    /** A look-up by hash takes about 0.1 ms, so waiting for a few hundred others is short. */
    private static final int LOOKUPS = 2;

    /** Each of them holds a request's place. */
    private static final int MOST_WAITING = 64;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ApiKeys keys;
    private final TokenBuckets<String> failures;
    private final Semaphore lookups = new Semaphore(LOOKUPS, true);

    /**
     * @param failures how many failed authentications a network may make, see {@link
     *     io.hookbridge.base.ip.IpAddress#network}
     */
    public ApiKeyAuthenticator(ApiKeys keys, TokenBuckets<String> failures) {
        this.keys = keys;
        this.failures = failures;
    }

    @Override
    public Caller authenticate(Call call) {
        String network = call.address().network();
        Optional<FoundKey> found =
                bearer(call).flatMap(KeyText::parse).flatMap(key -> find(key, network));
        if (found.isEmpty() || found.get().isGone()) {
            throw refused(network);
        }
        if (found.get().tenant() == Tenant.Status.SUSPENDED) {
            throw new ApiError(
                    ErrorCode.TENANT_SUSPENDED,
                    "the tenant of this API key is suspended, ask the operator of this server");
        }
        if (found.get().project() == Project.Status.SUSPENDED) {
            throw new ApiError(ErrorCode.FORBIDDEN, "the project of this API key is suspended");
        }
        keys.used(found.get().key().id());
        return found.get().caller().from(call.address());
    }

    private Optional<FoundKey> find(KeyText key, String network) {
        return failures.wait(network).isZero()
                ? keys.find(key)
                : keys.findKnown(key).or(() -> findInTurn(key));
    }

    private Optional<FoundKey> findInTurn(KeyText key) {
        NeverBlocks.requireToBlock();
        if (!mayLookUp()) {
            throw new ApiError(
                            ErrorCode.SERVICE_UNAVAILABLE,
                            "too many API keys are being looked up, try again later")
                    .retryAfter(RETRY);
        }
        try {
            return keys.find(key);
        } finally {
            lookups.release();
        }
    }

    private boolean mayLookUp() {
        try {
            return lookups.getQueueLength() < MOST_WAITING
                    && lookups.tryAcquire(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ApiError refused(String network) {
        Duration wait = failures.take(network);
        return wait.isZero()
                ? new ApiError(ErrorCode.UNAUTHORIZED, "Invalid or missing API key")
                : new ApiError(
                                ErrorCode.RATE_LIMITED,
                                "too many failed authentications from this address, and the API key of"
                                        + " this call is invalid or missing as well")
                        .retryAfter(wait);
    }

    /** RFC 6750, section 2.1; the scheme's name has no case (RFC 9110, section 11.1). */
    private static Optional<String> bearer(Call call) {
        return call.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
    }
}
