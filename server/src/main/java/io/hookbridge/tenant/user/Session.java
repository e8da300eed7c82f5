package io.hookbridge.tenant.user;

import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A browser that somebody is signed in with.
 *
 * @param selected the project the person chose; null if none was chosen, and possibly deleted since
 * @param mode the side of the tenant's data that is looked at
 * @param lastSeenAt within a minute
 * @param address the IP address at sign-in
 * @param userAgent what the browser called itself, cut short
 * @param keepsForm whether what was typed before it began is to be put back into a form
 */
public record Session(
        SessionId id,
        User user,
        @Nullable ProjectId selected,
        Mode mode,
        Instant createdAt,
        Instant lastSeenAt,
        String address,
        String userAgent,
        boolean keepsForm) {}
