/**
 * What is asked of providers so that their requests can be verified: certificates and keys, and a
 * visit to a URL by which one of them has a subscription confirmed. {@link
 * io.hookbridge.inbound.provider.AskProviders} is where to begin.
 */
@NullMarked
package io.hookbridge.inbound.provider;

import org.jspecify.annotations.NullMarked;
