package io.hookbridge.tenant.user;

import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.http.Call;

/**
 * Where a session comes from, as far as it is kept.
 *
 * @param address where it is, as the whole server has it
 * @param userAgent what the browser calls itself, at most 200 characters
 */
public record Browser(IpAddress address, String userAgent) {

    private static final int LONGEST = 200;

    public Browser {
        // Only printable ASCII: a header may hold anything.
        String printable = userAgent.replaceAll("[^ -~]", "?");
        userAgent = printable.substring(0, Math.min(LONGEST, printable.length()));
    }

    public static Browser of(Call call) {
        return new Browser(call.address(), call.header("User-Agent").orElse(""));
    }
}
