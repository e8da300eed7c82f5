@NullMarked
package io.hookbridge.loadtest.receive;

import org.jspecify.annotations.NullMarked;
