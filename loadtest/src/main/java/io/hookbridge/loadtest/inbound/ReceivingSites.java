package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.rig.Folders;
import io.hookbridge.loadtest.rig.Metering;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.WarmUp;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Opens one {@link ReceivingSite} after the other. */
final class ReceivingSites {

    private final Rig rig;
    private final Map<String, String> machine;
    private final int payload;
    private final Folders folders;

    /**
     * @param machine where PostgreSQL's settings are noted
     * @param payload bytes of each
     */
    ReceivingSites(Rig rig, Map<String, String> machine, int payload) {
        this.rig = rig;
        this.machine = machine;
        this.payload = payload;
        this.folders = new Folders(rig);
    }

    Rig rig() {
        return rig;
    }

    ReceivingSite open() throws InterruptedException, SQLException {
        return open(Map.of());
    }

    /**
     * @param settings of its server, beside those that all have
     */
    ReceivingSite open(Map<String, String> settings) throws InterruptedException, SQLException {
        ReceivingSite site = ReceivingSite.open(folders.next(), payload, settings);
        machine.putAll(rig.databaseSettings(site.server()));
        return site;
    }

    /** Has the JVM of a site compile what receiving needs. */
    void warm(ReceivingSite site, List<Source> sources, Duration warmUp)
            throws InterruptedException, SQLException {
        WarmUp.run(
                rig,
                warmUp,
                (rate, length) -> {
                    Load load =
                            new Load(
                                    site.server().port(),
                                    site.requests(sources).from(site.takeNumbers(rate * 600)),
                                    rate,
                                    Duration.ZERO,
                                    length);
                    var _ = Metering.measure(rig, "warm-up", site.server(), load);
                });
    }
}
