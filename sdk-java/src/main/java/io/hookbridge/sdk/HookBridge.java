package io.hookbridge.sdk;

import io.hookbridge.sdk.audit.AuditEventsApi;
import io.hookbridge.sdk.billing.BillingApi;
import io.hookbridge.sdk.endpoint.EndpointsApi;
import io.hookbridge.sdk.event.PullEventsApi;
import io.hookbridge.sdk.export.ExportsApi;
import io.hookbridge.sdk.inbound.InboundEndpointsApi;
import io.hookbridge.sdk.internal.Api;
import io.hookbridge.sdk.internal.Pause;
import io.hookbridge.sdk.internal.RetryRule;
import io.hookbridge.sdk.key.ActorsApi;
import io.hookbridge.sdk.key.ApiKeysApi;
import io.hookbridge.sdk.log.LogsApi;
import io.hookbridge.sdk.message.DeadLettersApi;
import io.hookbridge.sdk.message.InboundMessagesApi;
import io.hookbridge.sdk.message.MessagesApi;
import io.hookbridge.sdk.metric.MetricsApi;
import io.hookbridge.sdk.preset.InboundPresetsApi;
import io.hookbridge.sdk.project.ProjectsApi;
import io.hookbridge.sdk.pull.PullEndpointsApi;
import io.hookbridge.sdk.signing.SigningKeysApi;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client of one server, with one API key. It is made once and used by as many threads as you
 * like; every call blocks its thread until it is answered.
 *
 * <pre>{@code
 * HookBridge client =
 *         HookBridge.builder().baseUrl("http://localhost:8080").apiKey(key).build();
 * client.messages().send(SendWebhookRequest.of(endpointId, Map.of("event", "order.created")));
 * }</pre>
 */
public final class HookBridge {

    private final Api api;

    private HookBridge(Api api) {
        this.api = api;
    }

