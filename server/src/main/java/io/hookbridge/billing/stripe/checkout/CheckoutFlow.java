package io.hookbridge.billing.stripe.checkout;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.checkout.SessionListParams;

import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.call.FailureReading;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;
import io.hookbridge.billing.stripe.call.UnusableAnswer;
import io.hookbridge.billing.stripe.customer.CustomerReader;

import java.util.List;
import java.util.Optional;

/**
 * Opens a checkout in steps that are safe to stop after any of them and to run on several nodes at
 * once:
 *
 * <ol>
 *   <li>Look for the customer's newest open session. If it is for the same order, it is ours.
 *   <li>Else create one. The idempotency key names the order and the session before it, so that
 *       those who ask at the same time create one, and a repetition after that one has ended does
 *       not get the dead one back.
 *   <li>Close every open session that is older. Of two nodes with different orders at least the
 *       later one sees the other's, so one session stays open.
 *   <li>Only now look for a live subscription: nothing but our own session can make one any more.
 * </ol>
 *
 * <p>A session of another currency is closed before one is created, because Stripe has one currency
 * for all that a customer could pay.
 *
 * <p>The URL is handed out after the last step, so there is never a second one that a person could
 * pay at.
 */
public final class CheckoutFlow {

    private static final long NEWEST = 10;
    private static final long ALL_OPEN = 100;

    private final CheckoutSessions sessions;
    private final CheckoutPrices prices;
    private final CustomerReader customers;

    public CheckoutFlow(
            CheckoutSessions sessions, CheckoutPrices prices, CustomerReader customers) {
        this.sessions = sessions;
        this.prices = prices;
        this.customers = customers;
    }

    public Asked<CheckoutOutcome> open(Call call, CheckoutRequest request) throws StripeException {
        if (!request.plan().stripeLookupKeys().containsKey(request.interval())) {
            return new Asked.Got<>(new CheckoutOutcome.NotSold());
        }
        CheckoutPrices.Items items = prices.find(call, request.plan(), request.interval());
        String order = sessions.order(request, items);
        List<Session> newest = list(call, ofCustomer(request).setLimit(NEWEST).build());
        Optional<Session> open = newest.stream().filter(CheckoutFlow::isOpen).findFirst();
        if (open.isPresent() && sessions.isFor(open.get(), order)) {
            return handOut(call, request, open.get());
        }
        String before = newest.isEmpty() ? "first" : newest.getFirst().getId();
        Order what = new Order(request, items, order);
        Session mine;
        try {
            mine = create(call, what, before);
        } catch (InvalidRequestException refused) {
            // A price may have been archived since it was found.
            prices.forget();
            if (FailureReading.isAboutCurrency(refused)) {
                return inOtherCurrency(call, what, newest, before);
            }
            throw refused;
        }
        return handOut(call, request, mine);
    }

    /** What is bought, and the name that repeated requests for it share. */
    private record Order(CheckoutRequest request, CheckoutPrices.Items items, String name) {}

    /** Closes whatever else could be paid before the session's address leaves this method. */
    private Asked<CheckoutOutcome> handOut(Call call, CheckoutRequest request, Session mine)
            throws StripeException {
        OpenedSession opened = sessions.opened(mine, request);
        Asked<CheckoutOutcome> outcome =
                closeOlder(call, request, mine)
                        ? unlessLive(call, request, opened)
                        : new Asked.Got<>(new CheckoutOutcome.AlreadySubscribed());
        if (outcome instanceof Asked.Got(CheckoutOutcome.AlreadySubscribed _)) {
            close(call, mine);
        }
        return outcome;
    }

    /** The outcome, if the customer has no live subscription. */
    private Asked<CheckoutOutcome> unlessLive(
            Call call, CheckoutRequest request, CheckoutOutcome outcome) throws StripeException {
        return customers
                .read(call, sessions.mode(), request.customer().externalId())
                .map(state -> state.live() > 0 ? new CheckoutOutcome.AlreadySubscribed() : outcome);
    }

    private Session create(Call call, Order order, String before) throws StripeException {
        return call.stripe()
                .v1()
                .checkout()
                .sessions()
                .create(
                        sessions.params(order.request(), order.items(), order.name()),
                        RequestOptions.builder()
                                .setIdempotencyKey(
                                        "hookbridge-checkout-" + order.name() + "-" + before)
                                .build());
    }

    /**
     * Goes on with an order that Stripe refused for its currency. A customer has one: that of what
     * it ever paid, or of a session that is open. Only the latter can be helped.
     */
    private Asked<CheckoutOutcome> inOtherCurrency(
            Call call, Order order, List<Session> newest, String before) throws StripeException {
        List<Session> inTheWay =
                newest.stream()
                        .filter(CheckoutFlow::isOpen)
                        .filter(session -> !order.items().currency().equals(session.getCurrency()))
                        .toList();
        if (inTheWay.isEmpty()) {
            return unlessLive(call, order.request(), new CheckoutOutcome.OtherCurrency());
        }
        for (Session session : inTheWay) {
            if (!close(call, session)) {
                return new Asked.Got<>(new CheckoutOutcome.AlreadySubscribed());
            }
        }
        try {
            return handOut(call, order.request(), create(call, order, before + "-alone"));
        } catch (InvalidRequestException refused) {
            if (FailureReading.isAboutCurrency(refused)) {
                return new Asked.Got<>(new CheckoutOutcome.OtherCurrency());
            }
            throw refused;
        }
    }

    private static boolean isOpen(Session session) {
        return "open".equals(session.getStatus());
    }

    /** Whether no older session can be paid any more; false if one just was. */
    private boolean closeOlder(Call call, CheckoutRequest request, Session mine)
            throws StripeException {
        List<Session> open =
                list(
                        call,
                        ofCustomer(request)
                                .setStatus(SessionListParams.Status.OPEN)
                                .setLimit(ALL_OPEN)
                                .build());
        int position = open.stream().map(Session::getId).toList().indexOf(mine.getId());
        if (position < 0) {
            throw new UnusableAnswer(Kind.OVERLOADED, "session ended while it was made ready");
        }
        for (Session older : open.subList(position + 1, open.size())) {
            if (!close(call, older)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the session ended without a payment. */
    private static boolean close(Call call, Session session) throws StripeException {
        var checkout = call.stripe().v1().checkout().sessions();
        try {
            checkout.expire(session.getId());
            return true;
        } catch (InvalidRequestException refused) {
            // It may have ended by itself, one way or the other, since it was listed.
            return switch (String.valueOf(checkout.retrieve(session.getId()).getStatus())) {
                case "expired" -> true;
                case "complete" -> false;
                default -> throw refused;
            };
        }
    }

    private static SessionListParams.Builder ofCustomer(CheckoutRequest request) {
        return SessionListParams.builder().setCustomer(request.customer().externalId());
    }

    private static List<Session> list(Call call, SessionListParams params) throws StripeException {
        return call.stripe().v1().checkout().sessions().list(params).getData();
    }
}
