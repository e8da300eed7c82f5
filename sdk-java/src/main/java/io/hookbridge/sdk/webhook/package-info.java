/**
 * What a receiver needs: {@link io.hookbridge.sdk.webhook.WebhookVerifier} tells whether a request
 * is from whom it should be, and what it says.
 */
@NullMarked
package io.hookbridge.sdk.webhook;

import org.jspecify.annotations.NullMarked;
