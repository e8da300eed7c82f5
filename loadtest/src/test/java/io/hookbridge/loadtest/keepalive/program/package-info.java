@NullMarked
package io.hookbridge.loadtest.keepalive.program;

import org.jspecify.annotations.NullMarked;
