@NullMarked
package io.hookbridge.outbound.delivery;

import org.jspecify.annotations.NullMarked;
