package io.hookbridge.console;

import io.hookbridge.delivery.signing.VerifyDelivery;
import io.hookbridge.delivery.signing.VerifyDelivery.Verdict;
import io.hookbridge.delivery.signing.VerifyingKey;
import io.hookbridge.outbound.Receiver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** A receiver as it should be: it takes what is signed with a key that it knows, and no more. */
final class VerifyingReceiver implements AutoCloseable {

    private final Receiver receiver = Receiver.start();
    private final BlockingQueue<String> accepted = new LinkedBlockingQueue<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile List<VerifyingKey> keys = List.of();

    VerifyingReceiver() {
        receiver.answer(this::answer);
    }

    private Receiver.Answer answer(Receiver.Delivered delivered) {
        Verdict verdict =
                VerifyDelivery.verdict(
                        name -> Optional.of(delivered.header(name)).filter(it -> !it.isEmpty()),
                        delivered.body().getBytes(StandardCharsets.UTF_8),
                        keys);
        if (verdict instanceof Verdict.Genuine) {
            accepted.add(delivered.messageId());
            return Receiver.Answer.of(200);
        }
        refused.add(delivered.messageId());
        return Receiver.Answer.of(401);
    }

    String url() {
        return receiver.url("/verifying");
    }

    /** From now on deliveries are taken that were signed with one of these. */
    void knows(String... secrets) {
        keys = Stream.of(secrets).map(secret -> VerifyingKey.parse(secret).orElseThrow()).toList();
    }

    /** The ids of messages that were taken and not looked at yet. */
    BlockingQueue<String> accepted() {
        return accepted;
    }

    /** The ids of the messages in deliveries that were answered 401. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        receiver.close();
    }
}
