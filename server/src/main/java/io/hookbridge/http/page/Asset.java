package io.hookbridge.http.page;

import io.hookbridge.base.Sha256;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * A file that pages refer to. Its path holds the hash of its content, so that browsers may keep it
 * for ever and never show an old one.
 */
final class Asset {

    private static final String KEEP = "public, max-age=31536000, immutable";

    private final String path;
    private final String contentType;
    private final byte[] content;

    private Asset(String path, String contentType, byte[] content) {
        this.path = path;
        this.contentType = contentType;
        this.content = content;
    }

    /** Reads {@code name} from this package's resources. */
    static Asset load(String name, String contentType) {
        try (InputStream resource = Asset.class.getResourceAsStream(name)) {
            byte[] content =
                    Objects.requireNonNull(resource, name + " is not in the jar").readAllBytes();
            return of(name, contentType, content);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * @param name of the file, with its ending
     */
    static Asset of(String name, String contentType, byte[] content) {
        int dot = name.lastIndexOf('.');
        String path =
                "/assets/"
                        + name.substring(0, dot)
                        + "."
                        + HexFormat.of().formatHex(Sha256.of(content), 0, 8)
                        + name.substring(dot);
        return new Asset(path, contentType, content);
    }

    /** Such as {@code /assets/hookbridge.0123456789abcdef.css}. */
    String path() {
        return path;
    }

    /** The hash of its content, as {@code integrity} of an element gives it. */
    String integrity() {
        return "sha256-" + Base64.getEncoder().encodeToString(Sha256.of(content));
    }

    Route route() {
        Answer file = Answer.document(contentType, content, Map.of("Cache-Control", KEEP));
        return Route.open("GET", path, _ -> file);
    }
}
