@NullMarked
package io.hookbridge.base;

import org.jspecify.annotations.NullMarked;
