package io.hookbridge.console.endpoint;

import io.hookbridge.console.frame.Shell;

import java.util.List;

/**
 * How a signing key is changed without a delivery that the receiver refuses.
 *
 * @param path of this page, where its form goes
 * @param back the page of the endpoint
 * @param dropped what becomes of a second key that is there already; empty for one key
 */
public record RotatePage(
        Shell shell,
        String path,
        String back,
        String url,
        List<String> dropped,
        List<Overlap> overlaps) {

    /**
     * How long both keys sign.
     *
     * @param name what its phrase ends with
     * @param chosen whether it is meant unless another one is chosen
     */
    public record Overlap(int hours, String name, boolean chosen) {}

    /** All that can be chosen. */
    static final List<Overlap> OVERLAPS =
            List.of(
                    new Overlap(1, "hour", false),
                    new Overlap(24, "day", true),
                    new Overlap(168, "week", false),
                    new Overlap(0, "none", false));
}
