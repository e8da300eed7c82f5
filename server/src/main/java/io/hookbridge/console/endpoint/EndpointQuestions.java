package io.hookbridge.console.endpoint;

import static java.util.stream.Collectors.toMap;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Question;
import io.hookbridge.outbound.endpoint.Endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What people are asked before deliveries to an endpoint stop, go on, or end. */
final class EndpointQuestions {

    private final Phrases phrases;

    EndpointQuestions(Phrases phrases) {
        this.phrases = phrases;
    }

    /**
     * @param path of the endpoint's page
     */
    Question pause(Endpoint endpoint, String path) {
        return question(
                phrases.say("endpoint.ask.pause"),
                List.of(
                        endpoint.url(),
                        phrases.say("endpoint.ask.pause.accepted"),
                        phrases.say("endpoint.ask.pause.ends")),
                path,
                "/pause",
                phrases.say("endpoint.pause"),
                false);
    }

    /**
     * Of several at once.
     *
     * @param path where the form goes
     * @param list the way back
     */
    Question pause(List<Endpoint> endpoints, String path, String list) {
        List<String> facts = new ArrayList<>();
        facts.add(phrases.say("endpoint.ask.pause.accepted"));
        endpoints.forEach(endpoint -> facts.add(endpoint.url()));
        return new Question(
                phrases.say("endpoint.ask.pause.several", endpoints.size()),
                facts,
                path,
                endpoints.stream().collect(toMap(endpoint -> endpoint.id().toString(), _ -> "on")),
                phrases.say("endpoint.pause"),
                false,
                list,
                phrases.say("endpoint.back"));
    }

    /**
     * @param released how many messages can be delivered at once
     */
    Question resume(Endpoint endpoint, String path, long released) {
        return question(
                phrases.say("endpoint.ask.resume"),
                List.of(
                        endpoint.url(),
                        released == 0
                                ? phrases.say("endpoint.ask.nothing_waits")
                                : phrases.say("endpoint.ask.resume.released", released),
                        phrases.say("endpoint.ask.resume.retries")),
                path,
                "/resume",
                phrases.say("endpoint.resume"),
                false);
    }

    /**
     * @param waiting how many messages wait, as {@link EndpointList#waiting} takes it
     */
    Question delete(Endpoint endpoint, String path, int waiting) {
        return question(
                phrases.say("endpoint.ask.delete"),
                List.of(
                        endpoint.url(),
                        waiting(endpoint, waiting),
                        phrases.say("endpoint.ask.delete.nothing_new")),
                path,
                "/delete",
                phrases.say("endpoint.ask.delete.button"),
                true);
    }

    private String waiting(Endpoint endpoint, int waiting) {
        if (waiting == 0) {
            return phrases.say("endpoint.ask.nothing_waits");
        }
        return phrases.say(
                endpoint.paused() == null
                        ? "endpoint.ask.delete.tried"
                        : "endpoint.ask.delete.waits",
                waiting,
                EndpointList.waiting(waiting, phrases));
    }

    /** Before a key stops signing that another one has taken the place of. */
    Question endKey(Endpoint endpoint, String path, String keyId, String hint) {
        return question(
                phrases.say("endpoint.ask.key"),
                List.of(
                        endpoint.url(),
                        phrases.say("endpoint.ask.key.which", hint),
                        phrases.say("endpoint.ask.key.refuses")),
                path,
                "/keys/" + keyId,
                phrases.say("endpoint.ask.key.button"),
                true);
    }

    private Question question(
            String heading,
            List<String> facts,
            String path,
            String action,
            String button,
            boolean danger) {
        return new Question(
                heading,
                facts,
                path + action,
                Map.of(),
                button,
                danger,
                path,
                phrases.say("endpoint.back"));
    }
}
