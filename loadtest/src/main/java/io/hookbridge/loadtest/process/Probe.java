package io.hookbridge.loadtest.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Single requests to a process on the loopback address, until it answers as it should. */
public final class Probe {

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HttpClient client = HttpClient.newHttpClient();

    /** The body of the first answer with status 2xx to {@code GET path}. */
    public String get(Process process, int port, String path, Map<String, String> headers)
            throws InterruptedException {
        return until2xx(process, request(port, path, headers).GET().build());
    }

    /** The body of the first answer with status 2xx to {@code POST path}. */
    public String post(
            Process process, int port, String path, Map<String, String> headers, String body)
            throws InterruptedException {
        return until2xx(
                process,
                request(port, path, headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private static HttpRequest.Builder request(int port, String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(PATIENCE);
        headers.forEach(request::header);
        return request;
    }

    private String until2xx(Process process, HttpRequest request) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "nothing";
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                HttpResponse<String> answer =
                        client.send(request, HttpResponse.BodyHandlers.ofString());
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
                                request.method(),
                                request.uri(),
                                last,
                                process.isAlive() ? "" : "; the process has ended"));
    }
}
