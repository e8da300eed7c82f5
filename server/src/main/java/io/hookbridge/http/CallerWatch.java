package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

/**
 * What has become of the caller of one request, for the handler that wants to know. Safe for use by
 * many threads.
 */
final class CallerWatch {

    private Call.@Nullable Watcher watcher;
    private boolean gone;
    private boolean ended;
    private boolean whole;

    synchronized void begin(Call.Watcher newWatcher) {
        watcher = newWatcher;
        if (gone) {
            newWatcher.callerGone();
        }
        if (ended) {
            newWatcher.answered(whole);
        }
    }

    synchronized void callerGone() {
        if (!gone && !ended) {
            gone = true;
            if (watcher != null) {
                watcher.callerGone();
            }
        }
    }

    synchronized void answered(boolean isWhole) {
        ended = true;
        whole = isWhole;
        if (watcher != null) {
            watcher.answered(isWhole);
        }
    }
}
