package io.hookbridge.http;

import io.hookbridge.access.Caller;

/** Finds out who makes a call. */
@FunctionalInterface
public interface Authenticator {

    /**
     * The caller behind {@code call}.
     *
     * @throws ApiError {@code UNAUTHORIZED} if nobody can be recognised, {@code RATE_LIMITED} after
     *     too many failures
     */
    Caller authenticate(Call call);
}
