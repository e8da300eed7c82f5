@NullMarked
package io.hookbridge.loadtest.process;

import org.jspecify.annotations.NullMarked;
