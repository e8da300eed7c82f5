package io.hookbridge.net.wire;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;

/** The beginning of a body that is being read, and how much of it has come. */
final class Body {

    private final int mostRead;
    private final int mostKept;
    private byte[] kept = new byte[0];
    private int length;
    private long came;

    Body(int mostRead, int mostKept) {
        this.mostRead = mostRead;
        this.mostKept = mostKept;
    }

    /** Takes so many bytes. */
    void read(ByteBuf in, int count) {
        int keep = Math.min(count, mostKept - length);
        if (length + keep > kept.length) {
            // What comes first is all there is, nearly always.
            int room = length == 0 ? keep : Math.clamp(2L * (length + keep), 0, mostKept);
            kept = Arrays.copyOf(kept, room);
        }
        in.readBytes(kept, length, keep);
        in.skipBytes(count - keep);
        length += keep;
        came += count;
    }

    /** Whether more has come than is read. */
    boolean isTooLong() {
        return came > mostRead;
    }

    boolean isCut() {
        return came > length;
    }

    /** What is kept; not to be changed. */
    byte[] bytes() {
        return length == kept.length ? kept : Arrays.copyOf(kept, length);
    }
}
