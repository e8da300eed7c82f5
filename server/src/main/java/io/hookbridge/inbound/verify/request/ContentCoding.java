package io.hookbridge.inbound.verify.request;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Undoes the coding of a body whose sender signed it before it compressed it. */
public final class ContentCoding {

    /** Undoes it for whoever judges a request, who may ask more than once. */
    @FunctionalInterface
    public interface Undoing {

        /** As {@link ContentCoding#undone}. */
        Optional<byte[]> undone(ReceivedRequest request);
    }

    private static final List<String> GZIP = List.of("gzip", "x-gzip");

    private ContentCoding() {}

    /**
     * The body as it was before it was compressed: gzip, if {@code Content-Encoding} says so or the
     * body begins as no text does. Everything else is itself, also what only says that it is gzip.
     *
     * @return empty if there are more than {@link ReceivedRequest#mostDecoded} bytes
     */
    public static Optional<byte[]> undone(ReceivedRequest request) {
        byte[] body = request.body();
        if (!isCompressed(request)) {
            return Optional.of(body);
        }
        try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] decoded = text.readNBytes(request.mostDecoded());
            return text.read() < 0 ? Optional.of(decoded) : Optional.empty();
        } catch (IOException malformed) {
            return Optional.of(body);
        }
    }

    /** Whether the body is compressed with gzip, or says so. */
    public static boolean isCompressed(ReceivedRequest request) {
        return beginsLikeGzip(request.body())
                || request.headers("Content-Encoding")
                        .anyMatch(coding -> GZIP.contains(coding.toLowerCase(Locale.ROOT)));
    }

    private static boolean beginsLikeGzip(byte[] body) {
        return body.length >= 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
    }
}
