@NullMarked
package io.hookbridge.outbound.pace;

import org.jspecify.annotations.NullMarked;
