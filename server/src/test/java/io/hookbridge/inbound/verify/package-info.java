@NullMarked
package io.hookbridge.inbound.verify;

import org.jspecify.annotations.NullMarked;
