package io.hookbridge.billing.stripe.customer;

import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.call.ModeCheck;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;
import io.hookbridge.billing.stripe.call.UnusableAnswer;
import io.hookbridge.billing.stripe.portal.PortalFeatures;

/**
 * Makes the customer of a tenant. The idempotency key belongs to the tenant and the mode, so that
 * nodes that ask at the same time, and a server that died before it stored the answer, get the same
 * customer for as long as Stripe remembers the key, which is a day at least.
 *
 * <p>Afterwards a server that died in that moment gets a second customer, and so does one to which
 * Stripe only repeated a failure, if the customer was made all the same. The first one then has
 * neither a subscription nor an open checkout, because those come later, and its metadata names the
 * tenant.
 */
public record CustomerCreator(Mode mode) {

    public static final String TENANT = "tenant_id";

    public String create(Call call, TenantId tenant) throws StripeException {
        CustomerCreateParams params =
                CustomerCreateParams.builder()
                        .putMetadata(PortalFeatures.APP, PortalFeatures.APP_VALUE)
                        .putMetadata(TENANT, tenant.toString())
                        .build();
        RequestOptions options =
                RequestOptions.builder()
                        .setIdempotencyKey("hookbridge-customer-" + mode.word() + "-" + tenant)
                        .build();
        Customer customer = call.stripe().v1().customers().create(params, options);
        ModeCheck.require(mode, customer.getLivemode(), "customer");
        boolean whatWasAsked =
                customer.getId() != null
                        && customer.getMetadata() != null
                        && tenant.toString().equals(customer.getMetadata().get(TENANT));
        if (!whatWasAsked) {
            throw new UnusableAnswer(Kind.BAD_ANSWER, "customer of somebody else");
        }
        return customer.getId();
    }
}
