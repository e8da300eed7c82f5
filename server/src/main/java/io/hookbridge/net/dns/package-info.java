/**
 * Names to addresses. {@link io.hookbridge.net.dns.DnsLookup} asks for A and AAAA records and waits
 * for both, because one forbidden address among them refuses the whole name (decision 0007); {@link
 * io.hookbridge.net.dns.LookupShares} keeps the silent name servers of one environment from holding
 * up the look-ups of others.
 *
 * <p>Whoever has a domain decides what is answered for it, and how late. So an answer is read by
 * itself: nobody is asked whom it points to, and nothing in it counts but the addresses of the name
 * that was asked for. What a look-up takes is bounded: five seconds, two questions at a time, and
 * 64 addresses; when it is over its place is free and nothing of it goes on.
 */
@NullMarked
package io.hookbridge.net.dns;

import org.jspecify.annotations.NullMarked;
