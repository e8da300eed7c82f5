package io.hookbridge.db.embedded;

import io.hookbridge.base.OwnerOnly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Exclusive ownership of a data folder for the life of a process.
 *
 * <p>Lock files of this process are remembered and never opened a second time: POSIX drops a
 * process's lock as soon as the process closes any descriptor of the file.
 */
final class FolderLock {

    private static final Map<Path, Holder> HELD_HERE = new HashMap<>();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Who holds a lock, and the port of its PostgreSQL once that is ready. */
    record Holder(OptionalLong pid, OptionalInt port) {

        private static final Pattern WRITTEN = Pattern.compile("(\\d+)(?: (\\d+))?");
        private static final Holder UNKNOWN = new Holder(OptionalLong.empty(), OptionalInt.empty());

        String describe() {
            return pid.isPresent() ? "process " + pid.getAsLong() : "process unknown";
        }

        /** Whether a live process says that its PostgreSQL takes connections. */
        boolean isReady() {
            return port.isPresent()
                    && pid.isPresent()
                    && ProcessHandle.of(pid.getAsLong()).filter(ProcessHandle::isAlive).isPresent();
        }

        private static Holder parse(String text) {
            Matcher matcher = WRITTEN.matcher(text);
            if (!matcher.matches()) {
                return UNKNOWN;
            }
            String port = matcher.group(2);
            return new Holder(
                    OptionalLong.of(Long.parseLong(matcher.group(1))),
                    port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)));
        }
    }

    /** The lock, or empty when a live process (this one included) holds it. */
    static Optional<FolderLock> tryAcquire(Path file) throws IOException {
        synchronized (HELD_HERE) {
            if (HELD_HERE.containsKey(file)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(OwnerOnly.file(file), StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                return Optional.empty();
            }
            FolderLock lock = new FolderLock(file, channel);
            lock.write(OptionalInt.empty());
            return Optional.of(lock);
        }
    }

    /** Says on which port this process's PostgreSQL answers, for those who want to attach to it. */
    void announce(int port) throws IOException {
        synchronized (HELD_HERE) {
            write(OptionalInt.of(port));
        }
    }

    /** Gives the folder up. The file stays, because removing it would race with the next owner. */
    void release() throws IOException {
        synchronized (HELD_HERE) {
            channel.truncate(0);
            channel.close();
            HELD_HERE.remove(file);
        }
    }

    /** Who holds the lock, as far as its file says. */
    static Holder holder(Path file) throws IOException {
        synchronized (HELD_HERE) {
            Holder here = HELD_HERE.get(file);
            if (here != null) {
                return here;
            }
            try {
                return Holder.parse(Files.readString(file));
            } catch (NoSuchFileException e) {
                return Holder.UNKNOWN;
            }
        }
    }

    private void write(OptionalInt port) throws IOException {
        long pid = ProcessHandle.current().pid();
        String line = port.isPresent() ? pid + " " + port.getAsInt() : Long.toString(pid);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
        HELD_HERE.put(file, new Holder(OptionalLong.of(pid), port));
    }
}
