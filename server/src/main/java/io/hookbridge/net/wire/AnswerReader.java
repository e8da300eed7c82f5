package io.hookbridge.net.wire;

import io.hookbridge.net.Header;
import io.hookbridge.net.Outcome;
import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the answer to one POST from the bytes of a connection. Not for use by many threads. */
public final class AnswerReader {

    /**
     * For everything beside the body: heads, interim answers, chunks' lines and trailers. To read
     * so much takes some ten milliseconds, in which a loop does nothing else.
     */
    private static final int MOST_BESIDE_BODY = 256 * 1024;

    private static final String VERSION = "HTTP/1.";

    /** Where the status begins and ends in a status line. */
    private static final int STATUS = "HTTP/1.1 ".length();

    private static final int STATUS_END = STATUS + 3;

    private static final Pattern CHUNK =
            Pattern.compile(
                    "(?=[0-9A-Fa-f])0*+([0-9A-Fa-f]{0,15}+)[ \t]*+(?:;.*)?", Pattern.DOTALL);

    /** How far the answer has come. */
    public enum Progress {
        /** More is to come. */
        PARTIAL,
        /** All that is read of it has come. */
        COMPLETE,
        /** It has no status that a final answer can have. */
        NO_STATUS,
        /** It is not HTTP, or has no end that could be found. */
        BROKEN,
        /** More came beside the body than is read. */
        TOO_LONG
    }

    private enum Part {
        STATUS_LINE,
        FIELD,
        BODY,
        CHUNK_LINE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        NOTHING
    }

    private final int keptBytes;
    private final Body body;
    private final Line line = new Line();
    private final List<Header> headers = new ArrayList<>();
    private Part part = Part.STATUS_LINE;
    private Progress progress = Progress.PARTIAL;
    private Framing framing = new Framing(false);
    private Framing.@Nullable End end;
    private @Nullable String field;

    /** The field with the lines that go on with it; null if there are none. */
    private @Nullable StringBuilder folded;

    private int status;
    private int headerBytes;
    private int beside;
    private long rest;
    private boolean begun;
    private boolean cut;

    /**
     * @param readBytes of the body; more ends the answer
     * @param keptBytes of the body, and of the headers; at most {@code readBytes}
     */
    public AnswerReader(int readBytes, int keptBytes) {
        this.keptBytes = keptBytes;
        this.body = new Body(readBytes, keptBytes);
    }

    /** Reads to the end of the answer; what lies behind it stays in {@code in}. */
    public Progress read(ByteBuf in) {
        begun |= in.isReadable();
        while (progress == Progress.PARTIAL && in.isReadable()) {
            switch (part) {
                case BODY, CHUNK -> readBody(in);
                default -> readLine(in);
            }
        }
        return progress;
    }

    /** The connection has ended. */
    public Progress end() {
        if (progress == Progress.PARTIAL) {
            progress = end instanceof Framing.End.Connection ? Progress.COMPLETE : Progress.BROKEN;
        }
        return progress;
    }

    /** Whether any byte of an answer has come. */
    public boolean hasBegun() {
        return begun;
    }

    /** Whether the head of the final answer has come. */
    public boolean hasHead() {
        return end != null;
    }

    /** Whether it was read to its end, so that what follows is none of it. */
    public boolean isWhole() {
        return progress == Progress.COMPLETE && !cut;
    }

    /** Whether the connection may carry another request after a complete answer. */
    public boolean persists() {
        return isWhole() && !(end instanceof Framing.End.Connection) && framing.persists();
    }

    /** The answer, if it is complete. */
    public Outcome.Answered answered() {
        return new Outcome.Answered(
                status, List.copyOf(headers), body.bytes(), cut || body.isCut());
    }

    private void readLine(ByteBuf in) {
        int before = in.readerIndex();
        boolean whole = line.read(in);
        beside += in.readerIndex() - before;
        if (beside > MOST_BESIDE_BODY) {
            progress = Progress.TOO_LONG;
        } else if (whole) {
            String text = line.text();
            switch (part) {
                case STATUS_LINE -> statusLine(text);
                case FIELD -> fieldLine(text);
                case CHUNK_LINE -> chunkLine(text);
                case CHUNK_END -> {
                    part = Part.CHUNK_LINE;
                    progress = text.isEmpty() ? Progress.PARTIAL : Progress.BROKEN;
                }
                case TRAILER -> {
                    if (text.isEmpty() && !line.isCut()) {
                        complete();
                    }
                }
                case BODY, CHUNK, NOTHING -> throw new IllegalStateException("no line of " + part);
            }
            line.clear();
        }
    }

