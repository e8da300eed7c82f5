package io.hookbridge.app.running;

import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;

import java.util.List;

/**
 * {@code /healthz} and {@code /readyz} for load balancers that reach the public port only: a word
 * each, because anybody may ask.
 */
public final class PublicHealth {

    private final Readiness readiness;

    public PublicHealth(Readiness readiness) {
        this.readiness = readiness;
    }

    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/healthz", _ -> word(200, "alive")),
                Route.open("GET", "/readyz", this::ready));
    }

    private Answer ready(Call call) {
        Readiness.Decision decision = readiness.decision();
        return word(decision.status(), decision.words());
    }

    private static Answer word(int status, String word) {
        return Answer.text(status, "text/plain; charset=utf-8", word + "\n")
                .header("Cache-Control", "no-store");
    }
}
