package io.hookbridge.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;

import io.hookbridge.base.OwnerOnly;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A log file in a folder of its own that nobody else may read, also when it was rolled over. */
final class OwnersLogFile extends RollingFileAppender<ILoggingEvent> {

    @Override
    public void openFile(String name) throws IOException {
        Path file = Path.of(name).toAbsolutePath();
        Path folder = OwnerOnly.folder(Objects.requireNonNull(file.getParent()));
        OwnerOnly.file(file);
        // Those of a release that left them open to others.
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(folder)) {
            for (Path one : earlier) {
                OwnerOnly.closeFile(one);
            }
        }
        super.openFile(name);
    }
}
