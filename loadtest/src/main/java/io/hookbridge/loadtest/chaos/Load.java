package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Api;
import io.hookbridge.loadtest.cluster.Sent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A receiver; a sender whose messages go there; a provider whose events go there as well, or are
 * fetched by a consumer.
 *
 * @param endpoints of the sender
 */
record Load(
        Receiver receiver,
        List<String> endpoints,
        Sender sender,
        Sender provider,
        Consumer consumer)
        implements AutoCloseable {

    private static final int ENDPOINTS = 4;

    /** A provider sends one in so many events again although it had its answer. */
    private static final int REPEATED = 10;

    /** Prepares everything through the first of {@code servers}, which must be ready. */
    static Load prepare(List<Api> servers) throws InterruptedException {
        Receiver receiver = Receiver.start();
        Api first = servers.getFirst();
        first.liftLimits();
        List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            endpoints.add(first.newEndpoint(receiver.url("endpoint-" + i)));
        }
        Api.Source pulled = first.newPullEndpoint();
        List<String> sources =
                List.of(first.newSource(receiver.url("source")).path(), pulled.path());
        return new Load(
                receiver,
                List.copyOf(endpoints),
                new Sender(
                        servers,
                        0,
                        (server, number, turn) ->
                                server.send(
                                        NumberedMessage.request(
                                                number, endpoints.get(turn % endpoints.size())))),
                new Sender(
                        servers,
                        NumberedMessage.FIRST_RECEIVED,
                        (server, number, _) ->
                                provide(server, sources.get(number % sources.size()), number)),
                new Consumer(servers, pulled.id()));
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
