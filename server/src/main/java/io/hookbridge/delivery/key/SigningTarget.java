package io.hookbridge.delivery.key;

import io.hookbridge.delivery.signing.SignatureScheme;

/** An endpoint as far as its keys are concerned. */
public interface SigningTarget {

    /** What kind of key it needs. */
    SignatureScheme scheme();
}
