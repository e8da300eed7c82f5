package io.hookbridge.db.embedded;

import java.nio.file.Path;

/** A live HookBridge already owns the data folder. */
public final class DataFolderInUseException extends EmbeddedPostgresException {

    DataFolderInUseException(Path folder, FolderLock.Holder holder) {
        super(
                "another HookBridge is running on this data folder (%s): %s"
                        .formatted(holder.describe(), folder));
    }
}
