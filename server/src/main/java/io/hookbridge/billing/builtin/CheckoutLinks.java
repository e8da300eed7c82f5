package io.hookbridge.billing.builtin;

import io.hookbridge.access.Actor;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.subscription.Subscriptions;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes checkout links, one at a time for each customer. Asking for the same plan again gives the
 * same link until it is opened or has less than a minute to live; asking for another plan, or by
 * another key or person, takes back what was given before.
 *
 * <p>The same link can be given twice because its token is kept, sealed with the key that lies in a
 * file beside the database; who has the database alone has no link.
 */
public final class CheckoutLinks {

    private static final Duration STILL_OF_USE = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final CheckoutLinkStore store;
    private final Subscriptions subscriptions;
    private final SecretBox secrets;
    private final Uuid7 ids;
    private final InstantSource clock;

    /** A link: its name, and the secret of it. */
    record Link(CheckoutSessionId id, SecretToken token) {}

    public CheckoutLinks(
            Jdbi jdbi,
            Subscriptions subscriptions,
            SecretBox secrets,
            Uuid7 ids,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.store = new CheckoutLinkStore(jdbi);
        this.subscriptions = subscriptions;
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param successUrl where the browser goes once the plan has started
     */
    Link make(Customer customer, Purchase purchase, String successUrl, Actor maker) {
        return jdbi.inTransaction(_ -> {
            subscriptions.lock(customer.tenant(), customer.book());
            Instant now = clock.instant();
            return store.find(customer, now.plus(STILL_OF_USE))
                    .filter(open ->
                            open.purchase().equals(purchase)
                                    && open.returnUrl().equals(successUrl)
                                    && open.maker().is(maker))
                    .flatMap(this::reopened)
                    .orElseGet(() -> replace(customer, purchase, successUrl, maker, now));
        });
    }

    private Optional<Link> reopened(CheckoutLinkStore.Open open) {
        return secrets.open(open.sealed(), purpose(open.id()))
                .flatMap(SecretToken::parse)
                .map(token -> new Link(open.id(), token));
    }

    private Link replace(
            Customer customer, Purchase purchase, String successUrl, Actor maker, Instant now) {
        store.closeAll(customer);
        Link link = new Link(new CheckoutSessionId(ids.next()), SecretToken.random());
        byte[] sealed = secrets.seal(link.token().text(), purpose(link.id()));
        store.insert(
                customer,
                new CheckoutLinkStore.Open(link.id(), successUrl, purchase, sealed, maker),
                link.token().hash(),
                now.plus(PageAccess.LINK_LIFE));
        return link;
    }

    private static String purpose(CheckoutSessionId id) {
        return "checkout link " + id;
    }
}
