package io.hookbridge.app.tail;

/** A log of the API that can be followed. */
enum MessageLog {

    /** What is sent to others. */
    SENT("sent", "/v1/logs", "endpoint_id", "message_id", "created_at", "/v1/messages/"),

    /** What is received and forwarded or listened to. */
    RECEIVED(
            "received",
            "/v1/inbound-logs",
            "inbound_endpoint_id",
            "message_id",
            "received_at",
            "/v1/inbound-messages/"),

    /** What is received and waits to be fetched. */
    PULLED("pull", "/v1/pull-logs", "pull_endpoint_id", "event_id", "received_at", "");

    private final String word;
    private final String path;
    private final String endpointParameter;
    private final String idMember;
    private final String timeMember;
    private final String messagePath;

    MessageLog(
            String word,
            String path,
            String endpointParameter,
            String idMember,
            String timeMember,
            String messagePath) {
        this.word = word;
        this.path = path;
        this.endpointParameter = endpointParameter;
        this.idMember = idMember;
        this.timeMember = timeMember;
        this.messagePath = messagePath;
    }

    /** As it is shown. */
    String word() {
        return word;
    }

    String path() {
        return path;
    }

    String endpointParameter() {
        return endpointParameter;
    }

    String idMember() {
        return idMember;
    }

    String timeMember() {
        return timeMember;
    }

    /** Where one message is read, with its id behind; empty if that would change its state. */
    String messagePath() {
        return messagePath;
    }
}
