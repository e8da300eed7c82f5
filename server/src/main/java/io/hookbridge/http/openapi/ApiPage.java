package io.hookbridge.http.openapi;

import java.util.List;

/**
 * Everything that the page about the API shows, in the order in which it is shown.
 *
 * @param success an answer as an example of all that succeed
 * @param refusal an answer as an example of all that do not
 * @param errors the answers that many operations share, each described once
 */
public record ApiPage(
        String title,
        String version,
        Prose description,
        String baseUrl,
        Prose authentication,
        String success,
        String refusal,
        List<Section> sections,
        List<Response> errors) {

    /**
     * The operations of one tag.
     *
     * @param id the fragment that leads here, unique on the page
     * @param webhooks what a receiver gets; such a section has no operations
     */
    public record Section(
            String id,
            String name,
            Prose description,
            List<Operation> operations,
            List<Webhook> webhooks) {}

    /**
     * One operation.
     *
     * @param id the fragment that leads here, unique on the page
     * @param permission what an API key must be allowed to do; empty for what anybody may read
     * @param sharedErrors the answers that are described in {@link ApiPage#errors}
     */
    public record Operation(
            String id,
            String method,
            String template,
            String summary,
            Prose description,
            String permission,
            List<Field> path,
            List<Field> query,
            RequestBody body,
            String curl,
            List<Response> responses,
            List<SharedError> sharedErrors) {}

    /**
     * One kind of request that a receiver gets.
     *
     * @param id the fragment that leads here, unique on the page
     * @param responses what a receiver may answer
     */
    public record Webhook(
            String id,
            String summary,
            Prose description,
            List<Field> headers,
            List<Example> examples,
            List<Response> responses) {}

    /**
     * What an operation reads.
     *
     * @param fields empty when there is no body
     */
    public record RequestBody(boolean required, List<Field> fields, List<Example> examples) {

        static final RequestBody NONE = new RequestBody(false, List.of(), List.of());
    }

    /**
     * One parameter, or one member of a body by its path, such as {@code data[].label}.
     *
     * @param type in words, such as "string or null"
     * @param values the only values it can have; empty if there is no such list
     * @param limits in words, such as "at most 255 characters"
     */
    public record Field(
            String name,
            String type,
            boolean required,
            Prose description,
            List<String> values,
            List<String> limits) {}

    /**
     * One answer of an operation.
     *
     * @param id the fragment that leads here; empty if nothing does
     * @param codes what {@code error.code} can be; empty for a success
     */
    public record Response(
            String id,
            int status,
            String reason,
            Prose description,
            List<String> codes,
            List<Field> headers,
            List<Field> fields,
            List<Example> examples) {

        public boolean success() {
            return status < 400;
        }
    }

    /** A link to an answer in {@link ApiPage#errors}. */
    public record SharedError(String id, int status, List<String> codes) {}

    /** A body to look at. */
    public record Example(String name, String summary, String body) {}
}
