package io.hookbridge.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.StripeException;
import com.stripe.param.billingportal.SessionCreateParams;

import io.hookbridge.base.Patience;
import io.hookbridge.billing.stripe.wire.TransportFailure.Reason;
import io.hookbridge.stripedouble.DoubleOptions;
import io.hookbridge.stripedouble.Fault;
import io.hookbridge.stripedouble.SeenRequest;
import io.hookbridge.stripedouble.StripeDouble;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

@Tag("unit")
class StripeTransportTest {

    private static final String GET_ACCOUNT = "GET /v1/account";
    private static final String CREATE_SESSION = "POST /v1/billing_portal/sessions";
    private static final Duration LONG = Patience.LONGEST;
    private static final Duration SHORT = Duration.ofMillis(250);

    private final StripeDouble stripe = StripeDouble.start();
    private final HttpClient wire = StripeTransport.newWire(LONG);
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        wire.shutdownNow();
        stripe.close();
        stripe.assertNoViolations();
    }

    @ParameterizedTest
    @CsvSource({
        "EMPTY_502, UNUSABLE_ANSWER, 502, 3",
        "HTML_502,  UNUSABLE_ANSWER, 502, 3",
        "EMPTY_200, UNUSABLE_ANSWER, 200, 1",
        "HTML_200,  UNUSABLE_ANSWER, 200, 1",
        "ARRAY_200, UNUSABLE_ANSWER, 200, 1",
        "REDIRECT,  UNUSABLE_ANSWER, 301, 1",
        "HUGE,      UNREACHED,       0,   3",
        "HALF_BODY, UNREACHED,       0,   3",
    })
    void what_is_no_answer_is_a_connection_error_that_says_so(
            Fault fault, Reason reason, int status, int tries) {
        stripe.fail(GET_ACCOUNT, fault);
        TransportFailure failure = failure(stripe.apiBase(), LONG, LONG);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(stripe.seen(GET_ACCOUNT)).hasSize(tries);
        assertThat(attempts).hasSize(tries);
    }

    @Test
    void a_post_whose_connection_just_ends_is_sent_three_times_and_not_more() {
        prepareSession();
        stripe.fail(CREATE_SESSION, Fault.RESET);
        assertThatThrownBy(this::createSession).isInstanceOf(TransportFailure.class);
        assertThat(stripe.seen(CREATE_SESSION)).hasSize(3);
    }

    @Test
    void a_connection_reset_by_the_other_side_is_tried_again() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> resetEveryConnection(server));
            URI base = URI.create("http://127.0.0.1:" + server.getLocalPort());
            assertThat(failure(base, LONG, LONG).reason()).isEqualTo(Reason.UNREACHED);
        }
        assertThat(attempts)
                .extracting(Attempt::outcome)
                .containsExactly(
                        Attempt.Outcome.UNREACHED,
                        Attempt.Outcome.UNREACHED,
                        Attempt.Outcome.UNREACHED);
    }

    @Test
    void a_port_where_nobody_listens_is_a_connection_error() throws Exception {
        // Bound but not listening: nobody else can take the port meanwhile.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI base = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            assertThat(failure(base, LONG, LONG).reason()).isEqualTo(Reason.UNREACHED);
        }
    }

    @Test
    void the_message_of_a_failure_has_nothing_of_the_body() {
        stripe.fail(GET_ACCOUNT, Fault.HTML_502);
        TransportFailure failure = failure(stripe.apiBase(), LONG, LONG);
        assertThat(failure.toString()).doesNotContain("session").doesNotContain("http");
    }

    @Test
    void a_slow_try_is_cut_off_and_made_again_within_the_deadline() throws Exception {
        stripe.fail(GET_ACCOUNT, Fault.SLOW, 2);
        // More tries than two slow ones need: on a busy machine one that is not slow may be, too.
        RetryRule patient = new RetryRule(1_000, Duration.ofMillis(4));
        Deadline deadline = Deadline.in(LONG, System::nanoTime);
        StripeClient client = client(stripe.apiBase(), deadline, SHORT, patient);
        assertThat(client.v1().accounts().retrieveCurrent().getId())
                .isEqualTo(stripe.test().accountId());
        assertThat(attempts)
                .extracting(Attempt::outcome)
                .startsWith(Attempt.Outcome.TIMED_OUT, Attempt.Outcome.TIMED_OUT)
                .endsWith(Attempt.Outcome.SUCCEEDED);
        assertThat(attempts).extracting(Attempt::number).startsWith(1, 2, 3);
    }

    @Test
    void the_deadline_ends_a_try_that_would_have_been_allowed_to_take_longer() {
        stripe.fail(GET_ACCOUNT, Fault.SLOW);
        long begun = System.nanoTime();
        assertThat(failureIn(Duration.ofMillis(300), Patience.NEVER).reason())
                .isEqualTo(Reason.DEADLINE);
        assertThat(attempts).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void the_deadline_spans_all_tries() {
        stripe.fail(GET_ACCOUNT, Fault.SLOW);
        assertThat(failureIn(SHORT.multipliedBy(3).dividedBy(2), SHORT).reason())
                .isEqualTo(Reason.DEADLINE);
        assertThat(attempts)
                .extracting(Attempt::outcome)
                .containsExactly(Attempt.Outcome.TIMED_OUT, Attempt.Outcome.TIMED_OUT);
    }

    /** By a clock on which every try takes {@code attempt} and nothing else takes any time. */
    private TransportFailure failureIn(Duration budget, Duration attempt) {
        long each = Math.min(attempt.toNanos(), budget.toNanos());
        Deadline deadline = Deadline.in(budget, () -> attempts.size() * each);
        RetryRule thrice = new RetryRule(2, Duration.ofMillis(4));
        return catchThrowableOfType(
                TransportFailure.class,
                () ->
                        client(stripe.apiBase(), deadline, attempt, thrice)
                                .v1()
                                .accounts()
                                .retrieveCurrent());
    }

    @Test
    void after_the_deadline_nothing_is_sent_any_more() {
        assertThat(failure(stripe.apiBase(), Duration.ZERO, LONG).reason())
                .isEqualTo(Reason.DEADLINE);
        assertThat(stripe.seen()).isEmpty();
    }

    @Test
    void an_interrupt_ends_the_call_at_once_and_stays_visible() throws Exception {
        stripe.fail(GET_ACCOUNT, Fault.SLOW);
        CompletableFuture<Boolean> staysInterrupted = new CompletableFuture<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            Reason reason = failure(stripe.apiBase(), LONG, LONG).reason();
                            staysInterrupted.complete(
                                    reason == Reason.INTERRUPTED
                                            && Thread.currentThread().isInterrupted());
                        });
        stripe.awaitSeen(1);
        caller.interrupt();
        assertThat(staysInterrupted.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_interrupt_also_ends_the_connection_so_that_stripe_need_not_go_on() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI base = URI.create("http://127.0.0.1:" + server.getLocalPort());
            Thread caller = Thread.ofVirtual().start(() -> failure(base, LONG, LONG));
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(Patience.millis());
                InputStream request = socket.getInputStream();
                assertThat(request.read()).isEqualTo('G');
                caller.interrupt();
                assertThat(request.readAllBytes()).isNotEmpty();
            }
        }
    }

    @Test
    void all_tries_of_a_post_have_one_idempotency_key_and_two_posts_have_two() throws Exception {
        prepareSession();
        stripe.fail(CREATE_SESSION, Fault.EMPTY_502, 4);
        assertThatThrownBy(this::createSession).isInstanceOf(StripeException.class);
        createSession();
        List<SeenRequest> posts = stripe.seen(CREATE_SESSION);
        assertThat(posts).hasSize(5);
        assertThat(posts.subList(0, 3))
                .extracting(SeenRequest::idempotencyKey)
                .containsOnly(posts.getFirst().idempotencyKey());
        assertThat(posts.subList(3, 5))
                .extracting(SeenRequest::idempotencyKey)
                .containsOnly(posts.getLast().idempotencyKey());
        assertThat(posts.getFirst().idempotencyKey())
                .isNotEqualTo(posts.getLast().idempotencyKey());
    }

    @Test
    void a_failure_that_stripe_only_repeats_is_followed_by_a_try_under_another_key()
            throws Exception {
        prepareSession();
        stripe.fail(CREATE_SESSION, Fault.SERVER_ERROR, 1);
        createSession();
        assertThat(stripe.seen(CREATE_SESSION))
                .extracting(SeenRequest::idempotencyKey)
                .hasSize(3)
                .satisfies(keys -> assertThat(keys.get(1)).isEqualTo(keys.get(0)))
                .satisfies(keys -> assertThat(keys.get(2)).isNotEqualTo(keys.get(0)));
        assertThat(attempts)
                .extracting(Attempt::outcome)
                .containsExactly(
                        Attempt.Outcome.SERVER_ERROR,
                        Attempt.Outcome.SERVER_ERROR,
                        Attempt.Outcome.SUCCEEDED);
    }

    @Test
    void an_error_of_stripes_reaches_the_sdk_with_its_request_id() {
        stripe.fail(GET_ACCOUNT, Fault.SERVER_ERROR_FINAL);
        ApiException error =
                catchThrowableOfType(
                        ApiException.class,
                        () ->
                                client(stripe.apiBase(), LONG, LONG)
                                        .v1()
                                        .accounts()
                                        .retrieveCurrent());
        assertThat(error.getStatusCode()).isEqualTo(500);
        assertThat(error.getRequestId()).startsWith("req_");
        assertThat(attempts).hasSize(1);
    }

    @Test
    void one_connection_serves_one_request_after_another() throws Exception {
        try (OneConnection server = new OneConnection()) {
            for (int i = 0; i < 3; i++) {
                client(server.base(), LONG, LONG).v1().accounts().retrieveCurrent();
            }
            assertThat(server.served()).isEqualTo(3);
        }
    }

    @Test
    void the_latency_of_the_double_shows_in_the_time_of_the_attempt() throws Exception {
        Duration latency = Duration.ofMillis(80);
        try (StripeDouble slow = StripeDouble.start(new DoubleOptions(0, latency, false))) {
            client(slow.apiBase(), LONG, LONG).v1().accounts().retrieveCurrent();
        }
        assertThat(attempts.getFirst().took()).isGreaterThanOrEqualTo(latency);
    }

    private void prepareSession() {
        stripe.test().addCustomer("cus_FAKE1");
        stripe.test().addForeignConfiguration("bpc_FAKE1");
    }

    private void createSession() throws StripeException {
        client(stripe.apiBase(), LONG, LONG)
                .v1()
                .billingPortal()
                .sessions()
                .create(
                        SessionCreateParams.builder()
                                .setCustomer("cus_FAKE1")
                                .setConfiguration("bpc_FAKE1")
                                .setReturnUrl("https://app.example.org/billing")
                                .build());
    }

    private TransportFailure failure(URI base, Duration budget, Duration attempt) {
        return catchThrowableOfType(
                TransportFailure.class,
                () -> client(base, budget, attempt).v1().accounts().retrieveCurrent());
    }

    private StripeClient client(URI base, Duration budget, Duration attempt) {
        return client(
                base,
                Deadline.in(budget, System::nanoTime),
                attempt,
                new RetryRule(2, Duration.ofMillis(4)));
    }

    private StripeClient client(URI base, Deadline deadline, Duration attempt, RetryRule retries) {
        return StripeClient.builder()
                .setApiKey(StripeDouble.TEST_KEY)
                .setApiBase(base.toString())
                .setHttpClient(
                        new StripeTransport(
                                wire,
                                deadline,
                                attempt,
                                retries,
                                () -> Duration.ZERO,
                                attempts::add))
                .build();
    }

    private static void resetEveryConnection(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                    // Closing with unsent time zero sends a reset instead of an orderly end.
                    socket.setSoLinger(true, 0);
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }
}
