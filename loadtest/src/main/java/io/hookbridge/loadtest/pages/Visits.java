package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.Rig;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A person who is signed in and a caller with the key of the same project, who ask for one page
 * after the other and wait for each.
 *
 * @param rounds how often each is asked for
 */
record Visits(
        Rig rig, HttpClient client, String origin, Project project, String session, int rounds)
        implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SIGN_IN =
            """
            WITH person AS (
                INSERT INTO console_user (id, tenant_id, email, role, created_at)
                VALUES (?, ?, 'visitor@example.com', 'owner', now())
                RETURNING id, tenant_id
            )
            INSERT INTO console_session
                (hash, id, tenant_id, user_id, mode, created_at, last_seen_at, address, user_agent)
            SELECT sha256(?::bytea), id, tenant_id, id, 'live', now(), now(), '127.0.0.1', 'bench'
              FROM person
            """;

    /**
     * What became of the visits to one page.
     *
     * @param nanos how long the first byte of each answer took, sorted
     * @param bytes of an answer, as it was sent
     * @param status of the last answer
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Visited(String name, long[] nanos, int bytes, int status) {

        boolean failed() {
            return status != 200;
        }

        /** In milliseconds. */
        double percentile(int percent) {
            int place = (int) Math.ceil(nanos.length * percent / 100.0) - 1;
            return nanos[Math.max(0, place)] / 1e6;
        }
    }

    static Visits signedIn(Rig rig, ServerProcess server, Project project, int rounds)
            throws SQLException {
        String token = "FAKE" + "0".repeat(39);
        try (Connection connection = server.database().connect();
                PreparedStatement signIn = connection.prepareStatement(SIGN_IN)) {
            signIn.setObject(1, UUID.randomUUID());
            signIn.setObject(2, project.tenant().id());
            signIn.setBytes(3, token.getBytes(StandardCharsets.US_ASCII));
            signIn.executeUpdate();
        }
        return new Visits(
                rig,
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                "http://127.0.0.1:" + server.port(),
                project,
                "hookbridge_session=" + token,
                rounds);
    }

    /**
     * @param searched whether payloads are found by what they say
     */
    List<Visited> of(Filled filled, boolean searched) throws IOException, InterruptedException {
        List<Visited> visited = new ArrayList<>();
        for (Map.Entry<String, String> page : pages(filled, searched).entrySet()) {
            visited.add(visit(page.getKey(), page.getValue(), Map.of("Cookie", session)));
        }
        for (String list : lists(searched)) {
            visited.add(visit("GET " + list, list, project.tenant().authorization()));
        }
        return visited;
    }

    private Map<String, String> pages(Filled filled, boolean searched)
            throws IOException, InterruptedException {
        String place = place();
        String message = filled.messages().getFirst().getLast();
        String endpoint = project.endpoint(0);
        Map<String, String> pages = new LinkedHashMap<>();
        for (String section :
                List.of(
                        "home",
                        "home/ledger",
                        "messages",
                        "dead-letters",
                        "dead-letters/actions",
                        "endpoints",
                        "sources",
                        "pull",
                        "playground",
                        "live",
                        "exports",
                        "metrics",
                        "start",
                        "api-keys",
                        "billing")) {
            pages.put(section, place + "/" + section);
        }
        pages.put("a message", place + "/messages/" + message);
        pages.put("an endpoint", place + "/endpoints/" + endpoint);
        for (String window : List.of("1h", "7d", "30d")) {
            pages.put("metrics of " + window, place + "/metrics?window=" + window);
        }
        for (String query :
                List.of(
                        "status:failed",
                        "status:waiting",
                        "status:queued",
                        "code:500",
                        "code:404",
                        "endpoint:" + endpoint,
                        "endpoint:127.0.0.1/nowhere",
                        "key:none",
                        "id:" + message.substring(0, 8),
                        "after:2h",
                        "before:30d",
                        "is:received")) {
            pages.put("messages, " + query, search(place, query));
        }
        if (searched) {
            for (String query :
                    List.of("order:" + message, "webhook", "nowhere", "webhook status:failed")) {
                pages.put("messages, " + query.replace(message, "…"), search(place, query));
            }
        }
        pages.put("projects", "/console/projects");
        pages.put("account", "/console/account");
        pages.put("find", "/console/find?q=hook");
        return pages;
    }

    private static String search(String place, String query) {
        return place + "/messages?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private List<String> lists(boolean searched) {
        List<String> lists = new ArrayList<>();
        for (String list : List.of("/v1/messages", "/v1/logs")) {
            lists.addAll(
                    List.of(
                            list,
                            list + "?status=failed_permanent",
                            list + "?status=pending_retry",
                            list + "?endpoint_id=" + project.endpoint(0)));
        }
        lists.addAll(
                List.of(
                        "/v1/messages?response_status=500",
                        "/v1/messages?response_status=204",
                        "/v1/messages?idempotency_key=none",
                        "/v1/inbound-messages",
                        "/v1/inbound-logs",
                        "/v1/dlq/messages",
                        "/v1/endpoints",
                        "/v1/inbound-endpoints",
                        "/v1/pull-endpoints",
                        "/v1/api-keys",
                        "/v1/projects",
                        "/v1/exports",
                        "/v1/metrics?window=24h",
                        "/v1/metrics?window=30d",
                        "/v1/metrics/timeseries?window=30d"));
        if (searched) {
            lists.add("/v1/messages?search=webhook");
            lists.add("/v1/messages?search=nowhere");
        }
        return lists;
    }

    /** What the paths of pages begin with that are about the project. */
    private String place() throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = ask("/console", Map.of("Cookie", session));
        answer.body().close();
        return answer.headers()
                .firstValue("Location")
                .filter(home -> home.endsWith("/home"))
                .map(home -> home.substring(0, home.length() - "/home".length()))
                .orElseThrow(() -> new BenchFailure("nobody is signed in: " + answer.statusCode()));
    }

    private HttpResponse<InputStream> ask(String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + path))
                        .timeout(PATIENCE)
                        .header("Accept-Encoding", "gzip")
                        .header("Sec-Fetch-Site", "same-origin");
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private Visited visit(String name, String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        rig.say("  %s", name);
        int notCounted = Math.max(1, rounds / 10);
        long[] nanos = new long[rounds];
        int bytes = 0;
        int status = 0;
        for (int round = -notCounted; round < rounds; round++) {
            long began = System.nanoTime();
            HttpResponse<InputStream> answer = ask(path, headers);
            long took = System.nanoTime() - began;
            try (InputStream body = answer.body()) {
                bytes = body.readAllBytes().length;
            }
            status = answer.statusCode();
            if (round >= 0) {
                nanos[round] = took;
            }
        }
        Arrays.sort(nanos);
        return new Visited(name, nanos, bytes, status);
    }

    @Override
    public void close() {
        client.close();
    }
}
