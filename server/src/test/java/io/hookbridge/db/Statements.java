package io.hookbridge.db;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.spi.JdbiPlugin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts statements, those that go past Jdbi to the driver ({@link HotStatement}) as well. */
public final class Statements implements JdbiPlugin {

    private final AtomicInteger prepared = new AtomicInteger();

    private Statements() {}

    /**
     * How many are run over {@code jdbi}, by whomever, until {@code work} has returned. What begins
     * or ends a transaction is none, and neither is a {@code COPY}.
     */
    public static int of(Jdbi jdbi, Runnable work) {
        Statements counted = new Statements();
        jdbi.installPlugin(counted);
        work.run();
        return counted.prepared.get();
    }

    /** Each statement is prepared where it is run, and run once. */
    @Override
    public Connection customizeConnection(Connection connection) {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, method, arguments) -> {
                            if (method.getName().startsWith("prepare")
                                    || method.getName().equals("createStatement")) {
                                prepared.incrementAndGet();
                            }
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException failure) {
                                throw failure.getCause();
                            }
                        });
    }
}
