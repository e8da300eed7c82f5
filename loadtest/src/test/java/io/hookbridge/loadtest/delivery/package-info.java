@NullMarked
package io.hookbridge.loadtest.delivery;

import org.jspecify.annotations.NullMarked;
