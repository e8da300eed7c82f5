@NullMarked
package io.hookbridge.delivery.key;

import org.jspecify.annotations.NullMarked;
