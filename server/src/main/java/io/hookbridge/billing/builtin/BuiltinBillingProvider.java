package io.hookbridge.billing.builtin;

import io.hookbridge.base.Mode;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.InvoiceQuery;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalRequest;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.provider.ProviderHealth;
import io.hookbridge.http.page.Language;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Plans without payments, kept in this server's own database, with a portal on its own pages. */
public final class BuiltinBillingProvider implements BillingProvider {

    private final BuiltinSubscriptions subscriptions;
    private final PageAccess access;
    private final CheckoutLinks checkouts;
    private final URI publicUrl;

    /**
     * @param publicUrl how browsers reach this server
     */
    public BuiltinBillingProvider(
            BuiltinSubscriptions subscriptions,
            PageAccess access,
            CheckoutLinks checkouts,
            URI publicUrl) {
        this.subscriptions = subscriptions;
        this.access = access;
        this.checkouts = checkouts;
        this.publicUrl = publicUrl;
    }

    @Override
    public String name() {
        return "builtin";
    }

    @Override
    public BillingBook bookFor(Mode mode) {
        return BillingBook.builtin(mode);
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public boolean offers(Mode mode, PortalFlow flow) {
        return switch (flow) {
            case SUBSCRIPTION_CANCEL, SUBSCRIPTION_UPDATE -> true;
            // There is nothing to pay with.
            case PAYMENT_METHOD_UPDATE -> false;
        };
    }

    @Override
    public Asked<PortalOutcome> createPortalSession(PortalRequest request) {
        PageAccess.Draft draft =
                access.draftLink(
                        request.customer(),
                        request.returnUrl(),
                        request.wish().flow(),
                        request.maker());
        OpenedSession session =
                new OpenedSession(
                        draft.id().toString(),
                        url(Entrance.portal(request.customer().mode()), draft.token())
                                + language(request.wish()));
        return new Asked.Got<>(new PortalOutcome.Drafted(session, draft.commit()));
    }

    /** A language that the pages do not speak is left to the browser. */
    private static String language(PortalWish wish) {
        return Optional.ofNullable(wish.locale())
                .flatMap(Language::of)
                .map(language -> "?" + Entrance.LOCALE + "=" + language.tag())
                .orElse("");
    }

    @Override
    public Asked<String> createCustomer(TenantId tenant, Mode mode, Duration budget) {
        return new Asked.Got<>(BuiltinSubscriptions.customer(tenant, mode).externalId());
    }

    @Override
    public Asked<CheckoutOutcome> createCheckoutSession(CheckoutRequest request) {
        Customer customer = request.customer();
        if (subscriptions.find(customer).filter(found -> found.status().isLive()).isPresent()) {
            return new Asked.Got<>(new CheckoutOutcome.AlreadySubscribed());
        }
        PlanChoice choice = new PlanChoice(request.plan().name(), request.interval());
        CheckoutLinks.Link link =
                checkouts.make(
                        customer,
                        new Purchase(choice, request.cancelUrl()),
                        request.successUrl(),
                        request.maker());
        return new Asked.Got<>(
                new OpenedSession(
                        link.id().toString(),
                        url(Entrance.checkout(customer.mode()), link.token())));
    }

    private String url(Entrance entrance, SecretToken link) {
        return publicUrl.resolve(entrance.path() + "/" + link.text()).toString();
    }

    @Override
    public Asked<InvoiceOutcome> listInvoices(InvoiceQuery query) {
        return new Asked.Got<>(
                subscriptions.invoices(query.customer(), query.limit(), query.startingAfter()));
    }

    @Override
    public Asked<CustomerState> fetchCustomerState(
            Mode mode, String externalCustomerId, Duration budget) {
        return subscriptions
                .named(externalCustomerId, mode)
                .<Asked<CustomerState>>map(
                        customer -> new Asked.Got<>(CustomerState.of(subscriptions.find(customer))))
                .orElseGet(Asked.CustomerGone::new);
    }

    @Override
    public ProviderHealth health() {
        return new ProviderHealth(true, Map.of("payments", "none"));
    }
}
