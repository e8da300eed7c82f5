package io.hookbridge.sdk.billing;

import io.hookbridge.sdk.Answer;
import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.Meta;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.internal.Api;

import java.util.Map;

/** What the tenant has subscribed to, and the way to the pages where a person changes it. */
public final class BillingApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public BillingApi(Api api) {
        this.api = api;
    }

    /**
     * Creates a customer portal session.
     *
     * <p>Opens a session of the customer portal, where a person sees and changes the subscription,
     * the means of payment and the invoices of the tenant. Send the browser to {@code portal_url}
     * at once: the address works for minutes only, and whoever opens it acts as the customer. Ask
     * for it when the person clicks, never in advance, and do not mail, log or keep it.
     *
     * <p>The tenant and the mode come from the API key. The server picks the subscription: a tenant
     * whose subscription is {@code past_due}, {@code unpaid}, paused or {@code canceled} may still
     * open the portal, so that it can pay and find its invoices; one that never completed a
     * subscription cannot.
     *
     * @param request what it is to be
     * @return a session of the customer portal
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PortalSession createPortal(CreatePortalRequest request) {
        return api.post("/v1/billing/portal").body(request).data(PortalSession.class);
    }

    /**
     * The same with nothing said.
     *
     * @return a session of the customer portal
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public PortalSession createPortal() {
        return createPortal(CreatePortalRequest.create());
    }

    /**
     * Gets the subscription.
     *
     * <p>What the tenant has subscribed to, which limits hold, and what it used in the running
     * calendar month (UTC). Without a subscription these are the limits of the free plan; the
     * answer is never 404.
     *
     * <p>A test key is answered with the subscription of test, whose limits hold in test, and with
     * the test messages of the month, which count towards no plan.
     *
     * @return the result and what is said about it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Answer<Subscription> subscription() {
        return api.get("/v1/billing/subscription").answer(Subscription.class);
    }

    /**
     * Gets the usage history.
     *
     * <p>What the tenant sent in each calendar month (UTC), the running month first, back to the
     * month in which the tenant was made. Months without a message are listed, too.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<UsageMonth> usageHistory(GetUsageHistoryQuery query) {
        return api.get("/v1/billing/usage-history")
                .query(query)
                .page(
                        UsageMonth.class,
                        (items, meta) -> Map.of("offset", behind(meta, items.size())));
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<UsageMonth> usageHistory() {
        return usageHistory(GetUsageHistoryQuery.create());
    }

    /**
     * Creates a checkout session.
     *
     * <p>Opens a page where a person starts a subscription for the tenant. Send the browser to
     * {@code checkout_url} at once: whoever opens it buys for the tenant. Do not mail, log or keep
     * it. Afterwards the browser goes to the default return address of this server, with {@code
     * checkout=done} or {@code checkout=canceled} in its query; that the subscription is there is
     * told by the subscription itself, not by the query.
     *
     * <p>The tenant and the mode come from the API key, and the price from the plan. A tenant with
     * a live subscription is refused: it changes its plan in the customer portal.
     *
     * @param request what it is to be
     * @return a page where a subscription is started
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public CheckoutSession createCheckout(CreateCheckoutRequest request) {
        return api.post("/v1/billing/checkout").body(request).data(CheckoutSession.class);
    }

    /**
     * Lists invoices.
     *
     * <p>The invoices of the tenant in the mode of the key, newest first; an empty list for a
     * tenant that never had a paid plan. To get the next page, send the {@code id} of the last
     * invoice as {@code starting_after}.
     *
     * <p>Lists are up to half a minute old. While the billing provider cannot be asked, the last
     * known list is answered with {@code meta.stale} and {@code meta.as_of}, without the links to
     * the invoices.
     *
     * @param query which ones
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<Invoice> invoices(GetInvoicesQuery query) {
        return api.get("/v1/billing/invoices")
                .query(query)
                .page(
                        Invoice.class,
                        (items, meta) ->
                                Map.of("starting_after", items.get(items.size() - 1).id()));
    }

    /**
     * The same for all of them.
     *
     * @return the first page
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Page<Invoice> invoices() {
        return invoices(GetInvoicesQuery.create());
    }

    private static long behind(Meta meta, int items) {
        return (meta.offset() == null ? 0 : meta.offset()) + items;
    }
}
