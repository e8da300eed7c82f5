/** Tests. */
@NullMarked
package io.hookbridge.net.client;

import org.jspecify.annotations.NullMarked;
