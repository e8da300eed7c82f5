/**
 * How requests get to the server and answers come back. Public only because the packages of the
 * areas need it; it is no part of the API of this client and may change at any time.
 */
@NullMarked
package io.hookbridge.sdk.internal;

import org.jspecify.annotations.NullMarked;
