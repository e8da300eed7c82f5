package io.hookbridge.delivery.target;

import io.hookbridge.base.LikelySecret;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A URL as it may be kept with an attempt: what may be a secret in its query is masked. */
public final class MaskedUrl {

    private MaskedUrl() {}

    /**
     * @param url absolute, without a fragment
     */
    public static String of(String url) {
        int query = url.indexOf('?') + 1;
        return query == 0
                ? url
                : Arrays.stream(url.substring(query).split("&", -1))
                        .map(MaskedUrl::member)
                        .collect(Collectors.joining("&", url.substring(0, query), ""));
    }

    private static String member(String member) {
        int value = member.indexOf('=') + 1;
        boolean secret =
                value > 0
                        && LikelySecret.is(
                                decoded(member.substring(0, value - 1)),
                                decoded(member.substring(value)));
        return secret ? member.substring(0, value) + LikelySecret.MASK : member;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
