@NullMarked
package io.hookbridge.loadtest.dns;

import org.jspecify.annotations.NullMarked;
