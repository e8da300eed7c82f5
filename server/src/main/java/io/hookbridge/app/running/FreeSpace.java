package io.hookbridge.app.running;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** How much room the disk has on which the embedded PostgreSQL keeps everything. */
public final class FreeSpace {

    private static final long GIB = 1L << 30;

    /** The write-ahead log alone may grow by so much between two checkpoints (max_wal_size). */
    public static final long LEAST = 8 * GIB;

    private final Path folder;
    private final long least;

    /**
     * @param folder a folder that exists
     * @param least the bytes below which the operator is warned
     */
    public FreeSpace(Path folder, long least) {
        this.folder = folder;
        this.least = least;
    }

    /** Adds the gauge; it has no value while the folder cannot be asked. */
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("hookbridge.data.folder.free", this, FreeSpace::bytes)
                .baseUnit("bytes")
                .description("Room on the disk of the data folder")
                .strongReference(true)
                .register(meters);
    }

    private double bytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException unknown) {
            return Double.NaN;
        }
    }

    /** The bytes that are left; empty while the folder cannot be asked. */
    public OptionalLong left() {
        double bytes = bytes();
        return Double.isNaN(bytes) ? OptionalLong.empty() : OptionalLong.of((long) bytes);
    }

    /** A sentence if there is too little; empty if there is enough, or nobody knows. */
    public List<String> warnings() {
        return bytes() < least
                ? List.of(
                        "the disk of the data folder has less than %d GiB left; when it is full, nothing is accepted any more"
                                .formatted(least / GIB))
                : List.of();
    }
}
