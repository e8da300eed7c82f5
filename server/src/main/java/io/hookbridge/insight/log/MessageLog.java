package io.hookbridge.insight.log;

import io.hookbridge.base.IdRange;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/** Reads pages of the log. */
public final class MessageLog {

    private final Jdbi jdbi;

    public MessageLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The newest messages that fit.
     *
     * @param before the id of the last message of the page before; null for the first page
     * @param most at least 1
     */
    public List<LogEntry> page(LogFilter filter, @Nullable UUID before, int most) {
        MessageFilter all = MessageFilter.of(filter);
        IdRange range = all.range().before(before);
        return jdbi.withHandle(handle -> LogStore.entries(handle, all, range, most));
    }
}
