@NullMarked
package io.hookbridge.loadtest.outbound;

import org.jspecify.annotations.NullMarked;
