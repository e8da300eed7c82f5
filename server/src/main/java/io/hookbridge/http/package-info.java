/**
 * HTTP in and out of the server: Jetty behind a thin {@link io.hookbridge.http.Call}.
 *
 * <p>A feature lists its {@link io.hookbridge.http.Route}s; a route's handler is a function from a
 * call to an {@link io.hookbridge.http.Answer} and knows nothing of Jetty. {@link
 * io.hookbridge.http.Dispatcher} does for every request, in this order: find the route (404, 405),
 * authenticate (401, 429), check the permission (403), check that the request says nothing that its
 * route refuses ({@link io.hookbridge.http.Vocabulary}), run the handler, turn what it threw into
 * the error envelope, write the answer, and tell the {@link io.hookbridge.http.RequestLog}. Every
 * status and code is listed once, in {@link io.hookbridge.http.ErrorCode}.
 *
 * <p>More than fifteen types: what a feature sees (call, answer, route and what they consist of)
 * and the listener behind it call each other's package-private methods, and a package for either
 * would make public what nobody else is to call.
 *
 * <p>Handlers may block: each request has a virtual thread, and their number is bounded by {@link
 * io.hookbridge.http.HttpServer}.
 */
@NullMarked
package io.hookbridge.http;

import org.jspecify.annotations.NullMarked;
