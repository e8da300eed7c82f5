package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.delivery.DatabaseMeter;
import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Meters;
import io.hookbridge.loadtest.rig.ProgressLines;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** A load on an endpoint from which is fetched, until it is known what was stored. */
final class TakingLoad implements Observer {

    private static final String EVENTS = "SELECT count(*) FROM pull_event WHERE endpoint_id = '%s'";

    private final ReceivingSite site;
    private final Source source;
    private final ProgressLines lines;
    private final Meters meters;
    private final DatabaseMeter database;
    private long accepted;

    TakingLoad(ReceivingSite site, Source source) {
        this.site = site;
        this.source = source;
        this.lines = new ProgressLines(site.rig().out());
        this.meters = new Meters(site.server());
        this.database = new DatabaseMeter(site.server().database());
    }

    /** Runs it; once only. */
    Taken run(String name, Load load) throws InterruptedException, SQLException {
        long before = events();
        try {
            LoadResult result = OpenLoop.run(load, this);
            return new Taken(
                    new Measured(name, result, meters.usage()),
                    accepted,
                    events() - before,
                    database.use());
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
    }

    private long events() throws SQLException {
        try (Connection connection = site.server().database().connect()) {
            return EmbeddedDatabase.number(connection, EVENTS.formatted(source.id()));
        }
    }

    @Override
    public void measuringBegins() {
        meters.begin();
        database.begin();
    }

    @Override
    public void measuringEnds() {
        meters.end();
        database.end();
    }

    /** Told by one thread, and read when it has ended. */
    @Override
    public void answered(long number, int status, long due, long now) {
        if (status / 100 == 2) {
            accepted++;
        }
    }

    @Override
    public void progress(Progress progress) {
        lines.progress(progress);
    }
}
