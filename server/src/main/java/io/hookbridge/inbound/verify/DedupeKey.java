package io.hookbridge.inbound.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.hookbridge.base.Sha256;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What tells an event from all others of its endpoint.
 *
 * @param parts in their order; a part that was not there is another one than an empty part
 * @param content a hash of what is signed and stays the same whenever the event is sent, where the
 *     parts are not signed: who has seen an event could send it again under the id of one that is
 *     still to come, which would then be taken for a repetition. Empty where that cannot be
 */
public record DedupeKey(List<Optional<String>> parts, Optional<String> content) {

    public DedupeKey {
        parts = List.copyOf(parts);
    }

    /** The key of these parts; empty if none of them has a character. */
    static Optional<DedupeKey> of(List<Optional<String>> parts, Optional<String> content) {
        return parts.stream().anyMatch(part -> part.filter(text -> !text.isEmpty()).isPresent())
                ? Optional.of(new DedupeKey(parts, content))
                : Optional.empty();
    }

    /** 32 bytes that differ wherever keys do, however long these are. */
    public byte[] hash() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeInt(parts.size());
            for (Optional<String> part : parts) {
                write(part, out);
            }
            write(content, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Sha256.of(bytes.toByteArray());
    }

    private static void write(Optional<String> part, DataOutputStream out) throws IOException {
        byte[] text = part.orElse("").getBytes(UTF_8);
        out.writeBoolean(part.isPresent());
        out.writeInt(text.length);
        out.write(text);
    }

    /** The parts that were there with colons between, to be shown. */
    public String text() {
        return parts.stream().flatMap(Optional::stream).collect(joining(":"));
    }
}
