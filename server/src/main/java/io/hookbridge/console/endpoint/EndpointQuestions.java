package io.hookbridge.console.endpoint;

import static java.util.stream.Collectors.toMap;

import io.hookbridge.http.page.Question;
import io.hookbridge.http.page.Words;
import io.hookbridge.outbound.endpoint.Endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What people are asked before deliveries to an endpoint stop, go on, or end. */
final class EndpointQuestions {

    private EndpointQuestions() {}

    /**
     * @param path of the endpoint's page
     */
    static Question pause(Endpoint endpoint, String path) {
        return question(
                "Pause deliveries?",
                List.of(
                        endpoint.url(),
                        "Messages are accepted as before, and wait.",
                        "Attempts that are under way end. Waiting uses up no attempt, but payloads expire as usual."),
                path,
                "/pause",
                "Pause",
                false);
    }

    /**
     * Of several at once.
     *
     * @param path where the form goes
     * @param list the way back
     */
    static Question pause(List<Endpoint> endpoints, String path, String list) {
        List<String> facts = new ArrayList<>();
        facts.add("Messages are accepted as before, and wait.");
        endpoints.forEach(endpoint -> facts.add(endpoint.url()));
        return new Question(
                "Pause deliveries to " + Words.count(endpoints.size(), "endpoint") + "?",
                facts,
                path,
                endpoints.stream().collect(toMap(endpoint -> endpoint.id().toString(), _ -> "on")),
                "Pause",
                false,
                list,
                "Back");
    }

    /**
     * @param released how many messages can be delivered at once
     */
    static Question resume(Endpoint endpoint, String path, long released) {
        return question(
                "Resume deliveries?",
                List.of(
                        endpoint.url(),
                        released == 0
                                ? "Nothing waits for it now."
                                : Words.count(released, "message")
                                        + " can be delivered at once, at the endpoint’s pace.",
                        "Retries whose time has not come yet are made when it comes."),
                path,
                "/resume",
                "Resume",
                false);
    }

    /**
     * @param waiting how many messages wait, as {@link EndpointList#waiting} takes it
     */
    static Question delete(Endpoint endpoint, String path, int waiting) {
        return question(
                "Delete this endpoint?",
                List.of(
                        endpoint.url(),
                        waiting(endpoint, waiting),
                        "Nothing new is accepted for it. This cannot be taken back."),
                path,
                "/delete",
                "Delete endpoint",
                true);
    }

    private static String waiting(Endpoint endpoint, int waiting) {
        if (waiting == 0) {
            return "Nothing waits for it now.";
        }
        String messages =
                EndpointList.waiting(waiting)
                        + (waiting == 1 ? " message waits for it" : " messages wait for it");
        return endpoint.paused() == null
                ? messages + ", and will still be tried until delivered or given up."
                : messages + ", and will go on waiting until the payloads expire, as it is paused.";
    }

    /** Before a key stops signing that another one has taken the place of. */
    static Question endKey(Endpoint endpoint, String path, String keyId, String hint) {
        return question(
                "Delete this signing key?",
                List.of(
                        endpoint.url(),
                        "It is the key whose secret ends with " + hint + ".",
                        "Deliveries are signed with the other key alone from then on: a receiver that checks with this secret"
                                + " refuses them. This cannot be taken back."),
                path,
                "/keys/" + keyId,
                "Delete signing key",
                true);
    }

    private static Question question(
            String heading,
            List<String> facts,
            String path,
            String action,
            String button,
            boolean danger) {
        return new Question(heading, facts, path + action, Map.of(), button, danger, path, "Back");
    }
}
