package io.hookbridge.message.explanation;

import io.hookbridge.net.Trouble;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The causes that are told apart, each with its sentences. */
public enum FailureKind {
    NO_ADDRESS(
            "No address",
            "The host in the URL leads nowhere, or to an address that deliveries may not reach,"
                    + " such as one of a private network.",
            "Check the spelling of the host and its DNS records. It needs an address on the public"
                    + " internet."),
    CONNECTION_REFUSED(
            "Connection refused",
            "Nothing took the connection: no receiver is running at that address and port, or a"
                    + " firewall turned the request away.",
            "Start the receiver, and check the port in the URL and the firewall."),
    CONNECTION_TIMEOUT(
            "No connection in time",
            "No connection was made in time. The machine may be down or overloaded, or a firewall"
                    + " drops the request without a word.",
            "Check that the machine is up, and let the addresses of this server through the"
                    + " firewall."),
    CERTIFICATE_OF_OTHER_HOST(
            "Certificate for another host",
            "The receiver’s certificate is for another host.",
            "Install a certificate that names the host in the URL, or put the host that it names"
                    + " into the URL."),
    CERTIFICATE_EXPIRED(
            "Certificate expired",
            "The receiver’s certificate has expired.",
            "Renew the certificate, and check that renewals happen by themselves."),
    CERTIFICATE_NOT_TRUSTED(
            "Certificate not trusted",
            "The receiver’s certificate is self-signed, comes from an unknown issuer, or was sent"
                    + " without the certificates between it and its issuer.",
            "Use a certificate from a public issuer, and send the whole chain."),
    TLS_FAILED(
            "TLS failed",
            "No encrypted connection came about. The port may speak plain HTTP or only old"
                    + " versions of TLS, or the server knows no site of that host.",
            "Check that the port speaks HTTPS with TLS 1.2 or 1.3, and for this host."),
    TLS_TIMEOUT(
            "TLS not in time",
            "The receiver took the connection but did not finish the TLS handshake in time.",
            "Check that the port speaks HTTPS, and that the receiver is not overloaded."),
    ANSWER_TIMEOUT(
            "No answer in time",
            "The receiver took the request but did not begin to answer in time.",
            "Answer with 2xx at once, and do the work afterwards."),
    ANSWER_UNFINISHED(
            "Answer not complete in time",
            "The receiver began to answer but did not finish in time.",
            "Answer with a short body or none."),
    ANSWER_TOO_LONG(
            "Too many headers",
            "The receiver’s answer had more than 256 KiB of headers.",
            "Answer with fewer headers."),
    NO_HTTP(
            "Not HTTP",
            "What the receiver answered has no valid HTTP status.",
            "Check that the URL leads to an HTTP server."),
    CONNECTION_BROKEN(
            "Connection broken",
            "The connection broke before the answer was complete, or the answer was not HTTP.",
            "Look into the receiver’s log: it, or a proxy in front of it, may have crashed or"
                    + " restarted."),
    NO_ANSWER(
            "No answer",
            "There was no answer: %s",
            "Check that the receiver is running and can be reached from this server."),
    REDIRECT(
            "Redirected",
            "The receiver answered %s, a redirect. Redirects are not followed, because they could"
                    + " lead to somebody else.",
            "Set the endpoint’s URL to the address that the redirect names. Often only https, www or"
                    + " a slash at the end is missing."),
    BAD_REQUEST(
            "Payload refused",
            "The receiver answered %s: it read the webhook and found something wrong with it.",
            "Compare the payload with what the receiver expects. Its answer may say more."),
    UNAUTHORIZED(
            "Not authorized",
            "The receiver answered %s: it does not believe that the webhook is from here.",
            "Check that it verifies signatures with a current signing key of this endpoint and over"
                    + " the bytes as they arrive, and that the headers it asks for are set."),
    FORBIDDEN(
            "Forbidden",
            "The receiver answered %s: it, or a firewall in front of it, turns the webhook away.",
            "Let requests of this server through, and check the signing key and the headers that the"
                    + " receiver asks for."),
    NOT_FOUND(
            "Not found",
            "The receiver answered %s: it has nothing at this path.",
            "Check the path in the endpoint’s URL, and that the receiver’s route is deployed."),
    METHOD_NOT_ALLOWED(
            "POST not allowed",
            "The receiver answered %s: it takes no POST at this path.",
            "Have the receiver accept POST, or correct the path."),
    REQUEST_TIMEOUT(
            "Request too slow",
            "The receiver answered %s: the request did not reach it fast enough.",
            "This usually passes. If it does not, look at the proxy in front of the receiver."),
    CONFLICT(
            "Conflict",
            "The receiver answered %s: the webhook conflicts with what it has.",
            "If it has handled this webhook before, have it answer 2xx: a webhook can arrive twice."),
    GONE(
            "Gone",
            "The receiver answered %s: it wants no more webhooks at this address.",
            "If that was a mistake, mend the receiver, and resume the endpoint if it is paused."),
    TOO_LARGE(
            "Too large",
            "The receiver answered %s: the payload is larger than it, or a proxy in front of it,"
                    + " accepts.",
            "Raise the limit there, or send smaller payloads."),
    UNSUPPORTED_TYPE(
            "Content type refused",
            "The receiver answered %s: it does not accept this content type.",
            "Have the receiver accept the content type of the message, or send another one."),
    RATE_LIMITED(
            "Too many requests",
            "The receiver answered %s: it gets more than it can handle.",
            "Set a rate limit on the endpoint, or raise that of the receiver."),
    REFUSED(
            "Refused",
            "The receiver answered %s: it refuses the webhook.",
            "Look at what it answered, and into its log."),
    BAD_GATEWAY(
            "Bad gateway",
            "The receiver answered %s: a proxy got no valid answer from the application behind it.",
            "Check that the application is running."),
    UNAVAILABLE(
            "Unavailable",
            "The receiver answered %s: it is overloaded or down for maintenance.",
            "Check that the receiver is up and has enough capacity."),
    GATEWAY_TIMEOUT(
            "Gateway timeout",
            "The receiver answered %s: a proxy waited too long for the application behind it.",
            "Answer with 2xx at once, and do the work afterwards."),
    SERVER_ERROR(
            "Server error",
            "The receiver answered %s: something failed in it.",
            "Look into the receiver’s log at the time of the attempt."),
    UNREADABLE_HEADERS(
            "Headers cannot be read",
            "The headers of the message were sealed with another secret key, so it was not sent.",
            "Ask the operator of this server for the key, or send the message once more."),
    CANCELLED(
            "Cancelled",
            "Somebody cancelled the message while it waited for another attempt.",
            "Replay it if it should be delivered after all."),
    EXPIRED(
            "Payload expired",
            "The time for which the payload is kept was over before the message was delivered.",
            "Send it once more. A plan with longer retention gives receivers more time."),
    PROJECT_DELETED(
            "Project deleted",
            "The project was deleted before the message was delivered.",
            "Nothing can be done about it.");

