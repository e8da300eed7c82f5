package io.hookbridge.http.page;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A picture that stands in the bar of a page: a PNG (PNG Specification, Third Edition, section 5).
 */
public final class Logo {

    /** The largest file, in bytes: it is loaded before the page looks finished. */
    public static final int MOST_BYTES = 100 * 1024;

    /** The most pixels of a side. */
    private static final int MOST_PIXELS = 1024;

    private static final byte[] BEGINNING = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
    };

    private final byte[] png;
    private final int width;
    private final int height;

    /**
     * @param png its file
     * @throws IllegalArgumentException with a sentence for whoever chose the file, if it is too
     *     large or no PNG
     */
    public Logo(byte[] png) {
        if (png.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "is larger than %d KB, the most of a logo".formatted(MOST_BYTES / 1024));
        }
        if (png.length < BEGINNING.length + 2 * Integer.BYTES
                || !Arrays.equals(png, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length)) {
            throw new IllegalArgumentException("is no PNG");
        }
        this.png = png.clone();
        width = ByteBuffer.wrap(png).getInt(BEGINNING.length);
        height = ByteBuffer.wrap(png).getInt(BEGINNING.length + Integer.BYTES);
        if (width < 1 || height < 1 || width > MOST_PIXELS || height > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "has a side that is not of 1 to %,d pixels".formatted(MOST_PIXELS));
        }
    }

    byte[] png() {
        return png.clone();
    }

    /** In pixels, if it is shown so high. */
    int widthAt(int shownHeight) {
        return Math.max(1, Math.round((float) shownHeight * width / height));
    }
}
