package io.hookbridge.inbound.receive;

import io.hookbridge.base.Sha256;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What repetitions of a request are known by: the values of some of its headers. Each is written
 * behind its length, so that no two requests run together, and a missing one is not an empty one.
 * Behind them stands the hash of the body where that is signed, because the headers are not: who
 * has seen a request could send it again under the id of an event that is still to come.
 */
final class DedupeKey {

    /** As {@code idempotency_key} in the database. */
    private static final int LONGEST = 255;

    private DedupeKey() {}

    /**
     * Empty if none of the headers is there: such requests have nothing that tells them apart.
     *
     * @param names in their order
     * @param bodyIsSigned whether nobody without a secret can have made the body
     */
    static Optional<String> of(List<String> names, boolean bodyIsSigned, Incoming request) {
        List<Optional<String>> values = names.stream().map(request::header).toList();
        if (values.stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        StringBuilder key = new StringBuilder();
        for (Optional<String> value : values) {
            key.append(key.isEmpty() ? "" : ",");
            key.append(value.map(text -> text.length() + ":" + text).orElse("-"));
        }
        if (bodyIsSigned) {
            key.append(";").append(HexFormat.of().formatHex(Sha256.of(request.body())));
        }
        String text = key.toString();
        boolean fits = text.length() <= LONGEST && text.chars().allMatch(c -> c >= ' ' && c < 127);
        return Optional.of(fits ? text : "sha256:" + HexFormat.of().formatHex(Sha256.of(text)));
    }
}
