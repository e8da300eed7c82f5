/**
 * Outgoing HTTP to addresses that strangers chose, as values: what a URL leads to ({@link
 * io.hookbridge.net.Target}), which addresses may be reached ({@link
 * io.hookbridge.net.AddressRules}), and what came of a request ({@link io.hookbridge.net.Posted}).
 * {@link io.hookbridge.net.TargetCheck} judges a URL when an endpoint is made; {@link
 * io.hookbridge.net.client} sends, with {@link io.hookbridge.net.dns} for the names and {@link
 * io.hookbridge.net.wire} for the answers. Decision 0007 says which rules they keep.
 */
@NullMarked
package io.hookbridge.net;

import org.jspecify.annotations.NullMarked;
