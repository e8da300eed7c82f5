@NullMarked
package io.hookbridge.message.explanation;

import org.jspecify.annotations.NullMarked;
