package io.hookbridge.tenant.apikey;

import io.hookbridge.base.TokenBuckets;
import io.hookbridge.http.Actor;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Authenticator;
import io.hookbridge.http.Call;
import io.hookbridge.http.Caller;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.project.Project;

import java.time.Duration;
import java.util.Optional;

/**
 * Recognises a caller by {@code Authorization: Bearer <API key>}.
 *
 * <p>Failures are counted by address. An address that has used up its failures gets 429 without a
 * look into the database; a key that works is never counted.
 */
public final class ApiKeyAuthenticator implements Authenticator {

    private static final String SCHEME = "Bearer ";

    private final ApiKeys keys;
    private final TokenBuckets<String> failures;

    /**
     * @param failures how many failed authentications an address may make
     */
    public ApiKeyAuthenticator(ApiKeys keys, TokenBuckets<String> failures) {
        this.keys = keys;
        this.failures = failures;
    }

    @Override
    public Caller authenticate(Call call) {
        Optional<KeyText> text = bearer(call).flatMap(KeyText::parse);
        Duration wait = failures.wait(call.remoteAddress());
        Optional<ApiKeyStore.Found> found =
                wait.isZero() ? text.flatMap(keys::find) : text.flatMap(keys::findKnown);
        if (found.isEmpty() && !wait.isZero()) {
            throw new ApiError(
                            ErrorCode.RATE_LIMITED,
                            "too many failed authentications from this address, try again later")
                    .retryAfter(wait);
        }
        if (found.isEmpty() || found.get().isGone()) {
            failures.take(call.remoteAddress());
            throw new ApiError(ErrorCode.UNAUTHORIZED, "Invalid or missing API key");
        }
        if (found.get().tenant() == Tenant.Status.SUSPENDED) {
            throw new ApiError(
                    ErrorCode.TENANT_SUSPENDED,
                    "the tenant of this API key is suspended, ask the operator of this server");
        }
        if (found.get().project() == Project.Status.SUSPENDED) {
            throw new ApiError(ErrorCode.FORBIDDEN, "the project of this API key is suspended");
        }
        ApiKey key = found.get().key();
        keys.used(key.id());
        return new Caller(
                key.tenant(),
                key.project(),
                key.mode(),
                key.permissions(),
                new Actor(Actor.Kind.API_KEY, key.id().toString()));
    }

    /** RFC 6750, section 2.1; the scheme's name has no case (RFC 9110, section 11.1). */
    private static Optional<String> bearer(Call call) {
        return call.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
    }
}
