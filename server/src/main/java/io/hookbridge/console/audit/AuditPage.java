package io.hookbridge.console.audit;

import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.When;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Who changed what, the newest first.
 *
 * @param wanted what was asked for
 * @param rows those that fit
 * @param next the path of the next page, or null
 * @param file where all of it is, as CSV
 */
public record AuditPage(
        Shell shell,
        WantedEvents wanted,
        List<Row> rows,
        @Nullable String next,
        String file,
        String curl) {

    static final String PATH = Section.AUDIT.path();

    /**
     * An event in the list.
     *
     * @param who a name where one is known, else an id
     * @param of the path of the page with all that this one did
     * @param kind how this one acts, such as {@code API key}, and from which address if one asked
     *     for it
     * @param where the project and mode it was done in; empty for what is in none
     * @param to the path of the page with all that was done to the same
     * @param detail what else is known; empty for nothing
     */
    public record Row(
            When at,
            String who,
            String of,
            String kind,
            String action,
            String target,
            String to,
            String where,
            String outcome,
            String detail,
            String request) {

        public boolean done() {
            return outcome.equals("done");
        }
    }

    public String path() {
        return PATH;
    }
}
