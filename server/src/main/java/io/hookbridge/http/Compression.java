package io.hookbridge.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Which answers are compressed for clients that take gzip: text of some length, except for pages.
 *
 * <p>A page holds the token of its forms beside what was typed into it. Whoever can make a browser
 * ask for such a page with text of his choice, and see how long the compressed answer is, reads the
 * token letter by letter (the attack called BREACH). Answers of the API hold no secret beside text
 * of somebody else.
 *
 * <p>Not Jetty's handler: the one in its core is about to be removed, and neither it nor its
 * successor knows what a page is.
 */
final class Compression {

    /** Shorter answers fit into one packet anyway. In bytes. */
    static final int SHORTEST = 1024;

    static final String GZIP = "gzip";

    private static final Set<String> TEXT =
            Set.of("application/json", "application/yaml", "image/svg+xml");

    private Compression() {}

    /** Whether the coding of an answer depends on what the client takes. */
    static boolean concerns(Request request, @Nullable String contentType, long length) {
        boolean page =
                request.getAttribute(RequestLog.ROUTE) instanceof Route route && route.isPage();
        return length >= SHORTEST && !page && contentType != null && isText(contentType);
    }

    private static boolean isText(String contentType) {
        return contentType.startsWith("text/")
                || TEXT.contains(contentType.split(";", 2)[0].strip());
    }

    static boolean isTaken(Request request) {
        return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING).stream()
                .anyMatch(GZIP::equalsIgnoreCase);
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
