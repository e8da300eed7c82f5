@NullMarked
package io.hookbridge.billing;

import org.jspecify.annotations.NullMarked;
