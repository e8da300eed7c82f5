@NullMarked
package io.hookbridge.outbound.endpoint;

import org.jspecify.annotations.NullMarked;
