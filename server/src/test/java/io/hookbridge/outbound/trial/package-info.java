@NullMarked
package io.hookbridge.outbound.trial;

import org.jspecify.annotations.NullMarked;
