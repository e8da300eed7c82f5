/**
 * IP addresses as values and as ranges, in each spelling that clients, proxies and operators use
 * for them. Knows nobody.
 */
@NullMarked
package io.hookbridge.base.ip;

import org.jspecify.annotations.NullMarked;
