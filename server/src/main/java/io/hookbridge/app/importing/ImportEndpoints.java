package io.hookbridge.app.importing;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.Reply;
import io.hookbridge.app.terminal.PlainText;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Json;

import tools.jackson.databind.JsonNode;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Makes endpoints of others here, one after the other, and says what became of each. */
final class ImportEndpoints {

    private static final int LONGEST = 200;

    private final Api api;
    private final NewSecrets secrets;
    private final PrintStream out;
    private int made;
    private int there;
    private int refused;

    /**
     * @param secrets where those go that are made here
     */
    ImportEndpoints(Api api, NewSecrets secrets, PrintStream out) {
        this.api = api;
        this.secrets = secrets;
        this.out = out;
    }

    /**
     * @return whether all of them are there now
     * @throws StartFailure if the server cannot go on; those before are made
     */
    boolean all(List<ForeignEndpoint> endpoints) {
        endpoints.forEach(this::one);
        out.println("%d made, %d there already, %d refused".formatted(made, there, refused));
        return refused == 0;
    }

    private void one(ForeignEndpoint endpoint) {
        switch (api.tryPost("/v1/endpoints", endpoint.body())) {
            case Reply.Answered created when created.status() == 201 ->
                    made(endpoint, created.json().path("data"));
            case Reply.Answered taken
                    when taken.json().at("/error/code").asString("").equals("DUPLICATE_URL") -> {
                there++;
                out.println(line("there already", endpoint));
                out.println(
                        remark(
                                endpoint.paused()
                                        ? "nothing was changed: look whether it is paused, and its secret"
                                        : "nothing was changed, its secret neither"));
            }
            case Reply.Answered answer when answer.isRefusedByServer() && !answer.mayPass() -> {
                refused++;
                out.println(line("refused", endpoint));
                out.println(remark(answer.refusal()));
            }
            // The rest would meet the same.
            case Reply.Answered answer ->
                    throw new StartFailure(
                            "the server answered %s; give the command again later"
                                    .formatted(answer.refusal()));
            case Reply.Unanswered(String why) ->
                    throw new StartFailure(
                            endpoint.secret().isPresent()
                                    ? why
                                    : why
                                            + "; if %s is there already next time, rotate its secret, which nobody has then"
                                                    .formatted(
                                                            PlainText.line(
                                                                    endpoint.url(), LONGEST)));
        }
    }

    private void made(ForeignEndpoint endpoint, JsonNode created) {
        String id = created.path("id").asString("");
        String secret = created.path("signing_secret").asString("");
        if (endpoint.secret().isEmpty()) {
            secrets.write(
                    Json.MAPPER.writeValueAsString(
                            Map.of("id", id, "url", endpoint.url(), "signing_secret", secret)));
        } else if (!endpoint.secret().get().equals(secret)) {
            api.delete("/v1/endpoints/" + id);
            throw new StartFailure(
                    api.server()
                            + " is of a version that takes no secret along: upgrade all servers, and give the command again");
        }
        if (endpoint.paused()
                && !(api.tryPost("/v1/endpoints/" + id + "/pause", Map.of())
                                instanceof Reply.Answered(int status, var _, var _)
                        && status == 200)) {
            refused++;
            out.println(line("not paused", endpoint));
            out.println(remark("it was made, and is delivered to: pause " + id));
            return;
        }
        made++;
        say(out, endpoint.paused() ? "made, paused" : "made", endpoint);
    }

    /** Says what becomes of an endpoint, and what it cannot have here. */
    static void say(PrintStream out, String what, ForeignEndpoint endpoint) {
        out.println(line(what, endpoint));
        endpoint.notes().forEach(note -> out.println(remark(note)));
    }

    private static String line(String what, ForeignEndpoint endpoint) {
        return "%-14s %s".formatted(what, PlainText.line(endpoint.url(), LONGEST));
    }

    private static String remark(String text) {
        return " ".repeat(15) + "> " + PlainText.line(text);
    }
}