    private void statusLine(String text) {
        if (!isStatusLine(text)) {
            progress = Progress.BROKEN;
            return;
        }
        status = Integer.parseInt(text, STATUS, STATUS_END, 10);
        if (status < 100 || status > 599 || status == 101) {
            progress = Progress.NO_STATUS;
        }
        framing = new Framing(text.charAt(VERSION.length()) == '0');
        part = Part.FIELD;
    }

    /** Whatever follows the status, a blank stands before it (RFC 9112, section 4). */
    private static boolean isStatusLine(String text) {
        return text.length() >= STATUS_END
                && text.startsWith(VERSION)
                && Framing.isDigit(text.charAt(VERSION.length()))
                && text.charAt(STATUS - 1) == ' '
                && Framing.isDigit(text.charAt(STATUS))
                && Framing.isDigit(text.charAt(STATUS + 1))
                && Framing.isDigit(text.charAt(STATUS + 2))
                && (text.length() == STATUS_END || text.charAt(STATUS_END) == ' ');
    }

    /** A field is known when the next line begins, for that may go on with it. */
    private void fieldLine(String text) {
        if (!text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(0) == '\t')) {
            goOnWithField(text);
            return;
        }
        if (field != null) {
            takeField(folded == null ? field : folded.toString());
            field = null;
            folded = null;
        }
        if (!text.isEmpty()) {
            if (line.isCut()) {
                framing.odd();
            }
            field = text;
        } else if (status < 200) {
            part = Part.STATUS_LINE;
            headers.clear();
            headerBytes = 0;
        } else {
            headIsWhole();
        }
    }

    /** RFC 9112, section 5.2. */
    private void goOnWithField(String text) {
        framing.odd();
        if (field == null) {
            return;
        }
        if (folded == null) {
            folded = new StringBuilder(field);
        }
        if (folded.length() + text.length() <= Line.MOST) {
            folded.append(' ').append(text.strip());
        }
    }

    private void takeField(String text) {
        int colon = text.indexOf(':');
        String name = text.substring(0, Math.max(colon, 0)).stripTrailing();
        if (name.isEmpty() || name.length() != colon) {
            framing.odd();
        }
        if (name.isEmpty()) {
            return;
        }
        Header header = new Header(name, text.substring(colon + 1).strip());
        framing.field(header.name(), header.value());
        // The first of them; once one is left out, all that follow are.
        headerBytes =
                Math.min(
                        keptBytes + 1,
                        headerBytes + header.name().length() + header.value().length());
        if (headerBytes <= keptBytes) {
            headers.add(header);
        }
    }

    private void headIsWhole() {
        end = framing.end(status);
        switch (end) {
            case Framing.End.After(long bytes) -> {
                rest = bytes;
                part = Part.BODY;
                if (bytes == 0) {
                    complete();
                }
            }
            case Framing.End.LastChunk() -> part = Part.CHUNK_LINE;
            case Framing.End.Connection() -> {
                rest = Long.MAX_VALUE;
                part = Part.BODY;
            }
            case Framing.End.Unknown() -> progress = Progress.BROKEN;
        }
    }

    private void chunkLine(String text) {
        Matcher matcher = CHUNK.matcher(text);
        if (!matcher.matches()) {
            progress = Progress.BROKEN;
            return;
        }
        String digits = matcher.group(1);
        rest = digits.isEmpty() ? 0 : Long.parseLong(digits, 16);
        part = rest == 0 ? Part.TRAILER : Part.CHUNK;
    }

    private void readBody(ByteBuf in) {
        int count = (int) Math.min(rest, in.readableBytes());
        body.read(in, count);
        if (end instanceof Framing.End.Connection) {
            cutIfTooLong();
            return;
        }
        rest -= count;
        cutIfTooLong();
        if (rest == 0 && progress == Progress.PARTIAL) {
            if (part == Part.CHUNK) {
                part = Part.CHUNK_END;
            } else {
                complete();
            }
        }
    }

    private void cutIfTooLong() {
        if (body.isTooLong()) {
            cut = true;
            complete();
        }
    }

    private void complete() {
        part = Part.NOTHING;
        progress = Progress.COMPLETE;
    }
}
