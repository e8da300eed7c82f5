@NullMarked
package io.hookbridge.loadtest.listen;

import org.jspecify.annotations.NullMarked;
