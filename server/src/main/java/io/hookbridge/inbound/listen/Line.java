package io.hookbridge.inbound.listen;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.HotStatement;
import io.hookbridge.message.Taken;

import org.jspecify.annotations.Nullable;

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

    /** As two arguments, the environment first. */
    HotStatement.Arguments bind(HotStatement.Arguments to) throws SQLException {
        return to.uuid(environment.value()).uuid(endpoint.value());
    }

    /**
     * That a listener has taken a message of this line.
     *
     * @param fence of the message in the queue when it was given to the listener
     * @param result null if none is known
     */
    Taken taken(MessageId message, int fence, Taken.@Nullable Result result) {
        return new Taken(environment, TargetId.of(endpoint), message, fence, result);
    }
}
