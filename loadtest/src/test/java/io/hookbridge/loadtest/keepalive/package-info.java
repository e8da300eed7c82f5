@NullMarked
package io.hookbridge.loadtest.keepalive;

import org.jspecify.annotations.NullMarked;