    /**
     * Begins to make a client.
     *
     * @return where to say which server, and with which key
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A client of the server and with the key of the environment variables {@code
     * HOOKBRIDGE_BASE_URL} and {@code HOOKBRIDGE_API_KEY}.
     *
     * @return the client
     * @throws IllegalStateException if one of them is not set
     */
    public static HookBridge fromEnvironment() {
        return builder()
                .baseUrl(variable("HOOKBRIDGE_BASE_URL"))
                .apiKey(variable("HOOKBRIDGE_API_KEY"))
                .build();
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("the environment variable " + name + " is not set");
        }
        return value.trim();
    }

    /**
     * Sends messages, and shows what became of them.
     *
     * @return the operations on messages
     */
    public MessagesApi messages() {
        return new MessagesApi(api);
    }

    /**
     * Messages that were given up.
     *
     * @return the operations on dead letters
     */
    public DeadLettersApi deadLetters() {
        return new DeadLettersApi(api);
    }

    /**
     * The addresses that webhooks are sent to.
     *
     * @return the operations on endpoints
     */
    public EndpointsApi endpoints() {
        return new EndpointsApi(api);
    }

    /**
     * The keys that deliveries are signed with.
     *
     * @return the operations on signing keys, of endpoints and of those that receive
     */
    public SigningKeysApi signingKeys() {
        return new SigningKeysApi(api);
    }

    /**
     * The addresses that others send webhooks to.
     *
     * @return the operations on endpoints that receive
     */
    public InboundEndpointsApi inboundEndpoints() {
        return new InboundEndpointsApi(api);
    }

    /**
     * What is known of how providers sign.
     *
     * @return the operations on presets
     */
    public InboundPresetsApi inboundPresets() {
        return new InboundPresetsApi(api);
    }

    /**
     * What was received from others and is forwarded or listened to.
     *
     * @return the operations on received messages
     */
    public InboundMessagesApi inboundMessages() {
        return new InboundMessagesApi(api);
    }

    /**
     * Endpoints that keep what they receive until it is fetched.
     *
     * @return the operations on pull endpoints
     */
    public PullEndpointsApi pullEndpoints() {
        return new PullEndpointsApi(api);
    }

    /**
     * What pull endpoints have received.
     *
     * @return the operations on their events
     */
    public PullEventsApi pullEvents() {
        return new PullEventsApi(api);
    }

    /**
     * What became of messages, one by one.
     *
     * @return the operations on logs
     */
    public LogsApi logs() {
        return new LogsApi(api);
    }

    /**
     * Figures of what became of messages.
     *
     * @return the operations on metrics
     */
    public MetricsApi metrics() {
        return new MetricsApi(api);
    }

    /**
     * The log of a time as a file.
     *
     * @return the operations on exports
     */
    public ExportsApi exports() {
        return new ExportsApi(api);
    }

    /**
     * API keys.
     *
     * @return the operations on API keys
     */
    public ApiKeysApi apiKeys() {
        return new ApiKeysApi(api);
    }

    /**
     * The people and API keys behind ids.
     *
     * @return the operation that looks them up
     */
    public ActorsApi actors() {
        return new ActorsApi(api);
    }

    /**
     * The projects of the tenant.
     *
     * @return the operations on projects
     */
    public ProjectsApi projects() {
        return new ProjectsApi(api);
    }

    /**
     * Who changed what.
     *
     * @return the operation that lists it
     */
    public AuditEventsApi auditEvents() {
        return new AuditEventsApi(api);
    }

    /**
     * The subscription of the tenant, its usage and its invoices.
     *
     * @return the operations on billing
     */
    public BillingApi billing() {
        return new BillingApi(api);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "HookBridge[" + api.server() + "]";
    }

    /** Says which server, with which key, and how patiently. */
    public static final class Builder {

        /** Whoever waits for ever waits as long. Less than 292 years can be counted in ns. */
        private static final Duration LONGEST_TIMEOUT = Duration.ofDays(100 * 365);

        private @Nullable URI baseUrl;
        private @Nullable String apiKey;
        private @Nullable HttpClient httpClient;
        private Duration timeout = Duration.ofSeconds(30);
        private Duration longestWait = Duration.ofSeconds(30);
        private int attempts = 4;
        private Pause pause = Pause.OF_THE_THREAD;

        private Builder() {}

        /**
         * The address of the server.
         *
         * @param url an http or https URL, such as {@code https://hooks.example.com}
         * @return this
         * @throws IllegalArgumentException if it is something else, or has a query
         */
        public Builder baseUrl(String url) {
            URI parsed = URI.create(url.replaceAll("/+$", ""));
            if (!("http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme()))
                    || parsed.getHost() == null
                    || parsed.getRawQuery() != null
                    || parsed.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "the base URL must be like https://hooks.example.com");
            }
            baseUrl = parsed;
            return this;
        }

        /**
         * What every request carries.
         *
         * @param key of the environment that the client works on, live or test
         * @return this
         * @throws IllegalArgumentException if it cannot be a key
         */
        public Builder apiKey(String key) {
            if (!key.matches("[!-~]+")) {
                throw new IllegalArgumentException("the API key is empty, or has other characters");
            }
            apiKey = key;
            return this;
        }

        /**
         * How long one attempt may take, from the connection to the last byte of the answer. A file
         * that is downloaded may take longer, but begins in that time and never pauses for longer.
         *
         * @param time more than nothing; 30 seconds if nothing is said; {@code
         *     ChronoUnit.FOREVER.getDuration()} if it does not matter
         * @return this
         * @throws IllegalArgumentException if it is nothing or less
         */
        public Builder timeout(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("the timeout must be longer than nothing");
            }
            timeout = time.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : time;
            return this;
        }

        /**
         * How often a request is sent at the most, if that is safe and helps.
         *
         * @param most 1 for no retry; 4 if nothing is said
         * @return this
         */
        public Builder attempts(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("there must be one attempt at least");
            }
            attempts = most;
            return this;
        }

        /**
         * The most that is waited before a retry. If the server asks for more, the request fails at
         * once, with {@link RefusedException#retryAfter}.
         *
         * @param time 30 seconds if nothing is said; {@code ChronoUnit.FOREVER.getDuration()} if it
         *     does not matter
         * @return this
         * @throws IllegalArgumentException if it is less than nothing
         */
        public Builder longestWait(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("the longest wait must not be negative");
            }
            longestWait = time;
            return this;
        }

        /**
         * What sends the requests, where a proxy or a trust store of your own is needed. It must
         * not follow redirects.
         *
         * @param client with a timeout of its own for connections
         * @return this
         */
        public Builder httpClient(HttpClient client) {
            httpClient = client;
            return this;
        }

        /** How tests wait. */
        Builder pause(Pause instead) {
            pause = instead;
            return this;
        }

        /**
         * Makes the client. Nothing is sent yet.
         *
         * @return the client
         * @throws IllegalStateException if the address or the key is missing
         */
        public HookBridge build() {
            if (baseUrl == null || apiKey == null) {
                throw new IllegalStateException("baseUrl and apiKey have to be said");
            }
            HttpClient http = httpClient == null ? clientOf(baseUrl) : httpClient;
            RetryRule rule =
                    new RetryRule(
                            attempts, longestWait, () -> ThreadLocalRandom.current().nextDouble());
            return new HookBridge(new Api(baseUrl, apiKey, http, timeout, rule, pause));
        }

        private static HttpClient clientOf(URI server) {
            return HttpClient.newBuilder()
                    // Over plain http it would ask to change to HTTP/2 with its first request.
                    .version(
                            "https".equals(server.getScheme())
                                    ? HttpClient.Version.HTTP_2
                                    : HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
    }
}
