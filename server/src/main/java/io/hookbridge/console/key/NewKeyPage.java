package io.hookbridge.console.key;

import io.hookbridge.console.frame.Shell;

/**
 * A key that was just made, with its only copy.
 *
 * @param keys where all keys are
 * @param label the one it was given, or a few words in its place
 */
public record NewKeyPage(
        Shell shell, String keys, String key, String label, boolean live, String permissions) {

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "NewKeyPage[label=" + label + "]";
    }
}
