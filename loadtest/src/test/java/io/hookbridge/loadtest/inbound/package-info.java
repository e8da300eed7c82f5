@NullMarked
package io.hookbridge.loadtest.inbound;

import org.jspecify.annotations.NullMarked;
