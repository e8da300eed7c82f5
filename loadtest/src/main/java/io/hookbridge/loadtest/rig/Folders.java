package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.Workspace;

import org.jspecify.annotations.Nullable;

/**
 * Gives one server after the other a folder of its own. The folder of the one before is deleted
 * then, so that the disk holds one database at a time and, after a failure, the one that it
 * happened in.
 */
public final class Folders {

    private final Rig rig;
    private @Nullable Workspace last;

    public Folders(Rig rig) {
        this.rig = rig;
    }

    /** The same rig in a new folder. */
    public Rig next() {
        if (last != null) {
            last.delete();
        }
        last = Workspace.in(rig.workspace().root());
        return rig.in(last);
    }
}
