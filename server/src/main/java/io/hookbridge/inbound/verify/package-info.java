/**
 * Whether a request that came in is from whom the endpoint is for, and what it is: an event, a
 * handshake to be answered, or neither. {@link io.hookbridge.inbound.verify.Verifier} is where to
 * begin.
 *
 * <pre>
 *  ReceivedRequest --&gt; Verifier --&gt; Outcome: Verified | Answered | Refused | Undecided
 *                         |
 *      preset: what is known of a provider, as data (docs/presets.md)
 *        scheme: how it signs      coded: the few schemes that no data describes
 *          request: values of a request, read when they are asked for
 * </pre>
 *
 * <p>Pure: time, URL and secrets are passed in, and nothing here knows HTTP servers or SQL. Only
 * {@link io.hookbridge.inbound.verify.coded.ProviderKeys} asks somebody else.
 */
@NullMarked
package io.hookbridge.inbound.verify;

import org.jspecify.annotations.NullMarked;
