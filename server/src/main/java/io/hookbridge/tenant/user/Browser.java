package io.hookbridge.tenant.user;

import io.hookbridge.http.Call;

/**
 * Where a session comes from, as far as it is kept.
 *
 * @param address the IP address, at most 64 characters
 * @param userAgent what the browser calls itself, at most 200 characters
 */
public record Browser(String address, String userAgent) {

    public Browser {
        address = cut(address, 64);
        userAgent = cut(userAgent, 200);
    }

    public static Browser of(Call call) {
        return new Browser(call.remoteAddress(), call.header("User-Agent").orElse(""));
    }

    /** Only printable ASCII: a header may hold anything. */
    private static String cut(String text, int most) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.substring(0, Math.min(most, printable.length()));
    }
}
