package io.hookbridge.console.people;

import io.hookbridge.console.frame.Shell;

/**
 * A link to choose a password, with its only copy.
 *
 * @param expires when it works no more
 */
public record LinkPage(Shell shell, String email, String link, String expires) {

    /** Leaves the link out. */
    @Override
    public String toString() {
        return "LinkPage[email=" + email + "]";
    }
}
