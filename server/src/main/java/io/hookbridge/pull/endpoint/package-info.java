/**
 * Pull endpoints: endpoints that receive ({@link io.hookbridge.inbound.endpoint}) and keep what
 * they receive until somebody fetches it, as the API has them, under addresses of their own. One is
 * made here, or by giving an endpoint that receives the mode {@code pull}.
 */
@NullMarked
package io.hookbridge.pull.endpoint;

import org.jspecify.annotations.NullMarked;
