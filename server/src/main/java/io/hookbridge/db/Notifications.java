package io.hookbridge.db;

import io.hookbridge.base.RunUntilStopped;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Servers on one database tell each other through it that there is something to do (PostgreSQL's
 * {@code LISTEN} and {@code NOTIFY}). A notification may get lost with a connection, so whoever
 * listens must also look by himself now and then.
 */
public final class Notifications implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Notifications.class);

    /** One notification stands for all that are sent in this time. */
    private static final Duration GATHER = Duration.ofMillis(5);

    /** How long one wait for notifications takes; they end it at once. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** After so many waits in vain the connection is tried: one that is dead is silent, too. */
    private static final int TRIED_AFTER = 40;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Database database;
    private final String channel;
    private final Set<String> toSend = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile boolean closed;
    private @Nullable RunUntilStopped listening;

    /**
     * @param channel an identifier of lower-case letters and underscores
     */
    public Notifications(Database database, String channel) {
        this.database = database;
        this.channel = channel;
    }

    /** Tells all that listen, within a few milliseconds. Does not wait, and does not fail. */
    public void send() {
        send("");
    }

    /**
     * The same, about something.
     *
     * @param subject at most 7,999 bytes; empty for nothing in particular
     */
    public void send(String subject) {
        toSend.add(subject);
        if (sending.compareAndSet(false, true)) {
            Thread.ofVirtual().name("notify-" + channel).start(this::sendSoon);
        }
    }

    private void sendSoon() {
        LockSupport.parkNanos(GATHER.toNanos());
        sending.set(false);
        Set<String> subjects = new HashSet<>(toSend);
        toSend.removeAll(subjects);
        try {
            database.messages()
                    .useHandle(handle ->
                            handle.createQuery(
                                            "SELECT pg_notify(:channel, s) FROM unnest(:subjects::text[]) AS s")
                                    .bind("channel", channel)
                                    .bind("subjects", subjects.toArray(String[]::new))
                                    .mapTo(String.class)
                                    .list());
        } catch (RuntimeException away) {
            log.debug("{} could not be notified", channel, away);
        }
    }

    /**
     * Calls {@code heard} for what is sent from now on, by this server or by others, and after
     * every new connection, because something may have been missed. To be called once.
     */
    public void listen(Runnable heard) {
        listenBySubject(_ -> heard.run());
    }

    /**
     * The same.
     *
     * @param heard is given what it is about; empty if that is not known
     */
    public void listenBySubject(Consumer<Set<String>> heard) {
        listening = RunUntilStopped.start("listen-" + channel, PAUSE, () -> hear(heard));
    }

    private void hear(Consumer<Set<String>> heard) {
        try (Connection own = database.connect()) {
            try (var statement = own.createStatement()) {
                statement.execute("LISTEN " + channel);
            }
            heard.accept(Set.of());
            PGConnection postgres = own.unwrap(PGConnection.class);
            int silent = 0;
            while (!closed) {
                PGNotification[] heardNow = postgres.getNotifications((int) LOOK.toMillis());
                if (heardNow != null && heardNow.length > 0) {
                    silent = 0;
                    heard.accept(
                            Arrays.stream(heardNow)
                                    .map(PGNotification::getParameter)
                                    .collect(Collectors.toSet()));
                } else if (++silent >= TRIED_AFTER) {
                    silent = 0;
                    if (!own.isValid(2)) {
                        return;
                    }
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the database does not answer", failure);
        }
    }

    /** Listens no more; takes a quarter of a second. */
    @Override
    public void close() {
        closed = true;
        if (listening != null) {
            listening.stop();
        }
    }
}
