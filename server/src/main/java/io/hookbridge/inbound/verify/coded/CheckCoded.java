package io.hookbridge.inbound.verify.coded;

import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.scheme.Finding;
import io.hookbridge.inbound.verify.scheme.Scheme;

import java.net.URI;
import java.security.cert.TrustAnchor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Whether a request was sent by its provider, by each scheme that is code. Thread-safe. */
public final class CheckCoded {

    private final AwsSns sns;
    private final PayPal payPal;
    private final Plaid plaid;

    /**
     * @param keys where certificates and keys of providers are fetched; may make a check wait
     * @param authorities who may vouch for the certificates of a provider
     */
    public CheckCoded(ProviderKeys keys, Supplier<Set<TrustAnchor>> authorities) {
        this.sns = new AwsSns(keys);
        this.payPal = new PayPal(keys, authorities);
        this.plaid = new Plaid(keys);
    }

    /**
     * @param secrets what the scheme calls so; blank ones are none
     */
    public Finding check(Scheme.Coded scheme, List<String> secrets, RequestValues values) {
        List<String> usable = secrets.stream().filter(secret -> !secret.isBlank()).toList();
        return switch (scheme) {
            case AWS_SNS -> sns.check(usable, values);
            case PAYPAL -> payPal.check(usable, values);
            case PLAID -> plaid.check(usable, values);
            case ADYEN_STANDARD -> AdyenStandard.check(usable, values);
            case BRAINTREE -> Braintree.check(usable, values);
            case MICROSOFT_GRAPH -> MicrosoftGraph.check(usable, values);
        };
    }

    /** Whether a text can be what the scheme calls a secret. */
    public static boolean isUsable(Scheme.Coded scheme, String secret) {
        return switch (scheme) {
            case AWS_SNS -> AwsSns.isTopic(secret);
            case PLAID -> PlaidAccount.of(secret).isPresent();
            case ADYEN_STANDARD -> AdyenStandard.isKey(secret);
            case BRAINTREE -> Braintree.areKeys(secret);
            case PAYPAL, MICROSOFT_GRAPH -> !secret.isBlank();
        };
    }

    /** What a provider wants to hear of its challenge; empty if the secret is none for that. */
    public Optional<String> answer(Scheme.Coded scheme, String secret, String challenge) {
        return scheme == Scheme.Coded.BRAINTREE
                ? Braintree.answer(secret, challenge)
                : Optional.empty();
    }

    /** The URL that has to be fetched; empty if it does not lead to the provider. */
    public Optional<URI> mayBeFetched(Scheme.Coded scheme, String url) {
        return scheme == Scheme.Coded.AWS_SNS ? AwsSns.urlOfAmazon(url) : Optional.empty();
    }
}
