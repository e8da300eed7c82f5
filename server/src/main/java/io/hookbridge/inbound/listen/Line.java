package io.hookbridge.inbound.listen;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** The messages that one endpoint has for whoever listens, in their order. */
record Line(EnvironmentId environment, InboundEndpointId endpoint) {

    /** From the columns {@code environment_id} and {@code endpoint_id}. */
    static Line of(ResultSet row) throws SQLException {
        return new Line(
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new InboundEndpointId(row.getObject("endpoint_id", UUID.class)));
    }
}
