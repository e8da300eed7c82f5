@NullMarked
package io.hookbridge.bucket;

import org.jspecify.annotations.NullMarked;
