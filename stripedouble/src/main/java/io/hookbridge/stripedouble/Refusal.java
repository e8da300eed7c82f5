package io.hookbridge.stripedouble;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

/** An error in Stripe's form; thrown by an operation, answered by the double. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;
    private final String text;

    Refusal(int status, String type, @Nullable String code, @Nullable String param, String text) {
        super(text);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.text = text;
    }

    static Refusal invalid(@Nullable String code, @Nullable String param, String text) {
        return new Refusal(400, "invalid_request_error", code, param, text);
    }

    static Refusal missing(int status, String what, String param, String id) {
        return new Refusal(
                status,
                "invalid_request_error",
                "resource_missing",
                param,
                "No such " + what + ": '" + id + "'");
    }

    /** What Stripe adds when the object exists, but not in the mode of the key. */
    Refusal inOtherMode(boolean liveKey) {
        String hint =
                liveKey
                        ? "; a similar object exists in test mode, but a live mode key was used to"
                                + " make this request."
                        : "; a similar object exists in live mode, but a test mode key was used to"
                                + " make this request.";
        return new Refusal(status, type, code, param, text + hint);
    }

    Reply reply() {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("type", type);
        error.put("message", text);
        if (code != null) {
            error.put("code", code);
        }
        if (param != null) {
            error.put("param", param);
        }
        return Reply.json(status, body);
    }
}
