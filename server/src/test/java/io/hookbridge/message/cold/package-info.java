@NullMarked
package io.hookbridge.message.cold;

import org.jspecify.annotations.NullMarked;