    /** What the errors of messages begin with that were cancelled. */
    public static final String CANCELLED_ON_REQUEST = "cancelled on request";

    /** The error of messages whose payload expired. */
    public static final String PAYLOAD_EXPIRED = "payload expired before delivery";

    /** The error of messages whose project was deleted. */
    public static final String OF_DELETED_PROJECT = "project deleted before delivery";

    /** The error of messages that were sealed with another key. */
    public static final String SEALED_OTHERWISE =
            "not sent: the headers of the message were sealed with another secret key";

    private final String title;
    private final String cause;
    private final String remedy;

    /**
     * @param cause with {@code %s} for the status of the answer or, without one, for the error
     */
    FailureKind(String title, String cause, String remedy) {
        this.title = title;
        this.cause = cause;
        this.remedy = remedy;
    }

    /** The word in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FailureKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** A few words, for a list. */
    public String title() {
        return title;
    }

    public String remedy() {
        return remedy;
    }

    String cause(Failed failed) {
        return cause.formatted(failed.status() == null ? failed.error() : failed.status());
    }

    public static FailureKind of(Failed failed) {
        String error = failed.error();
        if (error.startsWith(CANCELLED_ON_REQUEST)) {
            return CANCELLED;
        }
        return switch (error) {
            case PAYLOAD_EXPIRED -> EXPIRED;
            case OF_DELETED_PROJECT -> PROJECT_DELETED;
            case SEALED_OTHERWISE -> UNREADABLE_HEADERS;
            default -> failed.status() == null ? unanswered(failed) : answered(failed.status());
        };
    }

    private static FailureKind unanswered(Failed failed) {
        return Trouble.of(failed.error()).map(trouble -> of(trouble, failed)).orElse(NO_ANSWER);
    }

    private static FailureKind of(Trouble trouble, Failed failed) {
        return switch (trouble) {
            case UNKNOWN_NAME, BLOCKED_ADDRESS -> NO_ADDRESS;
            case CONNECTION_REFUSED -> CONNECTION_REFUSED;
            case NOT_CONNECTED_IN_TIME -> CONNECTION_TIMEOUT;
            case CERTIFICATE_OF_OTHER_HOST -> CERTIFICATE_OF_OTHER_HOST;
            case CERTIFICATE_EXPIRED -> CERTIFICATE_EXPIRED;
            case CERTIFICATE_NOT_TRUSTED -> CERTIFICATE_NOT_TRUSTED;
            case HANDSHAKE_FAILED -> TLS_FAILED;
            case HANDSHAKE_OUT_OF_TIME -> TLS_TIMEOUT;
            case OUT_OF_TIME -> outOfTime(failed);
            case TOO_LONG -> ANSWER_TOO_LONG;
            case NO_STATUS -> NO_HTTP;
            case BROKEN -> CONNECTION_BROKEN;
        };
    }

    private static FailureKind outOfTime(Failed failed) {
        if (!failed.connected()) {
            return CONNECTION_TIMEOUT;
        }
        return failed.answerBegan() ? ANSWER_UNFINISHED : ANSWER_TIMEOUT;
    }

    private static FailureKind answered(int status) {
        return switch (status) {
            case 400, 422 -> BAD_REQUEST;
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 408 -> REQUEST_TIMEOUT;
            case 409 -> CONFLICT;
            case 410 -> GONE;
            case 413 -> TOO_LARGE;
            case 415 -> UNSUPPORTED_TYPE;
            case 429 -> RATE_LIMITED;
            case 502 -> BAD_GATEWAY;
            case 503 -> UNAVAILABLE;
            case 504 -> GATEWAY_TIMEOUT;
            default -> status >= 500 ? SERVER_ERROR : status >= 400 ? REFUSED : REDIRECT;
        };
    }
}
