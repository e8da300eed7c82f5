package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.process.Workspace;
import io.hookbridge.loadtest.rig.Folders;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.WarmUp;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Opens one {@link Site} after the other. */
final class Sites {

    private final Rig rig;
    private final Map<String, String> machine;
    private final Traffic traffic;
    private final Folders folders;

    /**
     * @param machine where PostgreSQL's settings are noted
     */
    Sites(Rig rig, Map<String, String> machine, Traffic traffic) {
        this.rig = rig;
        this.machine = machine;
        this.traffic = traffic;
        this.folders = new Folders(rig);
    }

    Rig rig() {
        return rig;
    }

    Site open() throws InterruptedException, SQLException {
        return open(_ -> List.of());
    }

    /**
     * @param launcher of the server, for the folder in which it works
     */
    Site open(Function<Workspace, List<String>> launcher)
            throws InterruptedException, SQLException {
        Rig placed = folders.next();
        return open(placed.launchedBy(launcher.apply(placed.workspace())));
    }

    private Site open(Rig placed) throws InterruptedException, SQLException {
        Site site = Site.open(placed, traffic);
        machine.putAll(rig.databaseSettings(site.server()));
        return site;
    }

    /** A site whose server has started on the data folder of one before, and has done nothing. */
    Site openCold() throws InterruptedException, SQLException {
        Rig placed = folders.next();
        try (ServerProcess first = placed.start(Rig.DELIVERING)) {
            first.awaitReady(placed.probe());
        }
        return open(placed);
    }

    /** A site with so many endpoints whose JVM has compiled what sending needs. */
    Site openWarm(int endpoints, Duration warmUp) throws InterruptedException, SQLException {
        Site site = open();
        try {
            warm(site, endpoints, warmUp);
            return site;
        } catch (InterruptedException | SQLException | RuntimeException failure) {
            site.close();
            throw failure;
        }
    }

    /** Has the JVM of a site compile what sending needs. */
    void warm(Site site, int endpoints, Duration warmUp) throws InterruptedException, SQLException {
        site.sender().requireEndpoints(endpoints);
        WarmUp.run(
                rig,
                warmUp,
                (rate, length) ->
                        SendLoad.atRate(site, "warm-up", endpoints, rate, Duration.ZERO, length));
    }
}
