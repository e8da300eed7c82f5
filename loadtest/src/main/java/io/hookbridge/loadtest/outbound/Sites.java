package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.process.Workspace;
import io.hookbridge.loadtest.rig.Rig;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Map;

/**
 * Opens one {@link Site} after the other, each in a folder of its own. The folder of the one before
 * is deleted then, so that the disk holds one database at a time and, after a failure, the one that
 * it happened in.
 */
final class Sites {

    private final Rig rig;
    private final Map<String, String> machine;
    private @Nullable Workspace last;

    /**
     * @param machine where PostgreSQL's settings are noted
     */
    Sites(Rig rig, Map<String, String> machine) {
        this.rig = rig;
        this.machine = machine;
    }

    Rig rig() {
        return rig;
    }

    Site open() throws InterruptedException, SQLException {
        if (last != null) {
            last.delete();
        }
        Workspace workspace = Workspace.in(rig.workspace().root());
        last = workspace;
        Site site = Site.open(rig.in(workspace));
        machine.putAll(rig.databaseSettings(site.server()));
        return site;
    }
}
