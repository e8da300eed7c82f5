package io.hookbridge.stripedouble;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Takes each request through the gates to its operation, and spoils the answer if so planned. */
final class DoubleHandler implements HttpHandler {

    private final StripeDouble stripe;
    private final Violations violations;
    private final HeaderGate headerGate;
    private final Faults faults;
    private final ControlDesk control;
    private final AtomicLong requestIds = new AtomicLong();

    DoubleHandler(StripeDouble stripe, Violations violations, Faults faults, ControlDesk control) {
        this.stripe = stripe;
        this.violations = violations;
        this.headerGate = new HeaderGate(violations);
        this.faults = faults;
        this.control = control;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith(ControlDesk.PATH)) {
                send(exchange, control.handle(exchange.getRequestMethod(), path, body));
            } else if (path.startsWith(PortalPage.PATH)) {
                send(exchange, PortalPage.show(List.of(stripe.test(), stripe.live()), path));
            } else if (path.startsWith(CheckoutPage.PATH)) {
                send(exchange, CheckoutPage.show(List.of(stripe.test(), stripe.live()), path));
            } else {
                stripe.awaitLatency();
                serve(exchange, path, body);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpExchange exchange, String path, String body)
            throws IOException, InterruptedException {
        String method = exchange.getRequestMethod();
        Optional<Boolean> live = headerGate.check(method, exchange.getRequestHeaders());
        if (live.isEmpty()) {
            send(
                    exchange,
                    new Refusal(401, "invalid_request_error", null, null, "No key.").reply());
            return;
        }
        String query = exchange.getRequestURI().getRawQuery();
        Map<String, String> params =
                BracketForm.flat(method.equals("POST") ? body : query == null ? "" : query);
        SeenRequest seen =
                new SeenRequest(
                        live.get(),
                        method,
                        path,
                        params,
                        Optional.ofNullable(
                                exchange.getRequestHeaders().getFirst("Idempotency-Key")));
        stripe.see(seen);
        stripe.interlude(seen.operation());
        Supplier<Reply> right = () -> answer(seen);
        Optional<Fault> fault = faults.next(seen.operation());
        if (fault.isEmpty()) {
            send(exchange, right.get());
        } else {
            misbehave(exchange, fault.get(), seen, right);
        }
    }

    private Reply answer(SeenRequest seen) {
        for (Operation operation : Operations.ALL) {
            Optional<String> id = operation.match(seen.method(), seen.path());
            if (id.isPresent()) {
                return answer(operation, id.get(), seen);
            }
        }
        violations.add("no such operation: " + seen.operation());
        return new Refusal(404, "invalid_request_error", null, null, "Unrecognized request URL.")
                .reply();
    }

    private Reply answer(Operation operation, String id, SeenRequest seen) {
        ObjectNode params = BracketForm.tree(seen.params());
        List<Rule.Finding> findings = new ArrayList<>();
        operation.table().check(params, "", findings::add);
        if (!findings.isEmpty()) {
            findings.forEach(finding ->
                    violations.add(
                            "%s %s: %s parameter %s"
                                    .formatted(
                                            seen.method(),
                                            operation.path(),
                                            finding.misfit(),
                                            finding.param())));
            return refusal(findings.getFirst());
        }
        DoubleAccount account = seen.live() ? stripe.live() : stripe.test();
        DoubleAccount other = seen.live() ? stripe.test() : stripe.live();
        DoubleRequest request =
                new DoubleRequest(
                        account, other, id, params, stripe.portalBase(), stripe.checkoutBase());
        return once(seen, () -> run(operation, request));
    }

    /** What comes of executing the request, or came of it when its key was first used. */
    private Reply once(SeenRequest seen, Supplier<Reply> execution) {
        DoubleAccount account = seen.live() ? stripe.live() : stripe.test();
        return seen.idempotencyKey().isPresent() && seen.method().equals("POST")
                ? account.idempotencyKeys.once(
                        seen.idempotencyKey().get(), seen.path() + " " + seen.params(), execution)
                : execution.get();
    }

    private static Reply run(Operation operation, DoubleRequest request) {
        synchronized (request.account()) {
            try {
                return Reply.json(200, operation.answer().apply(request));
            } catch (Refusal refusal) {
                return refusal.reply();
            }
        }
    }

    private static Reply refusal(Rule.Finding finding) {
        return switch (finding.misfit()) {
            case UNKNOWN ->
                    Refusal.invalid(
                                    "parameter_unknown",
                                    finding.param(),
                                    "Received unknown parameter: " + finding.param())
                            .reply();
            case MISSING ->
                    Refusal.invalid(
                                    "parameter_missing",
                                    finding.param(),
                                    "Missing required param: " + finding.param() + ".")
                            .reply();
            case INVALID ->
                    Refusal.invalid(
                                    "parameter_invalid",
                                    finding.param(),
                                    "Invalid " + finding.param())
                            .reply();
        };
    }

    private void misbehave(
            HttpExchange exchange, Fault fault, SeenRequest seen, Supplier<Reply> right)
            throws IOException, InterruptedException {
        if (fault == Fault.SLOW) {
            stripe.awaitSlowness();
        }
        Optional<Reply> reply = FaultyReply.of(fault, seen.path(), right);
        if (fault.isKept()) {
            reply = reply.map(kept -> once(seen, () -> kept));
        }
        if (reply.isEmpty()) {
            return;
        }
        if (fault == Fault.HALF_BODY) {
            sendHalf(exchange, reply.get());
        } else {
            send(exchange, reply.get());
        }
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        writeHeaders(exchange, reply);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private void sendHalf(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        writeHeaders(exchange, reply);
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.getResponseBody().flush();
    }

    private void writeHeaders(HttpExchange exchange, Reply reply) {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Request-Id", "req_FAKE" + requestIds.incrementAndGet());
    }
}
