package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.load.Caller;
import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.process.BenchFailure;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fetches and acknowledges the events of an endpoint, page after page, the earliest first. */
final class Consumer implements AutoCloseable {

    private static final int PAGE = 100;

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final Pattern PAYLOAD = Pattern.compile("\"payload\":\\{\"seq\":");
    private static final Pattern ACKNOWLEDGED = Pattern.compile("\"acknowledged\":(\\d+)");

    private final int port;
    private final Map<String, String> authorization;
    private final String events;
    private final Caller caller;

    /** How it comes to the payloads of a page. */
    enum Way {
        /** They are in the list. */
        WITH_THE_LIST("with the list", 0),
        /** By a request for each, one after the other. */
        ONE_BY_ONE("one by one", 1),
        /** By a request for each, sixteen at once. */
        SIXTEEN_AT_ONCE("sixteen at once", 16);

        private final String words;
        private final int atOnce;

        Way(String words, int atOnce) {
            this.words = words;
            this.atOnce = atOnce;
        }

        String words() {
            return words;
        }
    }

    /**
     * What it took.
     *
     * @param events that were acknowledged, each once
     * @param took from the first request to the last answer
     * @param lists latencies of the requests in microseconds, as are {@code fetches}, which is
     *     empty if payloads came with the lists, and {@code acknowledgements}
     */
    record Round(
            Way way,
            int events,
            Duration took,
            Histogram lists,
            Histogram fetches,
            Histogram acknowledgements) {}

    Consumer(ReceivingSite site, Source source) {
        this.port = site.server().port();
        this.authorization = site.tenant().authorization();
        this.events = "/v1/pull-endpoints/" + source.id() + "/events";
        this.caller = new Caller(port);
    }

    /**
     * Fetches and acknowledges at least {@code count} events, which must be there or come.
     *
     * @throws BenchFailure if a request fails, a payload is missing, or an event is acknowledged
     *     that was listed before
     */
    Round fetch(Way way, int count) throws InterruptedException {
        Histogram lists = new Histogram(3);
        Histogram fetches = new ConcurrentHistogram(3);
        Histogram acknowledgements = new Histogram(3);
        Set<String> seen = new HashSet<>();
        long began = System.nanoTime();
        try (Fetchers fetchers = new Fetchers(way.atOnce, fetches)) {
            while (seen.size() < count) {
                List<String> ids = page(way, lists);
                fetchers.fetch(ids);
                acknowledge(ids, acknowledgements);
                seen.addAll(ids);
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new Round(way, seen.size(), took, lists, fetches, acknowledgements);
    }

    private List<String> page(Way way, Histogram lists) {
        boolean whole = way == Way.WITH_THE_LIST;
        String answer =
                timed(
                        caller,
                        Request.get(
                                port,
                                "%s?limit=%d&wait=5%s"
                                        .formatted(events, PAGE, whole ? "&payload=true" : ""),
                                authorization),
                        lists);
        List<String> ids = ID.matcher(answer).results().map(match -> match.group(1)).toList();
        if (ids.isEmpty()) {
            throw new BenchFailure("there are no more events");
        }
        if (whole && PAYLOAD.matcher(answer).results().count() != ids.size()) {
            throw new BenchFailure("a list has not as many payloads as events");
        }
        return ids;
    }

    private void acknowledge(List<String> ids, Histogram acknowledgements) {
        String listed =
                ids.stream().map(id -> '"' + id + '"').collect(Collectors.joining(",", "[", "]"));
        String answer =
                timed(
                        caller,
                        Request.post(
                                port,
                                events + "/ack",
                                authorization,
                                "{\"event_ids\":" + listed + "}"),
                        acknowledgements);
        Matcher acknowledged = ACKNOWLEDGED.matcher(answer);
        if (!acknowledged.find() || Integer.parseInt(acknowledged.group(1)) != ids.size()) {
            throw new BenchFailure("not all of a page was acknowledged: " + answer);
        }
    }

    private static String timed(Caller caller, Request request, Histogram micros) {
        long began = System.nanoTime();
        String answer = caller.call(request);
        micros.recordValue((System.nanoTime() - began) / 1_000);
        return answer;
    }

    /** Some callers that share the events of a page. */
    private final class Fetchers implements AutoCloseable {

        private final Histogram micros;
        private final List<Caller> callers = new ArrayList<>();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        Fetchers(int count, Histogram micros) {
            this.micros = micros;
            IntStream.range(0, count).forEach(_ -> callers.add(new Caller(port)));
        }

        void fetch(List<String> ids) throws InterruptedException {
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> shares = new ArrayList<>();
            for (Caller each : callers) {
                shares.add(threads.submit(() -> fetch(each, ids, next)));
            }
            try {
                for (Future<?> share : shares) {
                    share.get();
                }
            } catch (ExecutionException failure) {
                throw new BenchFailure("an event cannot be fetched: " + failure.getCause());
            }
        }

        private void fetch(Caller each, List<String> ids, AtomicInteger next) {
            for (int i = next.getAndIncrement(); i < ids.size(); i = next.getAndIncrement()) {
                Request request = Request.get(port, events + "/" + ids.get(i), authorization);
                if (!PAYLOAD.matcher(timed(each, request, micros)).find()) {
                    throw new BenchFailure("an event without its payload: " + ids.get(i));
                }
            }
        }

        @Override
        public void close() {
            threads.close();
            callers.forEach(Caller::close);
        }
    }

    @Override
    public void close() {
        caller.close();
    }
}
