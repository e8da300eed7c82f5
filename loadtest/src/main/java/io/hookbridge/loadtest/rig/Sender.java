package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.NumberedPayload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tenant that sends, and its endpoints. */
public final class Sender {

    private static final Pattern ENDPOINT = Pattern.compile("\"id\":\"([^\"]+)\"");

    private static final String HEADERS = ",\"headers\":{\"X-Bench-Token\":\"FAKE-0123456789\"}";

    /** Where endpoints lead to. */
    @FunctionalInterface
    public interface Urls {

        /**
         * The URL of an endpoint.
         *
         * @param host that leads to 127.0.0.1
         * @param endpoint from 0
         */
        String url(String host, int endpoint);
    }

    private final Probe probe;
    private final ServerProcess server;
    private final Tenant tenant;
    private final Urls urls;
    private final NumberedPayload payloads;
    private final List<String> endpoints = new ArrayList<>();
    private boolean dressed;
    private IntFunction<String> hosts = _ -> "127.0.0.1";

    /**
     * @param urls of its endpoints
     */
    public Sender(
            Probe probe, ServerProcess server, Tenant tenant, Urls urls, NumberedPayload payloads) {
        this.probe = probe;
        this.server = server;
        this.tenant = tenant;
        this.urls = urls;
        this.payloads = payloads;
    }

    /**
     * Endpoints that are made from now on have names in their URLs.
     *
     * @param name of each, by its number from 0; it leads to 127.0.0.1
     */
    public void nameHosts(IntFunction<String> name) {
        hosts = name;
    }

    /**
     * From now on every other message that has a request of its own has an idempotency key, and
     * endpoints add a header, which the server keeps sealed.
     */
    public void useKeysAndHeaders() {
        dressed = true;
    }

    /** Makes endpoints until there are {@code count}, as a user would. */
    public void requireEndpoints(int count) throws InterruptedException {
        while (endpoints.size() < count) {
            int number = endpoints.size();
            String url = urls.url(hosts.apply(number), number);
            String answer =
                    server.post(
                            probe,
                            "/v1/endpoints",
                            authorization(),
                            "{\"url\":\"%s\"%s}".formatted(url, dressed ? HEADERS : ""));
            Matcher id = ENDPOINT.matcher(answer);
            if (!id.find()) {
                throw new BenchFailure("this is no endpoint: " + answer);
            }
            endpoints.add(id.group(1));
        }
    }

    /** The requests that send to the first {@code count} endpoints in turn. */
    public SendRequests requests(int count) throws InterruptedException {
        requireEndpoints(count);
        return new SendRequests(
                server.port(),
                tenant.key(),
                List.copyOf(endpoints.subList(0, count)),
                payloads,
                dressed);
    }

    /** Has all endpoints get nothing until {@link #resumeEndpoints}. */
    public void pauseEndpoints() throws InterruptedException {
        postToEach("pause");
    }

    public void resumeEndpoints() throws InterruptedException {
        postToEach("resume");
    }

    private void postToEach(String operation) throws InterruptedException {
        for (String endpoint : endpoints) {
            String path = "/v1/endpoints/" + endpoint + "/" + operation;
            server.post(probe, path, authorization(), "");
        }
    }

    public Map<String, String> authorization() {
        return tenant.authorization();
    }

    /** The identifiers of the endpoints as the API knows them. */
    public List<String> endpoints() {
        return List.copyOf(endpoints);
    }

    /** Whose messages it sends. */
    public Tenant tenant() {
        return tenant;
    }
}
