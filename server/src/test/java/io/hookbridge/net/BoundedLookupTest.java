package io.hookbridge.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Patience;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

@Tag("unit")
class BoundedLookupTest {

    private static final List<InetAddress> FOUND = List.of(InetAddress.ofLiteral("93.184.216.34"));

    private final CountDownLatch stall = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    private List<InetAddress> lookup(String host) throws UnknownHostException {
        asked.incrementAndGet();
        if (host.startsWith("stalling")) {
            try {
                stall.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
        if (host.startsWith("unknown")) {
            throw new UnknownHostException(host);
        }
        return FOUND;
    }

    private HostLookup bounded(Duration limit) {
        return new BoundedLookup(this::lookup, limit);
    }

    @Test
    void what_is_found_in_time_is_told() throws Exception {
        HostLookup lookup = bounded(Patience.LONGEST);

        assertThat(lookup.lookup("one.example")).isEqualTo(FOUND);
        assertThat(lookup.lookup("one.example")).isEqualTo(FOUND);
        assertThatThrownBy(() -> lookup.lookup("unknown.example"))
                .isInstanceOf(UnknownHostException.class);
        assertThat(asked.get()).isEqualTo(3);
    }

    @Test
    void a_look_up_that_stalls_is_given_up_and_holds_one_thread_however_often_it_is_asked()
            throws Exception {
        HostLookup lookup = bounded(Duration.ofMillis(50));
        List<Future<List<InetAddress>>> waiting = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                waiting.add(threads.submit(() -> lookup.lookup("stalling.example")));
            }
        }
        assertThat(waiting).allMatch(one -> one.exceptionNow() instanceof UnknownHostException);
        assertThat(asked.get()).isEqualTo(1);
        stall.countDown();
    }

    @Test
    void names_that_stall_do_not_keep_others_from_being_found() throws Exception {
        HostLookup patient = bounded(Patience.LONGEST);
        List<Future<List<InetAddress>>> waiting = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                String name = "stalling%d.example".formatted(i);
                waiting.add(threads.submit(() -> patient.lookup(name)));
            }
            assertThat(patient.lookup("one.example")).isEqualTo(FOUND);
            assertThat(waiting).noneMatch(Future::isDone);
            stall.countDown();
        }
        assertThat(waiting).allMatch(one -> one.resultNow().equals(FOUND));
    }

    @Test
    void the_system_knows_where_localhost_is() throws Exception {
        assertThat(HostLookup.ofSystem().lookup("localhost"))
                .allMatch(InetAddress::isLoopbackAddress);
    }
}
