package io.hookbridge.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Forwarded} (RFC 7239, section 4). */
final class ForwardedHeader {

    /**
     * A name and its value; the value may also be what needs quotes and has none. What is in quotes
     * has at most 256 characters: no address is longer, and the pattern recurses for each.
     */
    private static final Pattern PAIR =
            Pattern.compile(
                    "\\s*(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.){0,256}+)\"|(?<bare>[^\\s\",;=]++))\\s*(?<end>[,;]|$)");

    private ForwardedHeader() {}

    /**
     * The value of {@code for} of each element, from left to right, without quotes; empty for an
     * element that has none.
     *
     * @param value all lines of the header, joined by commas
     * @return nothing if the header is malformed, or an element has two
     */
    static Optional<List<String>> addresses(String value) {
        List<String> addresses = new ArrayList<>();
        Matcher pair = PAIR.matcher(value);
        String address = "";
        boolean ended = false;
        while (!ended) {
            if (!pair.lookingAt()) {
                return Optional.empty();
            }
            if (pair.group("name").toLowerCase(Locale.ROOT).equals("for")) {
                if (!address.isEmpty()) {
                    return Optional.empty();
                }
                address =
                        pair.group("bare") == null
                                ? pair.group("quoted").replaceAll("\\\\(.)", "$1")
                                : pair.group("bare");
            }
            ended = pair.group("end").isEmpty();
            if (!pair.group("end").equals(";")) {
                addresses.add(address);
                address = "";
            }
            pair.region(pair.end(), value.length());
        }
        return Optional.of(addresses);
    }
}
