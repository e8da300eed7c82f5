/**
 * The part of a form that says how deliveries are tried again: the same for an endpoint, a source
 * and a project. Its template is {@code console/retry-fields.jte}.
 */
@NullMarked
package io.hookbridge.console.retry;

import org.jspecify.annotations.NullMarked;
