package io.hookbridge.app.listen;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Header;
import io.hookbridge.net.Limits;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Posted;
import io.hookbridge.net.Target;
import io.hookbridge.net.client.TargetClient;
import io.hookbridge.net.dns.HostLookup;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where events are forwarded to: a server on the developer's machine, mostly. It is posted to as
 * deliveries are, headers in their order and bytes as they are, at every address that its name has;
 * no redirect is followed and no proxy asked.
 */
final class LocalServer implements AutoCloseable {

    /** What the official CLI grants. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Limits LIMITS =
            new Limits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    PATIENCE,
                    Limits.DELIVERY.readBytes(),
                    Limits.DELIVERY.keptBytes());

    /** Whoever runs this decides where it goes. */
    private static final AddressRules EVERYWHERE =
            new AddressRules(List.of(AddressRange.of("0.0.0.0/0"), AddressRange.of("::/0")));

    /** It is the only one. */
    private static final UUID NOBODY = new UUID(0, 0);

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
    private static final Pattern LOCALHOST = Pattern.compile("(?:.+\\.)?localhost\\.?");

    private final String url;
    private final Target target;
    private final Addresses addresses = new Addresses();
    private final TargetClient client;

    private LocalServer(String url, Target target, boolean insecure) {
        this.url = url;
        this.target = target;
        this.client =
                insecure
                        ? TargetClient.trustingEverybody(EVERYWHERE, addresses, LIMITS)
                        : new TargetClient(EVERYWHERE, addresses, LIMITS);
    }

    /**
     * @param forward a URL, one without a scheme, or a port of this machine
     * @param insecure whether any certificate will do
     * @throws StartFailure if it is none of these
     */
    static LocalServer at(String forward, boolean insecure) {
        String url =
                PORT.matcher(forward).matches()
                        ? "http://localhost:" + forward
                        : SCHEME.matcher(forward).matches() ? forward : "http://" + forward;
        return switch (Target.read(url)) {
            case Target.Reading.Read(Target target) -> new LocalServer(url, target, insecure);
            case Target.Reading.Refused _ ->
                    throw new StartFailure(
                            "--forward must be a URL such as http://localhost:3000/hooks, or a port of this machine");
        };
    }

    /** As it was given, with its scheme. */
    String url() {
        return url;
    }

    /** Posts the event and waits for the answer. */
    Forwarded post(Event event) {
        Optional<Posted> posted;
        try {
            posted = client.post(to(event), event.headersToSend(), event.body(), () -> true).join();
        } catch (IllegalArgumentException unsendable) {
            return new Forwarded.Unanswered("one of its headers cannot be sent", 0);
        }
        return posted.map(this::forwarded)
                .orElseGet(() -> new Forwarded.Unanswered("no connection could be made", 0));
    }

    private Destination to(Event event) {
        return new Destination(new TargetId(NOBODY), new EnvironmentId(NOBODY), url, event.query());
    }

    private Forwarded forwarded(Posted posted) {
        int ms = posted.phases().totalMs();
        return switch (posted.outcome()) {
            case Outcome.Answered answered ->
                    new Forwarded.Answered(answered.status(), ms, location(answered));
            case Outcome.Failed failed -> new Forwarded.Unanswered(words(failed), ms);
        };
    }

    private static @Nullable String location(Outcome.Answered answered) {
        return answered.status() / 100 != 3
                ? null
                : answered.headers().stream()
                        .filter(header -> header.name().equalsIgnoreCase("Location"))
                        .map(Header::value)
                        .findFirst()
                        .orElse(null);
    }

    private String words(Outcome.Failed failed) {
        return switch (failed.cause()) {
            case DNS -> "the name " + target.url().host() + " has no address";
            case CONNECT -> "nothing answers at " + tried();
            case TLS -> failed.sentence() + " --insecure takes any certificate.";
            case TIMEOUT -> "no answer within " + PATIENCE.toSeconds() + " s";
            case BROKEN, BLOCKED_ADDRESS -> failed.sentence();
        };
    }

    /** Every address that was tried, with the port. */
    private String tried() {
        return target.literal().map(List::of).orElseGet(addresses::found).stream()
                .map(address -> socket(address, target.url().port()))
                .collect(Collectors.joining(" or "));
    }

    private static String socket(InetAddress address, int port) {
        return (address instanceof Inet6Address
                        ? "["
                                + (address.isLoopbackAddress() ? "::1" : address.getHostAddress())
                                + "]"
                        : address.getHostAddress())
                + ":"
                + port;
    }

    @Override
    public void close() {
        client.close();
    }

    /**
     * Asks the operating system. {@code localhost} is both addresses of this machine, whatever its
     * hosts file says: servers listen on one of them or on the other.
     */
    private static final class Addresses implements HostLookup {

        private volatile List<InetAddress> found = List.of();

        @Override
        public CompletableFuture<List<InetAddress>> lookup(String host) {
            CompletableFuture<List<InetAddress>> looked = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            found = all(host);
                            looked.complete(found);
                        } catch (UnknownHostException unknown) {
                            looked.completeExceptionally(unknown);
                        }
                    });
            return looked;
        }

        private static List<InetAddress> all(String host) throws UnknownHostException {
            return LOCALHOST.matcher(host).matches()
                    ? List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"))
                    : List.of(InetAddress.getAllByName(host));
        }

        List<InetAddress> found() {
            return found;
        }
    }
}
