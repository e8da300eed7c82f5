package io.hookbridge.loadtest.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Single requests to a process on the loopback address, until it answers as it should. */
public final class Probe {

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final BoundedClient client = new BoundedClient();

    /** The body of the first answer with status 2xx to {@code GET path}. */
    public String get(Process process, int port, String path, Map<String, String> headers)
            throws InterruptedException {
        return until2xx(process, "GET", path, request(port, path, headers).GET());
    }

    /** The body of the first answer with status 2xx to {@code POST path}. */
    public String post(
            Process process, int port, String path, Map<String, String> headers, String body)
            throws InterruptedException {
        return until2xx(
                process,
                "POST",
                path,
                request(port, path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(int port, String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        headers.forEach(request::header);
        return request;
    }

    private String until2xx(
            Process process, String method, String path, HttpRequest.Builder request)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "nothing";
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                HttpResponse<String> answer = client.call(request, PATIENCE);
                if (answer.statusCode() / 100 == 2) {
                    return answer.body();
                }
                last = answer.statusCode() + " " + answer.body();
                if (answer.statusCode() == 400) {
                    // It will not do better.
                    break;
                }
            } catch (IOException notYet) {
                last = String.valueOf(notYet.getMessage());
            }
            Thread.sleep(BETWEEN_TRIES);
        }
        throw new BenchFailure(
                "no answer with status 2xx from %s %s, last: %s%s"
                        .formatted(
                                method,
                                path,
                                last,
                                process.isAlive() ? "" : "; the process has ended"));
    }
}
