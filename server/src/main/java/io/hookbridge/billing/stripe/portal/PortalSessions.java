package io.hookbridge.billing.stripe.portal;

import com.stripe.exception.StripeException;
import com.stripe.model.billingportal.Session;
import com.stripe.param.billingportal.SessionCreateParams;
import com.stripe.param.billingportal.SessionCreateParams.FlowData;
import com.stripe.param.billingportal.SessionCreateParams.FlowData.AfterCompletion;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalRequest;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.stripe.account.AccountCheck;
import io.hookbridge.billing.stripe.call.FailureReading;
import io.hookbridge.billing.stripe.call.ModeCheck;
import io.hookbridge.billing.stripe.call.Operation;
import io.hookbridge.billing.stripe.call.Remembered;
import io.hookbridge.billing.stripe.call.StripeCalls;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Opens sessions of the portal, with a configuration of ours that is looked for once. */
public final class PortalSessions {

    private final Mode mode;
    private final StripeCalls calls;
    private final AccountCheck account;
    private final Duration budget;
    private final PortalConfigurations configurations;
    private final SessionCheck check;
    private final Remembered<PortalConfigurations.InUse> configuration = new Remembered<>();

    /**
     * @param budget the longest time that an operation may take
     * @param check decides which sessions a browser may be sent to
     */
    public PortalSessions(
            Mode mode,
            StripeCalls calls,
            AccountCheck account,
            Duration budget,
            PortalConfigurations configurations,
            SessionCheck check) {
        this.mode = mode;
        this.calls = calls;
        this.account = account;
        this.budget = budget;
        this.configurations = configurations;
        this.check = check;
    }

    /** Verifies the account and finds or makes the portal configuration; false if that failed. */
    public boolean prepare() {
        return calls.run(
                        Operation.PREPARE,
                        budget,
                        call -> new Asked.Got<>(configurationInUse(call)))
                instanceof Asked.Got;
    }

    /** The portal configuration in use; empty while it is not known yet. */
    public Optional<PortalConfigurations.InUse> configuration() {
        return configuration.known();
    }

    public Asked<PortalOutcome> open(PortalRequest request) {
        return calls.run(
                Operation.CREATE_PORTAL_SESSION,
                budget,
                call -> new Asked.Got<>(open(call, request)));
    }

    private PortalOutcome open(Call call, PortalRequest request) throws StripeException {
        ModeCheck.require(mode, request.customer());
        PortalConfigurations.InUse inUse = configurationInUse(call);
        try {
            return opened(
                    call.stripe()
                            .v1()
                            .billingPortal()
                            .sessions()
                            .create(params(request, inUse.id())),
                    request);
        } catch (StripeException refused) {
            if (FailureReading.isAboutConfiguration(refused)) {
                configuration.forget(inUse);
            } else if (request.wish().flow() != null && FailureReading.isAboutFlow(refused)) {
                return new PortalOutcome.FlowRefused();
            }
            throw refused;
        }
    }

    private PortalConfigurations.InUse configurationInUse(Call call) throws StripeException {
        account.require(call);
        return configuration.get(call.deadline(), () -> configurations.findOrCreate(call));
    }

    private static SessionCreateParams params(PortalRequest request, String configuration) {
        SessionCreateParams.Builder params =
                SessionCreateParams.builder()
                        .setCustomer(request.customer().externalId())
                        .setConfiguration(configuration)
                        .setReturnUrl(request.returnUrl());
        locale(request.wish()).ifPresent(params::setLocale);
        PortalFlow flow = request.wish().flow();
        if (flow != null) {
            params.setFlowData(flow(flow, request));
        }
        return params.build();
    }

    private OpenedSession opened(Session session, PortalRequest request) {
        return check.opened(
                mode,
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
    private static Optional<SessionCreateParams.Locale> locale(PortalWish wish) {
        return Arrays.stream(SessionCreateParams.Locale.values())
                .filter(locale -> locale.getValue().equalsIgnoreCase(wish.locale()))
                .findFirst();
    }
}
