package io.hookbridge.loadtest.report;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * How long it takes to get one page onto the disk, which every durable answer waits for at least
 * once.
 */
record DiskFlush(double p50Millis, double p99Millis) {

    private static final int PAGE = 8 * 1024;
    private static final int FLUSHES = 300;

    static DiskFlush measure(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "flush", null);
        Histogram micros = new Histogram(3);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // Written over and over in place, as PostgreSQL does with its log.
            write(channel);
            for (int i = 0; i < FLUSHES; i++) {
                long began = System.nanoTime();
                write(channel);
                micros.recordValue((System.nanoTime() - began) / 1_000);
            }
        } finally {
            Files.delete(file);
        }
        return new DiskFlush(
                micros.getValueAtPercentile(50) / 1_000.0,
                micros.getValueAtPercentile(99) / 1_000.0);
    }

    private static void write(FileChannel channel) throws IOException {
        channel.write(ByteBuffer.allocate(PAGE), 0);
        channel.force(false);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %.2f ms, p99 %.2f ms (8 KiB, fdatasync)", p50Millis, p99Millis);
    }
}
