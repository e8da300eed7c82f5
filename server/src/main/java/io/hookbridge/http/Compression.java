package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Which answers are compressed for clients that take gzip: text of some length. A page only where
 * the browser says that the person or a page of ours asked for it ({@code Sec-Fetch-Site}, Fetch
 * Metadata, section 2.3).
 *
 * <p>A page holds what only the person may see beside what was asked for. Whoever can make a
 * browser ask for such a page with text of his choice, and see how long the compressed answer is,
 * could guess the rest letter by letter (the attack called BREACH): such a request comes from
 * another site, and the browser says so. Answers of the API hold no secret beside text of somebody
 * else.
 *
 * <p>Not Vert.x's own: it does not know what a page is, and it compresses on the event loop.
 */
final class Compression {

    /** Shorter answers fit into one packet anyway. In bytes. */
    static final int SHORTEST = 1024;

    static final String GZIP = "gzip";

    private static final String TAKEN = "Accept-Encoding";
    private static final String FROM = "Sec-Fetch-Site";

    /** Of our own pages, and of nobody but the person: an address that was typed, a bookmark. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private static final Set<String> TEXT =
            Set.of("application/json", "application/yaml", "image/svg+xml");

    /** A weight of zero. */
    private static final Pattern NEVER = Pattern.compile("\\s*[qQ]\\s*=\\s*0(?:\\.0{0,3})?\\s*");

    private Compression() {}

    /** Whether the coding of an answer depends on what the client takes. */
    static boolean concerns(@Nullable String contentType, long length) {
        return length >= SHORTEST && contentType != null && isText(contentType);
    }

    /**
     * The headers of a request on which the coding of its answer depends, as {@code Vary} has them.
     */
    static String varies(@Nullable Route route) {
        return isPage(route) ? TAKEN + ", " + FROM : TAKEN;
    }

    private static boolean isPage(@Nullable Route route) {
        return route != null && route.isPage();
    }

    private static boolean isText(String contentType) {
        return contentType.startsWith("text/")
                || TEXT.contains(contentType.split(";", 2)[0].strip());
    }

    /**
     * Whether a client says that it takes gzip (RFC 9110, section 12.5.3), and may have it.
     *
     * @param asked the headers of the request
     */
    static boolean isWanted(@Nullable Route route, Headers asked) {
        return isTaken(asked)
                && (!isPage(route) || asked.all(FROM).stream().anyMatch(OWN::contains));
    }

    private static boolean isTaken(Headers asked) {
        return asked.all(TAKEN).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(coding -> coding.split(";", 2))
                .anyMatch(coding ->
                        coding[0].strip().equalsIgnoreCase(GZIP)
                                && (coding.length == 1 || !NEVER.matcher(coding[1]).matches()));
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }
}
