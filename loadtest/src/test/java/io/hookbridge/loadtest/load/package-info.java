@NullMarked
package io.hookbridge.loadtest.load;

import org.jspecify.annotations.NullMarked;
