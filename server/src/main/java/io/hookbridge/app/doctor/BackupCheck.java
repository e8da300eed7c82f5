package io.hookbridge.app.doctor;

import io.hookbridge.app.Storage;
import io.hookbridge.app.config.StorageConfiguration;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.db.Database;
import io.hookbridge.db.SchemaFound;
import io.hookbridge.insight.metric.Ledger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks whether a restored database came back as a whole, before a server is let at it. Changes
 * nothing.
 */
public final class BackupCheck {

    private final StorageConfiguration storage;
    private final InstantSource clock;

    public BackupCheck(StorageConfiguration storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * All that was seen, what is fine as well.
     *
     * @throws StartFailure if the database cannot be reached
     */
    public List<Finding> look() {
        return Storage.look(storage, new SimpleMeterRegistry(), this::look);
    }

    private List<Finding> look(Database database) {
        List<Finding> findings = new ArrayList<>();
        SchemaFound schema = database.schemaFound();
        findings.add(Examine.schema(schema));
        if (schema.isReady()) {
            findings.add(Examine.key(Storage.keyTrouble(database, storage, clock)));
            findings.addAll(
                    ExamineBackup.facts(
                            new BackupFactsStore(database.jdbi()).read(clock.instant())));
            findings.add(Examine.ledger(new Ledger(database.jdbi()).read()));
        }
        return findings;
    }
}
