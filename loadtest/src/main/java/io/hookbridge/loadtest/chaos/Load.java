package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Api;
import io.hookbridge.loadtest.cluster.Sent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A receiver; a sender whose messages go there; a provider whose events go there as well, or are
 * fetched by a consumer.
 *
 * @param endpoints of the sender
 * @param keys of the projects of endpoints, by the digits of these
 */
record Load(
        Receiver receiver,
        List<String> endpoints,
        Sender sender,
        Sender provider,
        Consumer consumer,
        Map<String, String> keys)
        implements AutoCloseable {

    private static final int ENDPOINTS = 4;

    /** A provider sends one in so many events again although it had its answer. */
    private static final int REPEATED = 10;

    /** The same for one project. */
    static Load prepare(List<Api> servers) throws InterruptedException {
        return prepare(servers, 1);
    }

    /**
     * Prepares everything through the first of {@code servers}, which must be ready.
     *
     * @param projects that messages are sent from and received for, in turn; each has endpoints of
     *     its own
     */
    static Load prepare(List<Api> servers, int projects) throws InterruptedException {
        Receiver receiver = Receiver.start();
        Api first = servers.getFirst();
        first.liftLimits();
        List<Api> owners = new ArrayList<>(List.of(first));
        for (int i = 1; i < projects; i++) {
            owners.add(first.as(first.newProject("Project " + i)));
        }
        Map<String, String> keys = new HashMap<>();
        List<String> endpoints = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            for (Api owner : owners) {
                String endpoint = owner.newEndpoint(receiver.url("endpoint-" + i));
                endpoints.add(endpoint);
                keys.put(uuid(endpoint), owner.key());
            }
        }
        Api.Source pulled = first.newPullEndpoint();
        for (Api owner : owners) {
            Api.Source source = owner.newSource(receiver.url("source"));
            keys.put(uuid(source.id()), owner.key());
            sources.add(source.path());
            sources.add(pulled.path());
        }
        return new Load(
                receiver,
                List.copyOf(endpoints),
                new Sender(
                        servers,
                        0,
                        (server, number, turn) -> send(server, endpoints, keys, number, turn)),
                new Sender(
                        servers,
                        NumberedMessage.FIRST_RECEIVED,
                        (server, number, _) ->
                                provide(server, sources.get(number % sources.size()), number)),
                new Consumer(servers, pulled.id()),
                Map.copyOf(keys));
    }

    private static Sent send(
            Api server, List<String> endpoints, Map<String, String> keys, int number, int turn) {
        String endpoint = endpoints.get(turn % endpoints.size());
        return server.as(Objects.requireNonNull(keys.get(uuid(endpoint))))
                .send(NumberedMessage.request(number, endpoint));
    }

    /** The digits of what the API calls {@code ep_} or {@code in_} and so on. */
    private static String uuid(String id) {
        return id.substring(id.indexOf('_') + 1);
    }

    private static Sent provide(Api server, String path, int number) {
        String id = NumberedMessage.eventId(number);
        byte[] payload = NumberedMessage.payload(number);
        Sent sent = server.receive(path, id, payload);
        if (number / 2 % REPEATED == 0
                && sent instanceof Sent.Accepted once
                && server.receive(path, id, payload) instanceof Sent.Accepted again
                && !once.message().equals(again.message())) {
            return new Sent.Refused("its repetition became another message");
        }
        return sent;
    }

    /** Sends {@code rate} messages a second from now on, and lets half as many events come in. */
    void start(int rate) {
        consumer.start();
        sender.start(rate);
        provider.start(Math.max(1, rate / 2));
    }

    /** Ends; everything has been accepted, refused, or given up when this returns. */
    void stop() {
        sender.stop();
        provider.stop();
    }

    /** What became of each number, of what was sent and of what was received. */
    Map<Integer, Sent> sent() {
        Map<Integer, Sent> sent = new HashMap<>(sender.sent());
        sent.putAll(provider.sent());
        return sent;
    }

    /** When the first request of each of both began that was not answered with 202. */
    Map<Integer, Long> unanswered() {
        Map<Integer, Long> unanswered = new HashMap<>(sender.unanswered());
        unanswered.putAll(provider.unanswered());
        return unanswered;
    }

    @Override
    public void close() {
        consumer.close();
        receiver.close();
    }
}
