package io.hookbridge.inbound.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Json;
import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.inbound.verify.coded.PlaidAccount;
import io.hookbridge.inbound.verify.coded.ProviderKeys;
import io.hookbridge.inbound.verify.coded.ProviderKeys.Found;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Header;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Posted;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches what providers publish, once for all endpoints, and remembers it for a while: also that
 * there is nothing, and that nobody answered.
 *
 * <p>What is asked for is named in requests that are not known to be genuine. So each endpoint may
 * cause so many inquiries in a minute, nobody waits for long, and only so many at once; whoever
 * exceeds that hears that the provider cannot be reached, which for a provider means to send again.
 * What was published once may always be asked for again, so that nobody keeps an endpoint from the
 * key that it has lived with by making others up. That the URL is one of the provider's is for the
 * scheme to see to, that its address may be reached for the client, which follows no redirect.
 */
public final class AskProviders {

    private static final Logger log = LoggerFactory.getLogger(AskProviders.class);

    /** What one endpoint may have asked in a minute, beyond what is remembered. */
    static final int MOST_INQUIRIES = 10;

    /** Requests that may wait for an answer at once. */
    static final int MOST_WAITING = 32;

    /** Shorter than any provider waits for us. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration KEPT = Duration.ofHours(1);

    /** What somebody made up must not stand in the way of a key that is published soon after. */
    private static final Duration UNKNOWN_KEPT = Duration.ofMinutes(1);

    private static final Duration UNREACHABLE_KEPT = Duration.ofSeconds(5);
    private static final Duration PROVEN_FOR = Duration.ofDays(7);
    private static final int MOST_KEPT = 1_000;

    private static final URI PLAID = URI.create("https://production.plaid.com");
    private static final URI PLAID_SANDBOX = URI.create("https://sandbox.plaid.com");
    private static final String PLAID_KEY = "/webhook_verification_key/get";

    private static final List<Header> ABOUT_US =
            List.of(new Header("User-Agent", "HookBridge"), new Header("Accept", "*/*"));

    private static final List<Header> ABOUT_JSON =
            List.of(
                    new Header("User-Agent", "HookBridge"),
                    new Header("Accept", "application/json"),
                    new Header("Content-Type", "application/json"));

    private final Inquiry inquiry;
    private final Duration patience;
    private final TokenBuckets<TargetId> inquiries;
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final AsyncCache<Question, Found> answers;

    /** What was answered with content before. */
    private final Cache<Question, Boolean> proven;

