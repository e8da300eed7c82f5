package io.hookbridge.net;

import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The OkHttp clients for one kind of URL. Each serves a part of the hosts, because OkHttp goes
 * through all connections of a client to find the one it needs.
 */
final class ClientStripes {

    private static final int STRIPES = 16;

    /** In one stripe: as many as one host may need at once. */
    private static final int IDLE_CONNECTIONS = 512;

    private static final int KEEP_ALIVE_SECONDS = 60;

    private final OkHttpClient trust;
    private final Guard guard;
    private final Duration connect;
    private final ConnectionSpec spec;
    private final List<ConnectionPool> pools;
    private volatile List<OkHttpClient> clients;

    /**
     * @param trust has the TLS settings
     */
    ClientStripes(
            OkHttpClient trust,
            Guard guard,
            Duration connect,
            ConnectionSpec spec,
            PoolUpkeep upkeep) {
        this.trust = trust;
        this.guard = guard;
        this.connect = connect;
        this.spec = spec;
        this.pools =
                Stream.generate(() -> upkeep.pool(IDLE_CONNECTIONS, KEEP_ALIVE_SECONDS))
                        .limit(STRIPES)
                        .toList();
        this.clients = clients();
    }

    OkHttpClient of(HttpUrl url) {
        return clients.get(Math.floorMod(31 * url.host().hashCode() + url.port(), STRIPES));
    }

    /**
     * Takes new clients for the same connections. OkHttp remembers every address that failed until
     * it succeeds, so a name with ever new addresses would fill the memory.
     */
    void forgetFailures() {
        clients = clients();
    }

    private List<OkHttpClient> clients() {
        return pools.stream().map(this::client).toList();
    }

    private OkHttpClient client(ConnectionPool pool) {
        return new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.x509TrustManager())
                .dns(guard)
                .socketFactory(guard)
                .connectionPool(pool)
                .connectionSpecs(List.of(spec))
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .retryOnConnectionFailure(false)
                .fastFallback(false)
                .connectTimeout(connect)
                // Deadlines ends what stalls.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .eventListenerFactory(ClientStripes::marks)
                .build();
    }

    private static EventListener marks(Call call) {
        CallMarks marks = call.request().tag(CallMarks.class);
        return marks == null ? EventListener.NONE : marks;
    }

    /** Closes idle connections; calls that run go on. */
    void closeIdle() {
        pools.forEach(ConnectionPool::evictAll);
    }
}
