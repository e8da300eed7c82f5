package io.hookbridge.db;

import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** The network between a client and PostgreSQL, which breaks at a commit if it is told to. */
public final class BreakableLink implements AutoCloseable {

    private static final String COMMIT = "COMMIT";

    /** What happens at the next commit. */
    public enum Break {
        /** PostgreSQL never hears of it, and the client's connection breaks. */
        BEFORE,
        /** PostgreSQL commits, and the client's connection breaks before the answer. */
        AFTER,
        /**
         * PostgreSQL never hears of it, and keeps its session: the client's connection breaks, but
         * the other end stays open until {@link #hangUp}.
         */
        HALF
    }

    private final InetSocketAddress database;
    private final ServerSocket server;
    private final AtomicReference<Break> next = new AtomicReference<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> half = ConcurrentHashMap.newKeySet();
    private volatile boolean goesSilent;
    private volatile CountDownLatch audible = new CountDownLatch(0);

    public BreakableLink(int databasePort) throws IOException {
        database = new InetSocketAddress(InetAddress.getLoopbackAddress(), databasePort);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("link").start(this::accept);
    }

    /**
     * From now on connections of {@code source} go through it, unencrypted even if the server of
     * the database can do otherwise: what is encrypted does not show a commit.
     */
    public void lead(PGSimpleDataSource source) {
        source.setPortNumbers(new int[] {server.getLocalPort()});
        source.setSslMode("disable");
    }

    /** Has the link break at the next commit that comes through it. */
    public void breakNext(Break how) {
        next.set(how);
    }

    /** The same, and from then on PostgreSQL hears nothing over the link until {@link #mend}. */
    public void breakNextAndGoSilent(Break how) {
        goesSilent = true;
        breakNext(how);
    }

    public boolean isSilent() {
        return audible.getCount() > 0;
    }

    /** What clients have said since it went silent arrives, and all that they say from now on. */
    public void mend() {
        goesSilent = false;
        audible.countDown();
    }

    /** Ends the sessions that {@link Break#HALF} has left. */
    public void hangUp() {
        half.forEach(BreakableLink::close);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket postgres = new Socket();
                postgres.connect(database);
                open.add(client);
                open.add(postgres);
                Thread.ofVirtual().start(() -> forward(client, postgres));
                Thread.ofVirtual().start(() -> copy(postgres, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** What the client says. */
    private void forward(Socket client, Socket postgres) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = postgres.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                boolean commits =
                        new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(COMMIT);
                Break how = commits ? next.getAndSet(null) : null;
                if (how == null) {
                    audible.await();
                    out.write(buffer, 0, read);
                } else {
                    if (goesSilent) {
                        audible = new CountDownLatch(1);
                    }
                    breakNow(how, client, postgres, buffer, read);
                    return;
                }
            }
        } catch (IOException gone) {
            // The other end has closed.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        close(postgres);
    }

    private void breakNow(Break how, Socket client, Socket postgres, byte[] bytes, int length)
            throws IOException {
        switch (how) {
            case BEFORE -> {
                close(client);
                close(postgres);
            }
            case AFTER -> {
                close(client);
                postgres.getOutputStream().write(bytes, 0, length);
                // Its end of the session is the end of the commit.
                postgres.shutdownOutput();
            }
            case HALF -> {
                half.add(postgres);
                close(client);
            }
        }
    }

    /** What PostgreSQL says. */
    private void copy(Socket postgres, Socket client) {
        try {
            postgres.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException gone) {
            // The other end has closed.
        }
        if (!half.contains(postgres)) {
            close(postgres);
        }
        close(client);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        mend();
        open.forEach(BreakableLink::close);
    }
}
