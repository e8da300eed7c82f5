/** How the SDK is used. {@code JavaSdkTest} runs it all against a real server. */
@NullMarked
package io.hookbridge.sdk.examples;

import org.jspecify.annotations.NullMarked;