    /**
     * @param patience how long a request may wait for an answer; {@link #PATIENCE} in a server
     */
    public AskProviders(Inquiry inquiry, Duration patience, Ticker ticker) {
        this.inquiry = inquiry;
        this.patience = patience;
        this.inquiries = new TokenBuckets<>(MOST_INQUIRIES, MOST_INQUIRIES, ticker);
        this.answers =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEPT)
                        .expireAfter(Expiry.<Question, Found>writing((_, found) -> keptFor(found)))
                        .ticker(ticker::nanos)
                        .executor(Runnable::run)
                        .buildAsync();
        this.proven =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEPT)
                        .expireAfterWrite(PROVEN_FOR)
                        .ticker(ticker::nanos)
                        .executor(Runnable::run)
                        .build();
    }

    private static Duration keptFor(Found found) {
        return switch (found) {
            case Found.Content _ -> KEPT;
            case Found.Unknown() -> UNKNOWN_KEPT;
            case Found.Unreachable() -> UNREACHABLE_KEPT;
        };
    }

    /**
     * Who has something asked.
     *
     * @param endpoint that a request came to
     */
    public record Asker(TargetId endpoint, EnvironmentId environment) {}

    /**
     * What is asked. The same question of two endpoints is one.
     *
     * @param json to be posted; null for a GET
     */
    private record Question(String url, @Nullable String json) {

        /** Leaves out what is posted, which holds a secret. */
        @Override
        public String toString() {
            return url;
        }
    }

    /** The keys of providers as an endpoint gets at them; each call may wait for some seconds. */
    public ProviderKeys keysFor(Asker asker) {
        return new ProviderKeys() {

            @Override
            public Found at(URI url) {
                return answer(asker, new Question(url.toString(), null));
            }

            @Override
            public Found plaidKey(String id, PlaidAccount account) {
                String json =
                        Json.MAPPER
                                .createObjectNode()
                                .put("client_id", account.clientId())
                                .put("secret", account.secret())
                                .put("key_id", id)
                                .toString();
                URI server = account.isSandbox() ? PLAID_SANDBOX : PLAID;
                return keyIn(answer(asker, new Question(server + PLAID_KEY, json)));
            }
        };
    }

    private static Found keyIn(Found found) {
        return found instanceof Found.Content(byte[] json)
                ? json(json)
                        .map(answer -> answer.path("key"))
                        .filter(JsonNode::isObject)
                        .<Found>map(key -> new Found.Content(key.toString().getBytes(UTF_8)))
                        .orElseGet(Found.Unknown::new)
                : found;
    }

    private static Optional<JsonNode> json(byte[] bytes) {
        try {
            return Optional.of(Json.readSent(bytes));
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    /**
     * Goes to a URL because that is all that its provider wants. Waits for some seconds.
     *
     * @param url of a provider
     * @return whether the provider answered that it is satisfied
     */
    public boolean visit(Asker asker, URI url) {
        return mayAsk(asker)
                && await(ask(asker, new Question(url.toString(), null))) instanceof Found.Content;
    }

    private boolean mayAsk(Asker asker) {
        return inquiries.take(asker.endpoint()).isZero();
    }

    private Found answer(Asker asker, Question question) {
        CompletableFuture<Found> known = answers.getIfPresent(question);
        if (known != null) {
            return await(known);
        }
        return proven.getIfPresent(question) != null || mayAsk(asker)
                ? await(answers.get(question, (_, _) -> learned(asker, question)))
                : new Found.Unreachable();
    }

    private CompletableFuture<Found> learned(Asker asker, Question question) {
        return ask(asker, question)
                .thenApply(found -> {
                    if (found instanceof Found.Content) {
                        proven.put(question, true);
                    }
                    return found;
                });
    }

    private CompletableFuture<Found> ask(Asker asker, Question question) {
        String json = question.json();
        return inquiry.make(
                        new Destination(asker.endpoint(), asker.environment(), question.url()),
                        json == null ? ABOUT_US : ABOUT_JSON,
                        json == null ? null : json.getBytes(UTF_8))
                // What fails is not remembered.
                .thenApply(posted -> found(posted.orElseThrow(NotAskedException::new)));
    }

    private static Found found(Posted posted) {
        return switch (posted.outcome()) {
            case Outcome.Failed _ -> new Found.Unreachable();
            case Outcome.Answered(int status, _, byte[] body, boolean truncated) -> {
                if (status >= 500 || status == 408 || status == 429) {
                    yield new Found.Unreachable();
                }
                yield status / 100 == 2 && !truncated
                        ? new Found.Content(body)
                        : new Found.Unknown();
            }
        };
    }

    private Found await(CompletableFuture<Found> answer) {
        assert NeverBlocks.mayBlock();
        if (answer.isDone()) {
            return get(answer);
        }
        if (!places.tryAcquire()) {
            return new Found.Unreachable();
        }
        try {
            return get(answer);
        } finally {
            places.release();
        }
    }

    /** An answer that comes too late for who waits is there for whoever asks next. */
    private Found get(CompletableFuture<Found> answer) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof NotAskedException)) {
                log.error("a provider could not be asked", failure.getCause());
            }
            return new Found.Unreachable();
        } catch (TimeoutException tooLate) {
            return new Found.Unreachable();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Found.Unreachable();
        }
    }

    /** This server lacked what it takes, so that nothing is known of the provider. */
    private static final class NotAskedException extends RuntimeException {

        NotAskedException() {
            super("the provider was not asked", null, false, false);
        }
    }
}
