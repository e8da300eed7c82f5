@NullMarked
package io.hookbridge.tenant;

import org.jspecify.annotations.NullMarked;
