package io.hookbridge.billing.stripe.portal;

import com.stripe.model.billingportal.Session;
import com.stripe.param.billingportal.SessionCreateParams;
import com.stripe.param.billingportal.SessionCreateParams.FlowData;
import com.stripe.param.billingportal.SessionCreateParams.FlowData.AfterCompletion;

import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalRequest;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a portal request is written for Stripe, and what its answer must be like.
 *
 * @param check decides which sessions a browser may be sent to
 */
public record PortalSessions(SessionCheck check) {

    public SessionCreateParams params(PortalRequest request, String configuration) {
        SessionCreateParams.Builder params =
                SessionCreateParams.builder()
                        .setCustomer(request.customer().externalId())
                        .setConfiguration(configuration)
                        .setReturnUrl(request.returnUrl());
        locale(request).ifPresent(params::setLocale);
        PortalFlow flow = request.flow();
        if (flow != null) {
            params.setFlowData(flow(flow, request));
        }
        return params.build();
    }

    /** Accepts the answer, or throws. */
    public OpenedSession opened(Session session, PortalRequest request) {
        return check.opened(
                request.mode(),
                request.customer(),
                new SessionCheck.Made(
                        session.getLivemode(),
                        session.getCustomer(),
                        session.getId(),
                        session.getUrl()));
    }

    private static FlowData flow(PortalFlow flow, PortalRequest request) {
        String subscription = request.subscription().externalId();
        FlowData.Builder data = FlowData.builder().setAfterCompletion(backTo(request.returnUrl()));
        return switch (flow) {
            case PAYMENT_METHOD_UPDATE -> data.setType(FlowData.Type.PAYMENT_METHOD_UPDATE).build();
            case SUBSCRIPTION_CANCEL ->
                    data.setType(FlowData.Type.SUBSCRIPTION_CANCEL)
                            .setSubscriptionCancel(
                                    FlowData.SubscriptionCancel.builder()
                                            .setSubscription(subscription)
                                            .build())
                            .build();
            case SUBSCRIPTION_UPDATE ->
                    data.setType(FlowData.Type.SUBSCRIPTION_UPDATE)
                            .setSubscriptionUpdate(
                                    FlowData.SubscriptionUpdate.builder()
                                            .setSubscription(subscription)
                                            .build())
                            .build();
        };
    }

    private static AfterCompletion backTo(String returnUrl) {
        return AfterCompletion.builder()
                .setType(AfterCompletion.Type.REDIRECT)
                .setRedirect(AfterCompletion.Redirect.builder().setReturnUrl(returnUrl).build())
                .build();
    }

    /** The portal's own locale of that name; a tag it does not know is left to the browser. */
    private static Optional<SessionCreateParams.Locale> locale(PortalRequest request) {
        return Arrays.stream(SessionCreateParams.Locale.values())
                .filter(locale -> locale.getValue().equalsIgnoreCase(request.locale()))
                .findFirst();
    }
}
