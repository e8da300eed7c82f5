/**
 * Names to addresses. {@link io.hookbridge.net.dns.DnsLookup} asks for A and AAAA records and waits
 * for both, because one forbidden address among them refuses the whole name (decision 0007); {@link
 * io.hookbridge.net.dns.LookupShares} keeps the silent name servers of one environment from holding
 * up the look-ups of others.
 */
@NullMarked
package io.hookbridge.net.dns;

import org.jspecify.annotations.NullMarked;
