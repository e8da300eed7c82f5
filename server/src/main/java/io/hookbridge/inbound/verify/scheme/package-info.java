/**
 * How a request proves who sent it: the schemes as data, and the check of each against one request.
 * Secrets are compared in constant time, signatures as bytes. Pure.
 */
@NullMarked
package io.hookbridge.inbound.verify.scheme;

import org.jspecify.annotations.NullMarked;
