package io.hookbridge.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * What a server of this jar has loaded and linked, so that the many processes of the tests need not
 * do it again: more than half of what a start takes. The start script keeps one for its users, too.
 */
final class AotCache {

    private static final String FILE = "hookbridge.aot";

    private AotCache() {}

    /** The options of a JVM that uses it. */
    static List<String> options() {
        return Made.OPTIONS;
    }

    /** Made by the first process of any test. */
    private static final class Made {

        static final List<String> OPTIONS =
                List.of(
                        "-XX:AOTCache=" + MadeOnce.folder("aot", AotCache::make).resolve(FILE),
                        // One that does not fit is not used, and the outputs of programs are
                        // theirs.
                        "-Xlog:cds*=off",
                        "-Xlog:aot*=off");
    }

    private static void make(Path folder) {
        Path cache = folder.resolve(FILE);
        try (Place place = Place.migrated("learning")) {
            Child child = place.launch("up").start(List.of("-XX:AOTCacheOutput=" + cache));
            try (RunningServer server = RunningServer.up(place, child);
                    MessageTables tables = new MessageTables(place);
                    WebhookReceiver receiver = new WebhookReceiver()) {
                new WorkOnMessages(server, receiver, tables).round();
                server.stop("TERM");
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            if (Files.notExists(cache)) {
                throw new AssertionError("Java wrote no AOT cache:\n" + child.said());
            }
        }
    }
}
