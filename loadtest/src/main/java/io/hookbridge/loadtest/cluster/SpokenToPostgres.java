package io.hookbridge.loadtest.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Follows what one client says to PostgreSQL, in version 3 of its protocol without encryption
 * (PostgreSQL's documentation, "Message Formats"), as far as moments can be told from it.
 */
final class SpokenToPostgres {

    /** What is kept of a frame: enough for the beginning of a statement behind its name. */
    private static final int KEPT = 128;

    private static final int VERSION_3 = 3;
    private static final int LENGTH = 4;
    private static final Pattern COPY_OF_MESSAGES =
            Pattern.compile("copy\\s+message\\b.*", Pattern.DOTALL);

    private final Map<String, String> prepared = new HashMap<>();
    private final ByteBuffer head = ByteBuffer.allocate(1 + LENGTH);
    private final ByteBuffer kept = ByteBuffer.allocate(KEPT);
    private boolean started;
    private long toCome;
    private String bound = "";
    private String copying = "";
    private boolean copied;

    /** The last moment that was reached with these bytes, if any. */
    Optional<Moment> hear(byte[] bytes, int length) {
        Optional<Moment> reached = Optional.empty();
        int at = 0;
        while (at < length) {
            if (toCome > 0) {
                int part = (int) Math.min(toCome, length - at);
                kept.put(bytes, at, Math.min(part, kept.remaining()));
                at += part;
                toCome -= part;
            } else {
                head.put(bytes[at++]);
                begin();
            }
            if (toCome == 0 && isWhole()) {
                Optional<Moment> moment = heard();
                reached = moment.isPresent() ? moment : reached;
            }
        }
        return reached;
    }

    private boolean isWhole() {
        return head.position() == headSize();
    }

    /** The first frames of a connection have no type. */
    private int headSize() {
        return started ? 1 + LENGTH : LENGTH;
    }

    private void begin() {
        if (isWhole()) {
            kept.clear();
            toCome = Math.max(0, head.getInt(headSize() - LENGTH) - LENGTH);
        }
    }

    private Optional<Moment> heard() {
        char type = started ? (char) head.get(0) : ' ';
        head.clear();
        kept.flip();
        return switch (type) {
            case ' ' -> {
                started = kept.remaining() >= LENGTH && kept.getInt() >> Short.SIZE == VERSION_3;
                yield Optional.empty();
            }
            case 'Q' -> executed(text());
            case 'P' -> {
                prepared.put(text(), text());
                yield Optional.empty();
            }
            case 'B' -> {
                text();
                bound = prepared.getOrDefault(text(), "");
                yield Optional.empty();
            }
            case 'E' -> executed(bound);
            case 'c' -> {
                copied |= COPY_OF_MESSAGES.matcher(copying).matches();
                yield copied ? Optional.of(Moment.COPIED) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private Optional<Moment> executed(String statement) {
        String plain = statement.strip().toLowerCase(Locale.ROOT);
        if (plain.startsWith("commit") || plain.startsWith("rollback")) {
            boolean commits = copied && plain.startsWith("commit");
            copied = false;
            return commits ? Optional.of(Moment.COMMITS) : Optional.empty();
        }
        copying = plain;
        return Optional.empty();
    }

    /** What stands here up to the next zero. */
    private String text() {
        int from = kept.position();
        while (kept.hasRemaining() && kept.get() != 0) {
            // Until it ends.
        }
        int end = kept.position();
        return new String(kept.array(), from, Math.max(0, end - from), StandardCharsets.UTF_8)
                .replace("\0", "");
    }
}
